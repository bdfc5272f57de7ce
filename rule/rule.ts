/** What stands for a rule in reports, SARIF, logs and documentation; no behaviour. */
export interface RuleMeta {
  readonly id: string;
  /** The ids under which the rule's publisher knows it, newest last. */
  readonly publisherIds: readonly string[];
  readonly title: string;
  /** What is wrong in two words, for a list. */
  readonly label: string;
  readonly description: string;
  readonly severity: 'Low' | 'Medium' | 'High';
  readonly category: string;
  readonly platform: 'CloudFormation';
  readonly resourceTypes: readonly string[];
  /** The rule's own page first, then the provider's reference. */
  readonly documentation: readonly [string, ...string[]];
  /** What a developer does about a finding, in one line. */
  readonly remediation: string;
}

/** A condition of the template, and what it has to be for a value to apply. */
export interface Assumption {
  readonly condition: string;
  readonly holds: boolean;
}

/** One resource as CloudFormation names it. `properties` is what stands under `Properties`, of any shape. */
export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: unknown;
  /** JSON pointer to where it is written. Default: `/Resources/<logicalId>`. */
  readonly pointer?: string;
  /** Under which conditions it exists. Default: always. */
  readonly when?: readonly Assumption[];
}

/** A spot in a resource at which the rule has something to say. */
export interface Spot {
  readonly ruleId: string;
  readonly severity: RuleMeta['severity'];
  readonly logicalId: string;
  readonly resourceType: string;
  /** JSON pointer (RFC 6901) from the root of the template, e.g. `/Resources/Sg/Properties/SecurityGroupEgress/0/IpProtocol`. */
  readonly path: string;
  /** In a template: where the `IpProtocol` key of the value is written, 1-based. */
  readonly line?: number;
  readonly column?: number;
  /** Under which conditions of the template it applies, e.g. `IsProd and not IsDev`; absent: always. */
  readonly condition?: string;
  /** One line: what, and where. */
  readonly message: string;
  /** One line: what to do. */
  readonly remediation: string;
}

/** A value that violates the rule. */
export interface Finding extends Spot {
  /** The value as written: `-1`, `"-1"`, `"all"`. */
  readonly value: unknown;
  /** Where the traffic may go, e.g. `0.0.0.0/0`; an intrinsic as JSON; null where the entry names none. */
  readonly destination: string | null;
}

/** A value that the rule cannot decide on. */
export interface Undetermined extends Spot {
  readonly reason: string;
}

/** What a rule says of a resource or a template. Both lists empty: compliant. */
export interface Evaluation {
  readonly findings: readonly Finding[];
  readonly undetermined: readonly Undetermined[];
}

export interface RuleSettings {
  /** `-1` only to `127.0.0.1/32` or `::1/128`, the documented way to leave a group without egress, complies. Default: false. */
  readonly allowLoopbackOnly?: boolean;
}

import type { JsonObject, Place, Resolve } from './value/index.ts';

/** What stands for a rule in reports, SARIF, logs and documentation; no behaviour. */
export interface RuleMeta {
  readonly id: string;
  /** The ids under which the rule's publisher knows it, newest last. */
  readonly publisherIds: readonly string[];
  /** The list of rules that its publisher has it in. */
  readonly standard: string;
  readonly title: string;
  /** What is wrong in two words, for a list. */
  readonly label: string;
  readonly description: string;
  /** What holds where the rule finds nothing, as a sentence. */
  readonly compliance: string;
  readonly severity: 'Low' | 'Medium' | 'High';
  readonly category: string;
  readonly platform: 'CloudFormation';
  /** Whether the rule applies where nobody says which rules do. */
  readonly isDefault: boolean;
  readonly resourceTypes: readonly string[];
  /** The rule's own page first, then the provider's reference. */
  readonly documentation: readonly [string, ...string[]];
  /** What a developer does about a finding, in one line. */
  readonly remediation: string;
}

/** What somebody reads who is new to a rule: `guide`, exported by the file of the rule. */
export interface RuleGuide {
  /** What of a resource the rule reads. */
  readonly looksAt: string;
  /** Why the rule is there, in a few sentences. */
  readonly why: string;
  /** Templates in YAML, what each shows told by its key. */
  readonly fails: Readonly<Record<string, string>>;
  readonly passes: Readonly<Record<string, string>>;
  /** The fix in CDK, TypeScript. */
  readonly cdk: string;
  /** What the engine of AWS's Guard can ask of an egress entry, `entries` being the list of them: clauses of its language. */
  readonly guard?: readonly string[];
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
  /** The path of the CDK construct that made it, e.g. `Net/Web`, where the template tells. */
  readonly construct?: string;
}

/** A spot in a resource at which a rule has something to say. */
export interface Location {
  readonly ruleId: string;
  readonly severity: RuleMeta['severity'];
  readonly logicalId: string;
  readonly resourceType: string;
  /** The path of the CDK construct that made the resource, where the template tells. */
  readonly construct?: string;
  /** JSON pointer (RFC 6901) from the root of the template, e.g. `/Resources/Sg/Properties/SecurityGroupEgress/0/IpProtocol`. */
  readonly path: string;
  /** JSON pointer to the key that is marked for a reader, whatever function its value is. */
  readonly mark: string;
  /** Where it cannot be decided: the parameter of the template whose value would do that. */
  readonly parameter?: string;
  /** In a template: where the marked key is written, 1-based. */
  readonly line?: number;
  readonly column?: number;
  /** Under which conditions of the template it applies, e.g. `IsProd and not IsDev`; absent: always. */
  readonly condition?: string | undefined;
  /** One line: what, and where. */
  readonly message: string;
  /** One line: what to do. */
  readonly remediation: string;
}

/** Where a value comes from that is not written in its place. */
export interface ValueSource {
  /** A value given to a parameter, its default, one that it allows, or a mapping. */
  readonly kind: 'given' | 'default' | 'allowed' | 'mapping';
  readonly name: string;
}

/** Where traffic may go. */
export interface Destination {
  /** The property that names it, e.g. `CidrIp`. */
  readonly kind: string;
  /** As it is written: a text of any length, or a function. */
  readonly value: unknown;
}

/** A value that violates the rule. */
export interface Finding extends Location {
  /** The value as written: `-1`, `"-1"`, `"all"`; null where the fault is that there is none. */
  readonly value: unknown;
  /** Where the value comes from; empty: it is written in its place. */
  readonly sources: readonly ValueSource[];
  /** Empty where the entry names none. */
  readonly destinations: readonly Destination[];
  /** The egress entry that it is in, as it is written, where naming ports mends it; empty where there is none yet. */
  readonly entry?: JsonObject | undefined;
  /** What makes it the same before and after an update, beside the rule and the resource: values as they are written. */
  readonly identity: readonly unknown[];
}

/** A value that the rule cannot decide on. */
export interface Undetermined extends Location {
  readonly reason: string;
}

/** What is to be known of a resource although it violates nothing. */
export type Note = Location;

/** What a rule says of a resource. All lists empty: compliant. */
export interface Verdicts {
  readonly findings: readonly Finding[];
  readonly undetermined: readonly Undetermined[];
  readonly notes: readonly Note[];
}

/** A rule that threw on a resource, so that nothing is known of the one by the other. */
export interface RuleFault {
  readonly ruleId: string;
  readonly logicalId: string;
  readonly resourceType: string;
  readonly error: unknown;
}

/** What the rules say of a resource or a template. */
export interface Evaluation extends Verdicts {
  readonly faults: readonly RuleFault[];
}

export interface RuleSettings {
  /** Ids of the rules that apply. Default: those that do where nobody says which. */
  readonly rules?: readonly string[] | undefined;
  /** `-1` only to `127.0.0.1/32` or `::1/128`, the documented way to leave a group without egress, complies. Default: false. */
  readonly allowLoopbackOnly?: boolean;
  /** A group has to name its egress itself; what other resources add does not count. Default: false. */
  readonly requireInlineEgress?: boolean;
}

/** What a rule may look at besides the resource. */
export interface RuleContext {
  /** Tells what values a place in the resource can take. */
  readonly resolve: Resolve;
  readonly settings: RuleSettings;
  /** CloudFormation has resolved the properties: what they lack will not come. */
  readonly isResolved: boolean;
  /**
   * What is left of cases where no egress resource of the template names a group; undefined where the resources are not
   * known, or not all: the resource hook sees one resource, and a macro may add some.
   */
  readonly withoutEgress: (group: Resource, cases: readonly Place[]) => readonly Place[] | undefined;
}

/** A rule: pure, and the same for resolved properties and for templates. */
export interface Rule {
  readonly meta: RuleMeta;
  readonly check: (resource: Resource, context: RuleContext) => Verdicts;
  /** What is to be known of a resource although the rule is off; absent: nothing. */
  readonly remark?: (resource: Resource, context: RuleContext) => readonly Note[];
}

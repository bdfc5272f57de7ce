import { labelOf, locationOf, propertiesOf } from '../../location.ts';
import type { Resource, RuleContext, RuleMeta, Undetermined, ValueSource, Verdicts } from '../../rule.ts';
import {
  childPlace,
  holdsNoFunction,
  isObject,
  type JsonObject,
  own,
  type Place,
  type Possibility,
  present,
  printable,
  type Resolve,
} from '../../value/index.ts';
import { DESTINATION_KINDS } from './destination.ts';

export const SECURITY_GROUP = 'AWS::EC2::SecurityGroup';

export const SECURITY_GROUP_EGRESS = 'AWS::EC2::SecurityGroupEgress';

/** What the rules on egress have in common. */
export const EGRESS_META = {
  severity: 'Medium',
  category: 'Networking and Firewall',
  platform: 'CloudFormation',
} as const;

/** The pages of the provider on both types, less their last part. */
export const REFERENCE =
  'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup';

/** What leaves a group without egress in effect. */
export const NO_EGRESS = 'only icmp, ports 252 and 86, to 255.255.255.255/32.';

/** How to write what a rule shall decide on. */
export const LITERALLY = 'as literals, or as parameters and mappings that resolve to them.';

export const KNOWN_LATER = 'its value is resolved only when the resource is provisioned';

/** An egress entry, as one of all that it can be. */
export interface EgressEntry {
  readonly resource: Resource;
  readonly place: Possibility;
  readonly value: JsonObject;
}

/** What a rule says of what it cannot decide on. */
export interface Doubt {
  /** Why, where the place itself does not say. */
  readonly reason: string;
  /** How to write it such that it can be decided. */
  readonly remediation: string;
  /** JSON pointer to the key to mark. Default: the place. */
  readonly mark?: string;
}

/** What a rule about egress entries is asked with. */
interface EntryRule {
  readonly meta: RuleMeta;
  /** How to write an entry such that the rule can decide on it. */
  readonly makeKnown: string;
  /** Whether an entry of resolved values complies, which nearly every one does. Absent: that takes all of `check`. */
  readonly complies?: (entry: JsonObject) => boolean;
  readonly check: (entry: EgressEntry) => Pick<Verdicts, 'findings' | 'undetermined'>;
}

/** Finds out what a rule says of the egress of a resource, entry by entry; what is no entry, no rule can decide on. */
export function checkEntries(rule: EntryRule, resource: Resource, { resolve, isResolved }: RuleContext): Verdicts {
  const complies = isResolved ? rule.complies : undefined;
  if (complies !== undefined && writtenEntries(resource)?.every((entry) => holdsNoFunction(entry) && complies(entry)))
    return { findings: [], undetermined: [], notes: [] };
  const doubt: Doubt = { reason: NOT_AN_ENTRY, remediation: rule.makeKnown };
  const results = egressEntries(resource, resolve, complies).map((place) =>
    place.unknown === undefined && isObject(place.value)
      ? rule.check({ resource, place, value: place.value })
      : { findings: [], undetermined: [undeterminedAt(rule.meta, resource, place, doubt)] },
  );
  return {
    findings: results.flatMap(({ findings }) => findings),
    undetermined: results.flatMap(({ undetermined }) => undetermined),
    notes: [],
  };
}

/** The entries of a group in whose properties nothing has to be resolved to know them; of others, and other types, undefined. */
export function writtenEntries({ type, properties }: Resource): readonly unknown[] | undefined {
  const list = type === SECURITY_GROUP && holdsNoFunction(properties) ? own(properties, EGRESS) : undefined;
  return Array.isArray(list) ? list : undefined;
}

/** The values of which one is that of the egress property of a group; absent is one of them. */
export function egressLists(group: Resource, resolve: Resolve): readonly Possibility[] {
  return resolve(propertiesOf(group)).flatMap((properties) => {
    if (properties.unknown !== undefined || properties.isAbsent) return [properties];
    if (!isObject(properties.value)) return [{ ...properties, unknown: NOT_AN_ENTRY }];
    return resolve(childPlace(properties, EGRESS, own(properties.value, EGRESS)));
  });
}

/** What makes an entry the same before and after an update: its group, and where it leads. `others`: what else the rule minds. */
export function identityOf({ resource, value }: EgressEntry, others: readonly string[] = []): readonly unknown[] {
  return [...groupIdentity(resource), ...[...DESTINATION_KINDS, ...others].map((key) => own(value, key))];
}

/** What makes a group the same: a change of any of it makes a new group, which stood nowhere before. */
export function groupIdentity(resource: Resource): readonly unknown[] {
  const properties = isObject(resource.properties) ? resource.properties : {};
  return [propertiesOf(resource).pointer, ...GROUP.map((key) => own(properties, key))];
}

/** The value of one key of an entry, as all that it can be, with all that it comes from. */
export function valuesIn({ place, value }: EgressEntry, key: string, resolve: Resolve): readonly Possibility[] {
  return resolve(childPlace(place, key, own(value, key))).map((found) => withSources(found, place.sources));
}

/**
 * The protocols of an entry. No honest template lacks one: where nothing more will come, or null stands there, or the
 * entry stands for a whole list, it is unknown.
 */
export function protocolsOf(entry: EgressEntry, { resolve, isResolved }: RuleContext): readonly Possibility[] {
  const isLacking = isResolved || own(entry.value, PROTOCOL) === null || isForList(entry);
  return valuesIn(entry, PROTOCOL, resolve).flatMap((protocol) => {
    const { isAbsent, ...lacking } = protocol;
    if (isAbsent !== true) return [protocol];
    return isLacking ? [{ ...lacking, unknown: NO_PROTOCOL }] : [];
  });
}

/** Names an entry by the resource and its place in it. */
export function entryLabel({ resource, place }: Pick<EgressEntry, 'resource' | 'place'>, at: Place = place): string {
  return labelOf(resource, { pointer: at.pointer.replace(/\/IpProtocol$/, '') });
}

/** What to do about an entry; in CDK there is none to edit, but the group. */
export function remediationFor({ resource: { type, construct } }: EgressEntry, remediation: string): string {
  return construct === undefined || type !== SECURITY_GROUP
    ? remediation
    : `${remediation} In CDK: allowAllOutbound: false on ${printable(construct, 100)}, and addEgressRule for what it needs.`;
}

/** Says of a place that nobody can tell what it opens. */
export function undeterminedAt(
  meta: RuleMeta,
  resource: Resource,
  place: Possibility,
  { reason, remediation, mark }: Doubt,
): Undetermined {
  const why = place.unknown ?? reason;
  return {
    ...locationOf(meta, resource, place, mark),
    reason: why,
    ...(place.parameter !== undefined && { parameter: place.parameter }),
    message: `${entryLabel({ resource, place })} cannot be decided: ${why}.`,
    remediation,
  };
}

const NOT_AN_ENTRY = 'an egress entry must be an object';

/** Every egress entry of a resource, each as all that it can be; a single object stands for a list of one. */
function egressEntries(resource: Resource, resolve: Resolve, complies: EntryRule['complies']): readonly Possibility[] {
  return present(
    resource.type === SECURITY_GROUP_EGRESS
      ? resolve(propertiesOf(resource))
      : egressLists(resource, resolve).flatMap((list) => entriesIn(list, resolve, complies)),
  );
}

/** The entries of a list but those that comply as they stand there: a list may hold a thousand of them. */
const entriesIn = (list: Possibility, resolve: Resolve, complies: EntryRule['complies']): readonly Possibility[] => {
  if (list.unknown !== undefined || !Array.isArray(list.value)) return [list];
  const entries: Possibility[] = [];
  list.value.forEach((entry, index) => {
    if (complies !== undefined && holdsNoFunction(entry) && complies(entry)) return;
    entries.push(...entryAt(childPlace(list, index, entry), list.sources, resolve));
  });
  return entries;
};

/** A null is no entry that is absent: CloudFormation refuses it, so something else is there. */
const entryAt = (place: Place, sources: Possibility['sources'], resolve: Resolve): readonly Possibility[] =>
  place.value === null
    ? [{ ...place, unknown: NOT_AN_ENTRY }]
    : resolve(place).map((found) => withSources(found, sources));

const withSources = (place: Possibility, sources: readonly ValueSource[] = []): Possibility =>
  sources.length === 0 ? place : { ...place, sources: [...sources, ...(place.sources ?? [])] };

/** What tells one group from another: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html */
const GROUP = ['GroupName', 'GroupDescription', 'VpcId', 'GroupId'];

const EGRESS = 'SecurityGroupEgress';

const PROTOCOL = 'IpProtocol';

const NO_PROTOCOL = 'it names no IpProtocol';

const isForList = ({ resource, place }: EgressEntry): boolean =>
  resource.type === SECURITY_GROUP && place.pointer.endsWith(`/${EGRESS}`);

import {
  childPlace,
  isObject,
  type JsonObject,
  own,
  type Place,
  type Possibility,
  present,
  type Resolve,
} from '../../place.ts';
import type { Resource, RuleContext, RuleMeta, Undetermined, ValueSource, Verdicts } from '../../rule.ts';
import { labelOf, propertiesOf, spotOf } from '../../spot.ts';

export const SECURITY_GROUP = 'AWS::EC2::SecurityGroup';
export const SECURITY_GROUP_EGRESS = 'AWS::EC2::SecurityGroupEgress';

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

/**
 * Finds out what a rule says of the egress of a resource, entry by entry; what is no entry, no rule can decide on.
 * `makeKnown`: how to write an entry such that the rule can.
 */
export function checkEntries(
  { meta, makeKnown }: { readonly meta: RuleMeta; readonly makeKnown: string },
  resource: Resource,
  { resolve }: RuleContext,
  check: (entry: EgressEntry) => Pick<Verdicts, 'findings' | 'undetermined'>,
): Verdicts {
  const doubt: Doubt = { reason: NOT_AN_ENTRY, remediation: makeKnown };
  const results = egressEntries(resource, resolve).map((place) =>
    place.unknown === undefined && isObject(place.value)
      ? check({ resource, place, value: place.value })
      : { findings: [], undetermined: [undeterminedAt(meta, resource, place, doubt)] },
  );
  return {
    findings: results.flatMap(({ findings }) => findings),
    undetermined: results.flatMap(({ undetermined }) => undetermined),
    notes: [],
  };
}

/** Every egress entry of a resource, each as all that it can be; a single object stands for a list of one. */
export function egressEntries(resource: Resource, resolve: Resolve): readonly Possibility[] {
  return present(resource.type === SECURITY_GROUP_EGRESS ? resolve(propertiesOf(resource)) : allOf(resource, resolve));
}

/** The values of which one is that of the egress property of a group; absent is one of them. */
export function egressLists(group: Resource, resolve: Resolve): readonly Possibility[] {
  return resolve(propertiesOf(group)).flatMap((properties) => {
    if (properties.unknown !== undefined || properties.isAbsent) return [properties];
    if (!isObject(properties.value)) return [{ ...properties, unknown: NOT_AN_ENTRY }];
    return resolve(childPlace(properties, 'SecurityGroupEgress', own(properties.value, 'SecurityGroupEgress')));
  });
}

/** All that an entry is known for, with what makes it another entry or an entry of another group. */
export function identityOf({ resource, value }: EgressEntry): readonly unknown[] {
  // Another network is another group, of the same name.
  const network = isObject(resource.properties) ? own(resource.properties, 'VpcId') : undefined;
  return [propertiesOf(resource).pointer, ...IDENTITY.map((key) => own(value, key)), network];
}

/** The value of one key of an entry, as all that it can be, with all that it comes from. */
export function valuesIn({ place, value }: EgressEntry, key: string, resolve: Resolve): readonly Possibility[] {
  return resolve(childPlace(place, key, own(value, key))).map((found) => withSources(found, place.sources));
}

/** Names an entry by the resource and its place in it. */
export function entryLabel({ resource, place }: EgressEntry, at: Place = place): string {
  return labelOf(resource, { pointer: at.pointer.replace(/\/IpProtocol$/, '') });
}

/** Says of a place that nobody can tell what it opens. */
export function undeterminedAt(
  meta: RuleMeta,
  resource: Resource,
  place: Possibility,
  { reason, remediation, mark }: Doubt,
): Undetermined {
  const why = place.unknown ?? reason;
  const label = labelOf(resource, { pointer: place.pointer.replace(/\/IpProtocol$/, '') });
  return {
    ...spotOf(meta, resource, place, mark),
    reason: why,
    message: `${label} cannot be decided: ${why}.`,
    remediation,
  };
}

const NOT_AN_ENTRY = 'an egress entry must be an object';

/** What tells one entry from another in the same group. */
const IDENTITY = [
  'CidrIp',
  'CidrIpv6',
  'DestinationPrefixListId',
  'DestinationSecurityGroupId',
  'FromPort',
  'ToPort',
  'GroupId',
];

const withSources = (place: Possibility, sources: readonly ValueSource[] = []): Possibility =>
  sources.length === 0 ? place : { ...place, sources: [...sources, ...(place.sources ?? [])] };

const entriesIn = (list: Possibility, resolve: Resolve): readonly Possibility[] =>
  list.unknown === undefined && Array.isArray(list.value)
    ? list.value.flatMap((entry, index) =>
        resolve(childPlace(list, index, entry)).map((place) => withSources(place, list.sources)),
      )
    : [list];

const allOf = (group: Resource, resolve: Resolve): readonly Possibility[] =>
  egressLists(group, resolve).flatMap((list) => entriesIn(list, resolve));

import type { Assumption, Location, Resource, RuleMeta } from './rule.ts';
import { cut, escapePointer, type Place, pointerKeys, printable } from './value/index.ts';

/** The properties of a resource as the place that everything else is reached from. */
export function propertiesOf({ logicalId, properties, pointer, when = [] }: Resource): Place {
  return {
    value: properties,
    pointer: `${pointer ?? `/Resources/${escapePointer(logicalId)}`}/Properties`,
    when,
  };
}

/** What every rule says of where something stands; `mark` is the place of the key to show, by default the place itself. */
export function locationOf(
  { id, severity }: RuleMeta,
  resource: Resource,
  place: Place,
  mark = place.pointer,
): Omit<Location, 'message' | 'remediation'> {
  const condition = conditionText(place.when);
  return {
    ruleId: id,
    severity,
    logicalId: resource.logicalId,
    resourceType: resource.type,
    ...(resource.construct !== undefined && { construct: cut(resource.construct, MAX_CONSTRUCT) }),
    path: place.pointer,
    mark,
    ...(condition !== undefined && { condition }),
  };
}

/** Longer than any path that CDK makes of names. */
const MAX_CONSTRUCT = 1000;

/** What is assumed, e.g. `IsProd and not IsDev`; undefined where that is nothing. */
export function conditionText(when: readonly Assumption[]): string | undefined {
  if (when.length === 0) return undefined;
  return when.map(({ condition, holds }) => (holds ? condition : `not ${condition}`)).join(' and ');
}

/** Both of two conditions; undefined where there is none. */
export function joinConditions(outer: string | undefined, inner: string | undefined): string | undefined {
  return outer === undefined || inner === undefined ? (outer ?? inner) : `${outer} and ${inner}`;
}

/** The same spot, where it applies under either of two conditions: always, where they leave nothing out. */
export function underEither<T extends Pick<Location, 'condition'>>(spot: T, other: Pick<Location, 'condition'>): T {
  return { ...spot, condition: eitherCondition(spot.condition, other.condition) };
}

/**
 * `/Resources/Sg/Properties/SecurityGroupEgress/1` -> `Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[1]`; of a CDK
 * construct, `Sg1A2B3C4D (Shop/Sg, AWS::EC2::SecurityGroup) ...`.
 */
export function labelOf(resource: Resource, { pointer }: Pick<Place, 'pointer'>): string {
  const keys = pointerKeys(pointer.slice(propertiesOf(resource).pointer.length));
  const path = keys.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`)).join('');
  const { logicalId, type, construct } = resource;
  const made = construct === undefined ? '' : `${printable(construct, 100)}, `;
  return `${printable(logicalId)} (${made}${type}) ${printable(path.replace(/^\./, ''), 60)}`.trimEnd();
}

const eitherCondition = (one: string | undefined, other: string | undefined): string | undefined => {
  if (one === undefined || other === undefined || `not ${one}` === other || one === `not ${other}`) return undefined;
  return one.split(' or ').includes(other) ? one : `${one} or ${other}`;
};

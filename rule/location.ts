import type { Assumption, Resource, RuleMeta, Spot } from './rule.ts';
import { escapePointer, type Place, pointerKeys } from './value/place.ts';
import { printable } from './value/text.ts';

/** The properties of a resource as the place that everything else is reached from. */
export function propertiesOf({ logicalId, properties, pointer, when = [] }: Resource): Place {
  return {
    value: properties,
    pointer: `${pointer ?? `/Resources/${escapePointer(logicalId)}`}/Properties`,
    when,
  };
}

/** What every rule says of where something stands; `mark` is the place of the key to show, by default the place itself. */
export function spotOf(
  { id, severity }: RuleMeta,
  resource: Resource,
  place: Place,
  mark = place.pointer,
): Omit<Spot, 'message' | 'remediation'> {
  return {
    ruleId: id,
    severity,
    logicalId: resource.logicalId,
    resourceType: resource.type,
    path: place.pointer,
    mark,
    ...(place.when.length > 0 && { condition: conditionText(place.when) }),
  };
}

/** `/Resources/Sg/Properties/SecurityGroupEgress/1` -> `Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[1]`. */
export function labelOf(resource: Resource, { pointer }: Pick<Place, 'pointer'>): string {
  const keys = pointerKeys(pointer.slice(propertiesOf(resource).pointer.length));
  const path = keys.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`)).join('');
  return `${printable(resource.logicalId)} (${resource.type}) ${printable(path.replace(/^\./, ''), 60)}`.trimEnd();
}

const conditionText = (when: readonly Assumption[]): string =>
  when.map(({ condition, holds }) => (holds ? condition : `not ${condition}`)).join(' and ');

import { type Place, pointerKeys } from './place.ts';
import type { Assumption, Resource, RuleMeta, Spot } from './rule.ts';
import { propertiesOf } from './rules/security-group/entry.ts';
import { printable } from './text.ts';

const conditionText = (when: readonly Assumption[]): string =>
  when.map(({ condition, holds }) => (holds ? condition : `not ${condition}`)).join(' and ');

/** What every finding says of where it stands. */
export const spotOf = (rule: RuleMeta, resource: Resource, place: Place): Omit<Spot, 'message' | 'remediation'> => ({
  ruleId: rule.id,
  severity: rule.severity,
  logicalId: resource.logicalId,
  resourceType: resource.type,
  path: place.pointer,
  ...(place.when.length > 0 && { condition: conditionText(place.when) }),
});

/** `/Resources/Sg/Properties/SecurityGroupEgress/1/IpProtocol` -> `Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[1]`. */
export const labelOf = (resource: Resource, { pointer }: Place): string => {
  const keys = pointerKeys(pointer.slice(propertiesOf(resource).pointer.length));
  if (keys.at(-1) === 'IpProtocol') keys.pop();
  const path = keys.map((key) => (/^\d+$/.test(key) ? `[${key}]` : `.${key}`)).join('');
  return `${printable(resource.logicalId)} (${resource.type}) ${printable(path.replace(/^\./, ''), 60)}`.trimEnd();
};

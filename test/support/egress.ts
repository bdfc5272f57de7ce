import { evaluateResource, type Location, type Resource, type RuleSettings } from '../../rule/library.ts';
import { asStrings } from './as-strings.ts';

/** A security group `Sg` whose `SecurityGroupEgress` is the given value. */
export const group = (egress: unknown, logicalId = 'Sg'): Resource => ({
  logicalId,
  type: 'AWS::EC2::SecurityGroup',
  properties: { GroupDescription: 'app', SecurityGroupEgress: egress },
});

/** A standalone egress resource `Out` of the given properties. */
export const standalone = (properties: unknown, logicalId = 'Out'): Resource => ({
  logicalId,
  type: 'AWS::EC2::SecurityGroupEgress',
  properties,
});

/** A resource as it is and as CloudFormation may send it, its numbers and booleans as strings: both mean the same. */
export const bothForms = (resource: Resource): readonly Resource[] => [
  resource,
  { ...resource, properties: asStrings(resource.properties) },
];

/** Where something was said, and what. */
export type Said = readonly [path: string, message: string];

const told = (spots: readonly Location[]): Said[] => spots.map(({ path, message }) => [path, message]);

/** All that the rule says of a resource, as paths and whole messages. */
export const judge = (resource: Resource, settings?: RuleSettings): { findings: Said[]; undetermined: Said[] } => {
  const { findings, undetermined } = evaluateResource(resource, settings);
  return { findings: told(findings), undetermined: told(undetermined) };
};

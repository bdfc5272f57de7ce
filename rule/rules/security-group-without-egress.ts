import { childPlace, isObject, own, type Resolve } from '../place.ts';
import type { Finding, Resource, RuleMeta } from '../rule.ts';
import { labelOf, spotOf } from '../spot.ts';
import { egressEntries, propertiesOf, SECURITY_GROUP, SECURITY_GROUP_EGRESS } from './security-group/entry.ts';

export const securityGroupWithoutEgress: RuleMeta = {
  id: 'security_group_without_egress',
  publisherIds: [],
  title: 'Security group without egress',
  label: 'no egress',
  description:
    'A security group that names no egress gets the rule of EC2, which allows all protocols to every destination.',
  severity: 'Medium',
  category: 'Networking and Firewall',
  platform: 'CloudFormation',
  resourceTypes: [SECURITY_GROUP],
  documentation: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html',
  ],
  remediation:
    'Name the egress it needs, e.g. tcp 443; for none at all, only icmp, ports 252 and 86, to 255.255.255.255/32.',
};

const NAMING = new Set(['Ref', 'Fn::GetAtt', 'Fn::Sub']);

/** The group that `!Ref Sg`, `!GetAtt Sg.GroupId` and `!Sub "${Sg.GroupId}"` name: Sg. */
const groupOf = (argument: unknown): string => {
  const [name] = [argument].flat();
  return (
    String(name)
      .replace(/^\$\{|\}$/g, '')
      .split('.')[0] ?? ''
  );
};

/** The groups that a `GroupId` names, also in the branches of a condition. */
const groupsIn = (value: unknown): string[] => {
  if (Array.isArray(value)) return value.flatMap(groupsIn);
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, argument]) => (NAMING.has(key) ? groupOf(argument) : groupsIn(argument)));
};

/** The groups that get egress from resources beside them. */
const groupsWithEgress = (resources: readonly Resource[]): ReadonlySet<string> =>
  new Set(
    resources
      .filter(({ type }) => type === SECURITY_GROUP_EGRESS)
      .flatMap(({ properties }) => (isObject(properties) ? groupsIn(own(properties, 'GroupId')) : [])),
  );

const findingAt = (group: Resource): Finding => {
  const place = childPlace(propertiesOf(group), 'SecurityGroupEgress', undefined);
  return {
    ...spotOf(securityGroupWithoutEgress, group, place),
    value: null,
    destination: null,
    message: `${labelOf(group, propertiesOf(group))} names no egress, so EC2 allows all protocols to every destination.`,
    remediation: securityGroupWithoutEgress.remediation,
  };
};

/** Finds the groups of a template that name no egress, in themselves or in a resource beside them. */
export const checkWithoutEgress = (resources: readonly Resource[], resolve: Resolve): Finding[] => {
  const named = groupsWithEgress(resources);
  return resources
    .filter(({ type, logicalId }) => type === SECURITY_GROUP && !named.has(logicalId))
    .filter((group) => egressEntries(group, resolve).length === 0)
    .map(findingAt);
};

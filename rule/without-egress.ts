import { egressEntries, propertiesOf, SECURITY_GROUP, SECURITY_GROUP_EGRESS } from './egress-entry.ts';
import { childPlace, isObject, own, type Resolve } from './place.ts';
import type { Finding, Resource, RuleMeta } from './rule.ts';
import { labelOf, spotOf } from './spot.ts';

export const securityGroupWithoutEgress: RuleMeta = {
  id: 'security_group_without_egress',
  publisherIds: [],
  title: 'Security group without egress',
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

/** The group that `!Ref Sg`, `!GetAtt Sg.GroupId` and `!Sub "${Sg.GroupId}"` name: Sg. */
const groupIn = (value: unknown): string | undefined => {
  if (!isObject(value)) return undefined;
  const [argument] = [own(value, 'Ref') ?? own(value, 'Fn::GetAtt') ?? own(value, 'Fn::Sub')].flat();
  return typeof argument === 'string' ? argument.replace(/^\$\{|\}$/g, '').split('.')[0] : undefined;
};

/** The groups that get egress from resources beside them. */
const groupsWithEgress = (resources: readonly Resource[]): ReadonlySet<string | undefined> =>
  new Set(
    resources
      .filter(({ type }) => type === SECURITY_GROUP_EGRESS)
      .map(({ properties }) => (isObject(properties) ? groupIn(own(properties, 'GroupId')) : undefined)),
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

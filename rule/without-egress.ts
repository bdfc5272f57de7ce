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

/** `!Ref Sg`, `!GetAtt Sg.GroupId` and `!Sub "${Sg.GroupId}"` name the group Sg. */
const namesGroup = (value: unknown, logicalId: string): boolean => {
  if (!isObject(value)) return false;
  const [argument] = [own(value, 'Ref') ?? own(value, 'Fn::GetAtt') ?? own(value, 'Fn::Sub')].flat();
  return typeof argument === 'string' && argument.replace(/^\$\{|\}$/g, '').split('.')[0] === logicalId;
};

const hasOwnEgress = (group: Resource, resources: readonly Resource[]): boolean =>
  resources.some(
    ({ type, properties }) =>
      type === SECURITY_GROUP_EGRESS && isObject(properties) && namesGroup(own(properties, 'GroupId'), group.logicalId),
  );

/** Finds the groups of a template that name no egress, in themselves or in a resource beside them. */
export const checkWithoutEgress = (resources: readonly Resource[], resolve: Resolve): Finding[] =>
  resources
    .filter(({ type }) => type === SECURITY_GROUP)
    .filter((group) => egressEntries(group, resolve).length === 0 && !hasOwnEgress(group, resources))
    .map((group) => {
      const place = childPlace(propertiesOf(group), 'SecurityGroupEgress', undefined);
      const message = `${labelOf(group, propertiesOf(group))} names no egress, so EC2 allows all protocols to every destination.`;
      const { remediation } = securityGroupWithoutEgress;
      return {
        ...spotOf(securityGroupWithoutEgress, group, place),
        value: null,
        destination: null,
        message,
        remediation,
      };
    });

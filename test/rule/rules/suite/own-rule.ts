import { labelOf, locationOf, propertiesOf } from '../../../../rule/location.ts';
import type { Finding, Rule, RuleMeta } from '../../../../rule/rule.ts';
import { childPlace, isObject, own } from '../../../../rule/value/place.ts';

const meta: RuleMeta = {
  id: 'security_group_ingress_from_everywhere',
  publisherIds: [],
  standard: 'Rules of our own',
  title: 'Security group ingress from everywhere',
  label: 'from everywhere',
  description: 'Ingress from 0.0.0.0/0 lets in whoever asks.',
  compliance: 'No security group ingress is open to everybody.',
  severity: 'High',
  category: 'Networking and Firewall',
  platform: 'CloudFormation',
  isDefault: true,
  resourceTypes: ['AWS::EC2::SecurityGroupIngress'],
  documentation: ['https://example.com/rules/ingress'],
  remediation: 'Name who may come in.',
};

/** A rule that is not of the product, on a type of resource that no other rule looks at. */
export const ownRule: Rule = {
  meta,
  check: (resource, { resolve }) => {
    const properties = isObject(resource.properties) ? resource.properties : {};
    const cidr = childPlace(propertiesOf(resource), 'CidrIp', own(properties, 'CidrIp'));
    const findings = resolve(cidr)
      .filter(({ value }) => value === '0.0.0.0/0')
      .map(
        (place): Finding => ({
          ...locationOf(meta, resource, place),
          value: place.value,
          sources: [],
          destinations: [],
          identity: [place.pointer],
          message: `${labelOf(resource, propertiesOf(resource))} lets everybody in.`,
          remediation: meta.remediation,
        }),
      );
    return { findings, undetermined: [], notes: [] };
  },
};

/** Throws on a resource that is described as broken; an error of ours, whose message may quote anything. */
export const throwingRule: Rule = {
  meta: { ...meta, id: 'security_group_broken', resourceTypes: ['AWS::EC2::SecurityGroup'], severity: 'Low' },
  check: ({ properties }) => {
    if (isObject(properties) && own(properties, 'GroupDescription') === 'broken') throw new TypeError('SECRET');
    return { findings: [], undetermined: [], notes: [] };
  },
};

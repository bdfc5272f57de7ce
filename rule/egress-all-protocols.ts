import { destinationsOf, egressEntries, isLoopback, SECURITY_GROUP, SECURITY_GROUP_EGRESS } from './egress-entry.ts';
import { type IpProtocol, readIpProtocol } from './ip-protocol.ts';
import { childPlace, isObject, type JsonObject, own, type Possibility, type Resolve } from './place.ts';
import type { Evaluation, Finding, Resource, RuleMeta, RuleSettings, Undetermined } from './rule.ts';
import { labelOf, spotOf } from './spot.ts';
import { printableValue } from './text.ts';

export const egressAllProtocols: RuleMeta = {
  id: 'security_group_egress_with_all_protocols',
  publisherIds: ['ee464fc2-54a6-4e22-b10a-c6dcd2474d0c', 'cloudformation-aws-security-group-egress-with-all-protocols'],
  title: 'Security group egress with all protocols',
  label: 'all protocols',
  description:
    'Egress that allows all protocols (IpProtocol -1) lets data, command-and-control traffic and lateral movement out unhindered.',
  severity: 'Medium',
  category: 'Networking and Firewall',
  platform: 'CloudFormation',
  resourceTypes: [SECURITY_GROUP, SECURITY_GROUP_EGRESS],
  documentation: [
    'https://docs.datadoghq.com/security/code_security/iac_security/iac_rules/cloudformation/aws/security_group_egress_with_all_protocols',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html',
  ],
  remediation: 'Name the protocol and ports it needs, e.g. tcp 443.',
};

/** So that what to do comes within the first 400 characters, whatever the entry names. */
const MAX_DESTINATION = 80;

const messages = {
  allows: (where: string, value: unknown, destination: string | null) =>
    `${where} allows all protocols (IpProtocol ${printableValue(value, 40).trim()})${destination === null ? '' : ` to ${destination}`}.`,
  open: (where: string, reason: string) => `${where} cannot be decided: ${reason}.`,
  notAnEntry: 'an egress entry must be an object',
  knownLater: 'its value is resolved only when the resource is provisioned',
  noEgress:
    'Name the protocol and ports it needs, or leave the group without egress: only icmp, ports 252 and 86, to 255.255.255.255/32.',
  makeKnown: 'Write the egress and its IpProtocol as literals, or as parameters and mappings that resolve to them.',
};

const finding = (resource: Resource, protocol: Possibility, entry: JsonObject): Finding => {
  const value = protocol.written ?? protocol.choices?.[0] ?? protocol.value;
  const destinations = destinationsOf(entry);
  const destination =
    destinations.map((value) => printableValue(value, MAX_DESTINATION / destinations.length)).join(', ') || null;
  return {
    ...spotOf(egressAllProtocols, resource, protocol),
    value,
    destination,
    message: messages.allows(labelOf(resource, protocol), value, destination),
    remediation: destinations.some(isLoopback) ? messages.noEgress : egressAllProtocols.remediation,
  };
};

/** A place of which the rule cannot tell what it opens. */
export const undeterminedAt = (resource: Resource, place: Possibility, reason: string): Undetermined => ({
  ...spotOf(egressAllProtocols, resource, place),
  reason: place.unknown ?? reason,
  message: messages.open(labelOf(resource, place), place.unknown ?? reason),
  remediation: messages.makeKnown,
});

const exempt = (entry: JsonObject, settings: RuleSettings): boolean => {
  const destinations = destinationsOf(entry);
  return settings.allowLoopbackOnly === true && destinations.length > 0 && destinations.every(isLoopback);
};

/** A value that is one of several is decided where they all come to the same. */
const verdictOf = ({ value, unknown, choices }: Possibility): IpProtocol => {
  if (unknown === undefined) return readIpProtocol(value);
  const [verdict = 'undetermined', ...others] = new Set(choices?.map(readIpProtocol));
  return others.length === 0 ? verdict : 'undetermined';
};

const checkProtocol =
  (resource: Resource, entry: JsonObject, settings: RuleSettings) =>
  (protocol: Possibility): Evaluation => {
    const verdict = verdictOf(protocol);
    const bad = verdict === 'all' && !exempt(entry, settings);
    return {
      findings: bad ? [finding(resource, protocol, entry)] : [],
      undetermined: verdict === 'undetermined' ? [undeterminedAt(resource, protocol, messages.knownLater)] : [],
    };
  };

const checkEntry = (
  resource: Resource,
  place: Possibility,
  resolve: Resolve,
  settings: RuleSettings,
): readonly Evaluation[] => {
  const { value: entry } = place;
  if (place.unknown !== undefined || !isObject(entry))
    return [{ findings: [], undetermined: [undeterminedAt(resource, place, messages.notAnEntry)] }];
  const protocols = resolve(childPlace(place, 'IpProtocol', own(entry, 'IpProtocol')));
  return protocols.map(checkProtocol(resource, entry, settings));
};

/** Whether the rule looks at resources of this type. */
export const isEgressType = (type: string): boolean => egressAllProtocols.resourceTypes.includes(type);

/** Applies the rule to one resource; `resolve` tells what values a place in it can take. */
export const checkEgress = (resource: Resource, resolve: Resolve, settings: RuleSettings): Evaluation => {
  const entries = isEgressType(resource.type) ? egressEntries(resource, resolve) : [];
  const results = entries.flatMap((entry) => checkEntry(resource, entry, resolve, settings));
  return {
    findings: results.flatMap((result) => result.findings),
    undetermined: results.flatMap((result) => result.undetermined),
  };
};

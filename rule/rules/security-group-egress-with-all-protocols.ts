import { destinationText, sourceText } from '../finding-text.ts';
import { locationOf } from '../location.ts';
import type { Destination, Finding, Rule, RuleContext, RuleGuide, RuleMeta } from '../rule.ts';
import { type JsonObject, own, type Possibility, standsForOther } from '../value/index.ts';
import {
  ask,
  checkEntries,
  type Doubt,
  destinationsOf,
  EGRESS_META,
  type EgressEntry,
  entryLabel,
  type IpProtocol,
  identityOf,
  isLoopback,
  KNOWN_LATER,
  LITERALLY,
  NO_EGRESS,
  protocolsOf,
  REFERENCE,
  readIpProtocol,
  remediationFor,
  SECURITY_GROUP,
  SECURITY_GROUP_EGRESS,
  shown,
  undeterminedAt,
  writtenValue,
} from './security-group/index.ts';

const meta: RuleMeta = {
  id: 'security_group_egress_with_all_protocols',
  publisherIds: ['ee464fc2-54a6-4e22-b10a-c6dcd2474d0c', 'cloudformation-aws-security-group-egress-with-all-protocols'],
  standard: 'Datadog IaC Security',
  title: 'Security group egress with all protocols',
  label: 'all protocols',
  description:
    'Egress that allows all protocols (IpProtocol -1) lets data, command-and-control traffic and lateral movement out unhindered.',
  compliance: 'No security group egress is open to all protocols.',
  ...EGRESS_META,
  isDefault: true,
  resourceTypes: [SECURITY_GROUP, SECURITY_GROUP_EGRESS],
  documentation: [
    'https://docs.datadoghq.com/security/code_security/iac_security/iac_rules/cloudformation/aws/security_group_egress_with_all_protocols',
    `${REFERENCE}egress.html`,
  ],
  remediation: 'Name the protocol and ports it needs, e.g. tcp 443.',
};

const MAKE_KNOWN = `Write the egress and its IpProtocol ${LITERALLY}`;

const leadsNowhere = ({ value }: EgressEntry): boolean => {
  const destinations = destinationsOf(value);
  return destinations.length > 0 && destinations.every(isLoopback);
};

/** A value that is one of several is decided where they all come to the same. */
const verdictOf = (protocol: Possibility): IpProtocol => {
  const verdict = ask(protocol, readIpProtocol);
  return verdict === 'open' ? 'undetermined' : verdict;
};

const findingAt = (entry: EgressEntry, protocol: Possibility): Finding => {
  const destinations = destinationsOf(entry.value);
  return {
    ...locationOf(meta, entry.resource, protocol, markOf(entry)),
    value: writtenValue(protocol),
    sources: protocol.sources ?? [],
    destinations,
    entry: entry.value,
    identity: identityOf(entry),
    message: messageAt(entry, protocol, destinations),
    remediation: remediationFor(entry, adviceOn(destinations)),
  };
};

const markOf = ({ place }: EgressEntry): string => `${place.pointer}/${PROTOCOL}`;

const PROTOCOL = 'IpProtocol';

const messageAt = (entry: EgressEntry, protocol: Possibility, destinations: readonly Destination[]): string => {
  const from = sourceText(protocol.sources ?? []);
  const to = destinationText(destinations, MAX_DESTINATION);
  const what = `${shown(protocol)}${from && `, ${from}`}`;
  return `${entryLabel(entry, protocol)} allows all protocols (${PROTOCOL} ${what})${to ? ` to ${to}` : ''}.`;
};

/** So that what to do comes within the first 400 characters, whatever the entry names. */
const MAX_DESTINATION = 80;

const adviceOn = (destinations: readonly Destination[]): string =>
  destinations.some(isLoopback)
    ? `Name the protocol and ports it needs, or leave the group without egress: ${NO_EGRESS}`
    : meta.remediation;

/** What is no reference will not come to be another value. */
const doubtIn = (entry: EgressEntry, { value }: Possibility): Doubt => ({
  reason:
    typeof value !== 'object' && !standsForOther(String(value))
      ? 'its IpProtocol is neither the name nor the number of a protocol'
      : KNOWN_LATER,
  remediation: MAKE_KNOWN,
  mark: markOf(entry),
});

const complies = (entry: JsonObject): boolean => {
  const protocol = own(entry, PROTOCOL);
  return protocol !== undefined && readIpProtocol(protocol) === 'named';
};

const checkEntry = (entry: EgressEntry, context: RuleContext) => {
  const protocols = protocolsOf(entry, context);
  const ofVerdict = (verdict: IpProtocol) => protocols.filter((protocol) => verdictOf(protocol) === verdict);
  const isExempt = context.settings.allowLoopbackOnly === true && leadsNowhere(entry);
  return {
    findings: isExempt ? [] : ofVerdict('all').map((protocol) => findingAt(entry, protocol)),
    undetermined: ofVerdict('undetermined').map((protocol) =>
      undeterminedAt(meta, entry.resource, protocol, doubtIn(entry, protocol)),
    ),
  };
};

/** An egress entry must not allow all protocols. */
export const securityGroupEgressWithAllProtocols: Rule = {
  meta,
  check: (resource, context) =>
    checkEntries(
      { meta, makeKnown: MAKE_KNOWN, complies, check: (entry) => checkEntry(entry, context) },
      resource,
      context,
    ),
};

/** What `egress-guard rules` explains with; no function that decides on deployments carries it. */
export const guide: RuleGuide = {
  looksAt: 'the `IpProtocol` of each entry in `SecurityGroupEgress`, and that of a standalone egress resource',
  why: 'Egress open to all protocols lets data, command-and-control traffic and lateral movement out unhindered. A group that names protocol and ports tells everybody what it is for, and stops what it is not for.',
  fails: {
    'an entry of a group': `Resources:
  AppSg:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: app
      SecurityGroupEgress:
        - IpProtocol: -1
          CidrIp: 0.0.0.0/0
`,
    'a resource of its own': `Resources:
  Out:
    Type: AWS::EC2::SecurityGroupEgress
    Properties:
      GroupId: sg-0123456789abcdef0
      IpProtocol: -1
      CidrIp: 0.0.0.0/0
`,
  },
  passes: {
    'protocol and port named': `Resources:
  AppSg:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: app
      SecurityGroupEgress:
        - IpProtocol: tcp
          FromPort: 443
          ToPort: 443
          CidrIp: 0.0.0.0/0
`,
  },
  cdk: `const group = new ec2.SecurityGroup(this, 'AppSg', { vpc, allowAllOutbound: false });
group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443));
`,
  guard: [
    '%entries[ IpProtocol is_string ] { IpProtocol != /(?i)^\\s*(-0*1(\\.0*)?|all)\\s*$/',
    '%entries[ IpProtocol is_int ] { IpProtocol != -1',
    '%entries[ IpProtocol is_float ] { IpProtocol != -1.0',
  ],
};

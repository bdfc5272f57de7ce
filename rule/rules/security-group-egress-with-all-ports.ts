import { sourceText } from '../finding-text.ts';
import { locationOf } from '../location.ts';
import type { Finding, Rule, RuleContext, RuleGuide, RuleMeta, Undetermined } from '../rule.ts';
import type { Possibility } from '../value/index.ts';
import {
  type Case,
  casesOf,
  checkEntries,
  destinationsOf,
  EGRESS_META,
  type EgressEntry,
  entryLabel,
  identityOf,
  isPortless,
  LITERALLY,
  openParts,
  REFERENCE,
  remediationFor,
  SECURITY_GROUP,
  SECURITY_GROUP_EGRESS,
  shown,
  undeterminedAt,
  writtenValue,
} from './security-group/index.ts';

const meta: RuleMeta = {
  id: 'security_group_egress_with_all_ports',
  publisherIds: [],
  standard: 'Egress Guard',
  title: 'Security group egress with all ports',
  label: 'all ports',
  description:
    'Egress to everywhere on all ports of TCP or UDP, or by a protocol for which EC2 ignores ports, is as open as all protocols.',
  compliance: 'No security group egress opens all ports to everywhere.',
  ...EGRESS_META,
  isDefault: false,
  resourceTypes: [SECURITY_GROUP, SECURITY_GROUP_EGRESS],
  documentation: [`${REFERENCE}egress.html`],
  remediation: 'Name the ports it needs, e.g. tcp 443.',
};

const MAKE_KNOWN = `Write protocol, ports and CIDR block ${LITERALLY}`;

const findingAt = (entry: EgressEntry, one: Case): Finding => {
  const { protocol, from, to, cidr } = one;
  const hasNoPorts = isPortless(one);
  const what = hasNoPorts
    ? `protocol ${shown(protocol)}, for which EC2 ignores ports`
    : `${shown(protocol)} ${shown(from)}-${shown(to)}`;
  const sources = [protocol, from, to, cidr].flatMap((part) => part.sources ?? []).slice(0, 1);
  const source = sources.length === 0 ? '' : `, ${sourceText(sources)}`;
  const at = hasNoPorts ? protocol : from;
  return {
    ...locationOf(meta, entry.resource, { ...at, when: to.when }, keyAt(entry, at)),
    value: writtenValue(at),
    sources,
    destinations: destinationsOf(entry.value),
    entry: hasNoPorts ? undefined : entry.value,
    identity: identityOf(entry, ['IpProtocol', 'FromPort', 'ToPort']),
    message: `${entryLabel(entry)} allows all ports (${what}${source}) to ${shown(cidr)}.`,
    remediation: remediationFor(entry, hasNoPorts ? 'Narrow the destination to whom it talks to.' : meta.remediation),
  };
};

/** The key of an entry at or below which a value stands. */
const keyAt = ({ place }: EgressEntry, { pointer }: Possibility): string => {
  const [key = ''] = pointer.slice(place.pointer.length + 1).split('/');
  return key === '' ? place.pointer : `${place.pointer}/${key}`;
};

/** The part to show is the one that leaves the answer open. */
const openAt = (entry: EgressEntry, one: Case): Undetermined => {
  const [part = one.protocol] = openParts(one);
  const { parameter } = part;
  const place = { ...entry.place, when: one.to.when, ...(parameter !== undefined && { parameter }) };
  const mark = keyAt(entry, part);
  return undeterminedAt(meta, entry.resource, place, {
    reason: part.unknown ?? 'its values are resolved only when the resource is provisioned',
    remediation: MAKE_KNOWN,
    mark,
  });
};

const checkPorts = (entry: EgressEntry, context: RuleContext) => {
  const cases = casesOf(entry, context);
  return {
    findings: cases.filter(({ verdict }) => verdict === 'yes').map((one) => findingAt(entry, one)),
    undetermined: cases.filter(({ verdict }) => verdict === 'open').map((one) => openAt(entry, one)),
  };
};

/** An egress entry to everywhere must not open all ports: the usual way round a ban on all protocols. */
export const securityGroupEgressWithAllPorts: Rule = {
  meta,
  check: (resource, context) =>
    checkEntries({ meta, makeKnown: MAKE_KNOWN, check: (entry) => checkPorts(entry, context) }, resource, context),
};

/** What `egress-guard rules` explains with; no function that decides on deployments carries it. */
export const guide: RuleGuide = {
  looksAt: 'protocol and ports of each egress entry that leads to `0.0.0.0/0` or `::/0`',
  why: 'Where all protocols are refused, all ports of TCP or UDP to everywhere are the usual way round, and as open. For protocols other than TCP, UDP and ICMP, EC2 ignores the ports that are given.',
  fails: {
    'all ports of TCP': `Resources:
  Out:
    Type: AWS::EC2::SecurityGroupEgress
    Properties:
      GroupId: sg-0123456789abcdef0
      IpProtocol: tcp
      FromPort: 0
      ToPort: 65535
      CidrIp: 0.0.0.0/0
`,
    'a protocol without ports': `Resources:
  Out:
    Type: AWS::EC2::SecurityGroupEgress
    Properties:
      GroupId: sg-0123456789abcdef0
      IpProtocol: "50"
      CidrIp: 0.0.0.0/0
`,
  },
  passes: {
    'one port to everywhere': `Resources:
  Out:
    Type: AWS::EC2::SecurityGroupEgress
    Properties:
      GroupId: sg-0123456789abcdef0
      IpProtocol: tcp
      FromPort: 443
      ToPort: 443
      CidrIp: 0.0.0.0/0
`,
    'all ports to a network of yours': `Resources:
  Out:
    Type: AWS::EC2::SecurityGroupEgress
    Properties:
      GroupId: sg-0123456789abcdef0
      IpProtocol: tcp
      FromPort: 0
      ToPort: 65535
      CidrIp: 10.0.0.0/8
`,
  },
  cdk: `const group = new ec2.SecurityGroup(this, 'AppSg', { vpc, allowAllOutbound: false });
group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443));
`,
};

import { readCidr } from '../cidr.ts';
import { readIpProtocol, standsForOther } from '../ip-protocol.ts';
import type { Possibility } from '../place.ts';
import type { Finding, Rule, RuleContext, RuleGuide, RuleMeta, Undetermined } from '../rule.ts';
import { spotOf } from '../spot.ts';
import { printableValue } from '../text.ts';
import { sourceText } from '../words.ts';
import { destinationsOf } from './security-group/destination.ts';
import {
  checkEntries,
  type EgressEntry,
  entryLabel,
  identityOf,
  protocolsOf,
  remediationFor,
  SECURITY_GROUP,
  SECURITY_GROUP_EGRESS,
  undeterminedAt,
  valuesIn,
} from './security-group/entry.ts';

const meta: RuleMeta = {
  id: 'security_group_egress_with_all_ports',
  publisherIds: [],
  standard: 'Egress Guard',
  title: 'Security group egress with all ports',
  label: 'all ports',
  description:
    'Egress to everywhere on all ports of TCP or UDP, or by a protocol for which EC2 ignores ports, is as open as all protocols.',
  compliance: 'No security group egress opens all ports to everywhere.',
  severity: 'Medium',
  category: 'Networking and Firewall',
  platform: 'CloudFormation',
  isDefault: false,
  resourceTypes: [SECURITY_GROUP, SECURITY_GROUP_EGRESS],
  documentation: [
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroupegress.html',
  ],
  remediation: 'Name the ports it needs, e.g. tcp 443.',
};

/** An egress entry to everywhere must not open all ports: the usual way round a ban on all protocols. */
export const securityGroupEgressWithAllPorts: Rule = {
  meta,
  check: (resource, context) =>
    checkEntries({ meta, makeKnown: MAKE_KNOWN }, resource, context, (entry) => {
      const cases = casesOf(entry, context);
      return {
        findings: cases.filter(({ verdict }) => verdict === 'yes').map((one) => findingAt(entry, one)),
        undetermined: cases.filter(({ verdict }) => verdict === 'open').map((one) => openAt(entry, one)),
      };
    }),
};

/** Whether something is so; `open`: that cannot be told. */
type Answer = 'yes' | 'no' | 'open';

/** One of the ways in which an entry may turn out. */
interface Case {
  readonly cidr: Possibility;
  readonly protocol: Possibility;
  readonly from: Possibility;
  readonly to: Possibility;
}

interface JudgedCase extends Case {
  readonly verdict: Answer;
}

/** More ways to combine the values of an entry are not told apart. */
const MAX_CASES = 64;

const CIDRS = ['CidrIp', 'CidrIpv6'];

const casesOf = (entry: EgressEntry, context: RuleContext): readonly JudgedCase[] =>
  CIDRS.flatMap((key) => combinationsOf(entry, [key, 'IpProtocol', 'FromPort', 'ToPort'], context))
    .flatMap(([cidr, protocol, from, to]) => (cidr && protocol && from && to ? [{ cidr, protocol, from, to }] : []))
    .map((one) => ({ ...one, verdict: allOf([isWorld(one.cidr), portsOpenedBy(one)]) }));

/** Whether a value of a key may be part of a violation: no other is combined with those of the next key. */
const mayMatter = (key: string, value: Possibility): boolean => {
  if (CIDRS.includes(key)) return value.isAbsent !== true && isWorld(value) !== 'no';
  return key !== 'IpProtocol' || (value.isAbsent !== true && portsOpenedIn(value, 'yes') !== 'no');
};

const readKey = (entry: EgressEntry, key: string, context: RuleContext): readonly Possibility[] =>
  key === 'IpProtocol' ? protocolsOf(entry, context) : valuesIn(entry, key, context.resolve);

/** Every choice of one value for each key; each is resolved under what those before it assume. */
const combinationsOf = (
  { place, value, resource }: EgressEntry,
  keys: readonly string[],
  context: RuleContext,
): readonly (readonly Possibility[])[] => {
  let combinations: readonly (readonly Possibility[])[] = [[]];
  for (const key of keys) {
    combinations = combinations.flatMap((before) => {
      const { when } = before.at(-1) ?? place;
      const found = readKey({ resource, value, place: { ...place, when } }, key, context);
      return found.filter((one) => mayMatter(key, one)).map((one) => [...before, one]);
    });
    if (combinations.length > MAX_CASES) return [keys.map(() => ({ ...place, unknown: TOO_MANY }))];
  }
  return combinations;
};

const TOO_MANY = 'its values depend on too many conditions';

const allOf = (answers: readonly Answer[]): Answer => {
  if (answers.includes('no')) return 'no';
  return answers.includes('open') ? 'open' : 'yes';
};

/** All that the answers to a question come to, one for each value that a place may take. */
const merge = <T>(answers: ReadonlySet<T>): T | 'open' => {
  const [answer = 'open', ...others] = answers;
  return others.length === 0 ? answer : 'open';
};

/** Asks something of a value, or of each that it can be. */
const ask = <T extends string>(
  { value, unknown, choices }: Possibility,
  question: (value: unknown) => T | 'open',
): ReadonlySet<T | 'open'> => {
  if (unknown === undefined) return new Set([question(value)]);
  return new Set(choices === undefined ? ['open'] : choices.map(question));
};

const isOpenValue = (value: unknown): boolean => typeof value === 'object' || standsForOther(String(value).trim());

const isWorld = (cidr: Possibility): Answer =>
  merge(
    ask<Answer>(cidr, (value) => {
      if (isOpenValue(value)) return 'open';
      return readCidr(String(value).trim())?.prefix === 0 ? 'yes' : 'no';
    }),
  );

/** What EC2 makes of ports beside a protocol: heeds them, ignores them, or knows none. */
type Kind = 'ports' | 'portless' | 'other';

const WITH_PORTS = new Set(['tcp', 'udp', '6', '17']);
const ICMP = new Set(['icmp', 'icmpv6', '1', '58']);

const readKind = (value: unknown): Kind | 'open' => {
  const verdict = readIpProtocol(value);
  if (verdict !== 'named') return verdict === 'undetermined' ? 'open' : 'other';
  const name = String(value).trim().toLowerCase();
  const number = /^\d+(?:\.0+)?$/.test(name) ? String(Number(name)) : name;
  if (WITH_PORTS.has(number)) return 'ports';
  return ICMP.has(number) || !/^\d+$/.test(number) ? 'other' : 'portless';
};

const isPort =
  (isWide: (port: number) => boolean) =>
  (value: unknown): Answer => {
    if (isOpenValue(value)) return 'open';
    const text = String(value).trim();
    return /^\d+(?:\.0+)?$/.test(text) && isWide(Number(text)) ? 'yes' : 'no';
  };

const startsLow = isPort((port) => port <= 1);
const endsHigh = isPort((port) => port >= 65_535);

/** What a protocol opens beside ports that are all, or not. */
const portsOpenedIn = (protocol: Possibility, areAll: Answer): Answer =>
  merge(
    new Set(
      [...ask(protocol, readKind)].map((kind): Answer => {
        if (kind === 'portless') return 'yes';
        if (kind === 'open') return 'open';
        return kind === 'other' ? 'no' : areAll;
      }),
    ),
  );

const areAllPorts = ({ from, to }: Case): Answer => {
  if (from.isAbsent || to.isAbsent) return 'no';
  return allOf([merge(ask(from, startsLow)), merge(ask(to, endsHigh))]);
};

const portsOpenedBy = (one: Case): Answer => portsOpenedIn(one.protocol, areAllPorts(one));

const isPortless = ({ protocol }: Case): boolean => merge(ask(protocol, readKind)) === 'portless';

const KNOWN_LATER = 'its values are resolved only when the resource is provisioned';
const MAKE_KNOWN =
  'Write protocol, ports and CIDR block as literals, or as parameters and mappings that resolve to them.';

/** The key of an entry at or below which a value stands. */
const keyAt = ({ place }: EgressEntry, { pointer }: Possibility): string => {
  const [key = ''] = pointer.slice(place.pointer.length + 1).split('/');
  return key === '' ? place.pointer : `${place.pointer}/${key}`;
};

/** The parts of a case whose own answer is open. */
const openParts = ({ cidr, protocol, from, to }: Case): readonly Possibility[] => {
  const kinds = ask(protocol, readKind);
  const ports = kinds.has('ports') ? [from, to] : [];
  const answers: readonly (readonly [Possibility, string])[] = [
    [protocol, merge(kinds)],
    ...ports.map((port, index) => [port, merge(ask(port, index === 0 ? startsLow : endsHigh))] as const),
    [cidr, isWorld(cidr)],
  ];
  return answers.filter(([, answer]) => answer === 'open').map(([part]) => part);
};

/** The part to show is the one that leaves the answer open. */
const openAt = (entry: EgressEntry, one: Case): Undetermined => {
  const [part = one.protocol] = openParts(one);
  const place = { ...entry.place, when: one.to.when };
  const mark = keyAt(entry, part);
  return undeterminedAt(meta, entry.resource, place, {
    reason: part.unknown ?? KNOWN_LATER,
    remediation: MAKE_KNOWN,
    mark,
  });
};

const shown = ({ written, value, choices }: Possibility): string =>
  printableValue(String(written ?? choices?.[0] ?? value).trim(), 40);

const findingAt = (entry: EgressEntry, one: Case): Finding => {
  const { protocol, from, to, cidr } = one;
  const what = isPortless(one)
    ? `protocol ${shown(protocol)}, for which EC2 ignores ports`
    : `${shown(protocol)} ${shown(from)}-${shown(to)}`;
  const sources = [protocol, from, to, cidr].flatMap((part) => part.sources ?? []).slice(0, 1);
  const source = sources.length === 0 ? '' : `, ${sourceText(sources)}`;
  const at = isPortless(one) ? protocol : from;
  return {
    ...spotOf(meta, entry.resource, { ...at, when: to.when }, keyAt(entry, at)),
    value: at.choices?.[0] ?? at.value,
    sources,
    destinations: destinationsOf(entry.value),
    identity: identityOf(entry, ['IpProtocol', 'FromPort', 'ToPort']),
    message: `${entryLabel(entry)} allows all ports (${what}${source}) to ${shown(cidr)}.`,
    remediation: remediationFor(
      entry,
      isPortless(one) ? 'Narrow the destination to whom it talks to.' : meta.remediation,
    ),
  };
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

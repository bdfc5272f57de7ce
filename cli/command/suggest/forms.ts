import type { Entry } from '../../../flow/index.ts';

/** An egress entry as a template has it. */
export type TemplateEntry = Readonly<Record<string, string | number>>;

/** What of an entry is written into a template. */
export type PastedEntry = Pick<Entry, 'protocol' | 'ports' | 'destination' | 'isSure'>;

export function templateEntry({ protocol, ports, destination, isSure }: PastedEntry): TemplateEntry {
  return {
    Description: isSure ? 'Seen in flow logs' : 'Likely, from flow logs',
    IpProtocol: protocol,
    ...(ports && { FromPort: ports.from, ToPort: ports.to }),
    [destination.kind]: destination.value,
  };
}

/** The entries as the property of a group, for a template in YAML. */
export function asYaml(entries: readonly PastedEntry[]): string {
  const items = entries.map((entry) => {
    return `  - ${entryLines(templateEntry(entry)).join('\n    ')}\n`;
  });
  return `SecurityGroupEgress:\n${items.join('')}`;
}

/** An entry in YAML, a key a line. */
export function entryLines(entry: TemplateEntry): readonly string[] {
  return Object.entries(entry).map(([key, value]) => `${key}: ${scalar(value)}`);
}

/** The same for a template in JSON. */
export function asJson(entries: readonly Entry[]): string {
  return `${JSON.stringify({ SecurityGroupEgress: entries.map(templateEntry) }, undefined, 2)}\n`;
}

/** For a person: one port, a range, or all. */
export function portsText({ ports }: Pick<Entry, 'ports'>): string {
  if (ports === undefined || ports.from < 0) return 'all';
  return ports.from === ports.to ? String(ports.from) : `${ports.from}-${ports.to}`;
}

/** Lines for a construct of CDK in TypeScript that is called `group`, made with `allowAllOutbound: false`. */
export function asCdk(entries: readonly Entry[]): string {
  return entries.map((entry) => `group.addEgressRule(${peerOf(entry)}, ${portOf(entry)});\n`).join('');
}

/** A text that YAML could take for a number or a mapping is put in quotes. */
const scalar = (value: string | number): string =>
  typeof value === 'string' && /^[\d:]|: /.test(value) ? JSON.stringify(value) : String(value);

const peerOf = ({ destination: { kind, value } }: Entry): string => {
  const text = `'${value}'`;
  if (kind === 'CidrIp') return value === '0.0.0.0/0' ? 'ec2.Peer.anyIpv4()' : `ec2.Peer.ipv4(${text})`;
  if (kind === 'CidrIpv6') return value === '::/0' ? 'ec2.Peer.anyIpv6()' : `ec2.Peer.ipv6(${text})`;
  return kind === 'DestinationSecurityGroupId' ? `ec2.Peer.securityGroupId(${text})` : `ec2.Peer.prefixList(${text})`;
};

const portOf = ({ protocol, ports }: Entry): string => {
  if (protocol === 'icmp') return 'ec2.Port.allIcmp()';
  if (protocol === 'icmpv6') return 'ec2.Port.allIcmpV6()';
  if (ports === undefined)
    return `new ec2.Port({ protocol: '${protocol}' as ec2.Protocol, stringRepresentation: 'protocol ${protocol}' })`;
  const { from, to } = ports;
  return from === to ? `ec2.Port.${protocol}(${from})` : `ec2.Port.${protocol}Range(${from}, ${to})`;
};

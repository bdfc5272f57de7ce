import { isV6, isWithin } from './address.ts';
import type { Block } from './blocks.ts';
import { addCounts, type FlowCounts, TCP, UDP } from './flow-sum.ts';
import type { PortRange } from './port-ranges.ts';
import type { Traffic } from './traffic.ts';

/** An egress entry that would have let traffic pass, in the terms of CloudFormation. */
export interface Entry extends FlowCounts {
  /** `tcp`, `udp`, `icmp`, `icmpv6`, or a number. */
  readonly protocol: string;
  /** Absent of protocols for which EC2 ignores ports; -1 of ICMP: every type and code. */
  readonly ports?: PortRange;
  readonly destination: EntryDestination;
  readonly isSure: boolean;
  /** How many addresses were seen in it. */
  readonly seen: number;
  /** How many addresses it opens that were not seen; undefined where nobody can say: of a group or a prefix list. */
  readonly unseen?: bigint;
}

export interface EntryDestination {
  readonly kind: 'CidrIp' | 'CidrIpv6' | 'DestinationSecurityGroupId' | 'DestinationPrefixListId';
  readonly value: string;
}

/** Traffic that one protocol and ports describe. */
export interface Service {
  readonly protocol: number;
  readonly ports: PortRange | undefined;
  readonly traffic: readonly Traffic[];
}

/** An entry, and the traffic that it holds. */
export interface Made {
  readonly entry: Entry;
  readonly traffic: readonly Traffic[];
}

export function makeEntry(service: Service, destination: EntryDestination, traffic: readonly Traffic[]): Made {
  const { protocol, ports } = service;
  const entry = {
    protocol: names.get(protocol) ?? String(protocol),
    ...(isIcmp(protocol) ? { ports: EVERY_TYPE } : ports !== undefined && { ports }),
    destination,
    isSure: traffic.every(({ isSure }) => isSure),
    seen: new Set(traffic.map(({ address }) => address)).size,
    ...countsOf(traffic),
  };
  return { entry, traffic };
}

/** The entry for what of some traffic goes to a block. */
export function blockEntry(service: Service, { cidr, seen, unseen }: Block, traffic: readonly Traffic[]): Made {
  const inside = traffic.filter(({ address }) => isWithin(address, cidr));
  const made = makeEntry(service, { kind: isV6(cidr) ? 'CidrIpv6' : 'CidrIp', value: cidr }, inside);
  return { ...made, entry: { ...made.entry, seen, unseen } };
}

/** Whether a service may lead everywhere: by one port, or by ICMP. Without ports, that is as open as all protocols. */
export function mayLeadEverywhere(service: Service): boolean {
  return (service.ports !== undefined && !isRange(service)) || isIcmp(service.protocol);
}

export function isRange({ ports }: Service): boolean {
  return ports !== undefined && ports.from !== ports.to;
}

export function countsOf(traffic: readonly Traffic[]): FlowCounts {
  const none = { records: 0, packets: 0, bytes: 0, first: Number.POSITIVE_INFINITY, last: 0 };
  return traffic.reduce<FlowCounts>(addCounts, none);
}

const ICMP = 1;

const ICMPV6 = 58;

const isIcmp = (protocol: number): boolean => protocol === ICMP || protocol === ICMPV6;

/** Flow logs do not tell the type and code of ICMP. */
const EVERY_TYPE: PortRange = { from: -1, to: -1 };

/** What EC2 calls protocols by name: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html */
const names: ReadonlyMap<number, string> = new Map([
  [TCP, 'tcp'],
  [UDP, 'udp'],
  [ICMP, 'icmp'],
  [ICMPV6, 'icmpv6'],
]);

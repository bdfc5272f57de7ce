import { blockOf, isPublic, isV6 } from './address.ts';
import { type Block, blocksFor } from './blocks.ts';
import {
  blockEntry,
  countsOf,
  type Entry,
  type EntryDestination,
  isRange,
  type Made,
  makeEntry,
  mayLeadEverywhere,
  type Service,
} from './entry.ts';
import { type PortRange, portRanges } from './port-ranges.ts';
import type { Traffic } from './traffic.ts';

/** What is known of addresses. */
export interface Surroundings {
  /** The groups of the interface that has an address; none: it is no interface's here. */
  readonly groupsOf: (address: string) => readonly string[];
  /** The id of the managed prefix list that holds an address. */
  readonly prefixListOf: (address: string) => string | undefined;
}

export interface EntryLimits {
  /** EC2 takes 60 rules a group and direction unless the quota is raised. */
  readonly maxEntries: number;
  /** The share of addresses, 0 to 1, that a block may open without their having been seen. */
  readonly maxUnseen: number;
}

/** The entries, those with most flows first, and the traffic for which there was no room. */
export interface Entries {
  readonly entries: readonly Entry[];
  readonly left: readonly Traffic[];
}

/** Makes entries of traffic: one or more for each protocol and port, as narrow as the limits allow. */
export function entriesFor(traffic: readonly Traffic[], surroundings: Surroundings, limits: EntryLimits): Entries {
  const services = servicesIn(traffic).sort((a, b) => countsOf(b.traffic).records - countsOf(a.traffic).records);
  const made: Made[] = [];
  for (const [index, service] of services.entries()) {
    const free = limits.maxEntries - made.length;
    // Each of those that follow gets one at least.
    const maxEntries = Math.min(free, Math.max(free - (services.length - index - 1), 1));
    made.push(...entriesOf(service, surroundings, { ...limits, maxEntries }));
  }
  const covered = new Set(made.flatMap((one) => one.traffic));
  return {
    entries: made.map(({ entry }) => entry).sort((a, b) => b.records - a.records),
    left: traffic.filter((one) => !covered.has(one)),
  };
}

const servicesIn = (traffic: readonly Traffic[]): Service[] =>
  [...Map.groupBy(traffic, ({ protocol }) => protocol)].flatMap(([protocol, own]): Service[] => {
    const ranges = portRanges(own.flatMap(({ port }) => port ?? []));
    if (ranges.length === 0) return [{ protocol, ports: undefined, traffic: own }];
    return ranges.map((ports) => ({ protocol, ports, traffic: own.filter(({ port }) => isIn(ports, port)) }));
  });

const isIn = ({ from, to }: PortRange, port: number | undefined): boolean =>
  port !== undefined && port >= from && port <= to;

/** What interfaces and prefix lists are named for first, then blocks. */
const entriesOf = (service: Service, surroundings: Surroundings, limits: EntryLimits): readonly Made[] => {
  const { named, others } = nameDestinations(service, surroundings);
  const made = named.slice(0, limits.maxEntries);
  for (const isOfFamily of [(address: string) => !isV6(address), isV6]) {
    const family = others.filter(({ address }) => isOfFamily(address));
    made.push(...blockEntries(service, family, { ...limits, maxEntries: limits.maxEntries - made.length }));
  }
  return made;
};

/** What goes to interfaces with groups, and to prefix lists, those with most flows first; and all other. */
const nameDestinations = (
  service: Service,
  { groupsOf, prefixListOf }: Surroundings,
): { readonly named: Made[]; readonly others: readonly Traffic[] } => {
  const byName = Map.groupBy(service.traffic, ({ address }) => {
    const group = groupsOf(address)[0];
    if (group !== undefined) return `DestinationSecurityGroupId ${group}`;
    const list = prefixListOf(address);
    return list === undefined ? '' : `DestinationPrefixListId ${list}`;
  });
  const others = byName.get('') ?? [];
  byName.delete('');
  const named = [...byName].map(([name, traffic]) => {
    const [kind, value = ''] = name.split(' ');
    return makeEntry(service, { kind: kind as EntryDestination['kind'], value }, traffic);
  });
  return { named: named.sort((a, b) => b.entry.records - a.entry.records), others };
};

/** Public addresses beyond so many are those of whoever answers there today: a list of them is wrong tomorrow. */
const MANY_PUBLIC = 8;

/** Entries for traffic of one family. */
const blockEntries = (
  service: Service,
  traffic: readonly Traffic[],
  { maxEntries, maxUnseen }: EntryLimits,
): readonly Made[] => {
  const addresses = [...new Set(traffic.map(({ address }) => address))];
  if (maxEntries <= 0 || addresses.length === 0) return [];
  if (addresses.filter(isPublic).length > MANY_PUBLIC) {
    if (isRange(service)) return portByPort(service, traffic, { maxEntries, maxUnseen });
    return mayLeadEverywhere(service) ? [blockEntry(service, everywhere(addresses), traffic)] : [];
  }
  const blocks = blocksFor(addresses, { maxBlocks: maxEntries, maxUnseen });
  const isTooOpen = !mayLeadEverywhere(service) && blocks?.some(({ cidr }) => cidr.endsWith('/0'));
  const chosen = blocks === undefined || isTooOpen ? busiest(traffic, maxEntries).map(asBlock) : blocks;
  return chosen.map((block) => blockEntry(service, block, traffic));
};

/** What would lead everywhere by a range of ports is named port by port, those with most flows first, as far as there is room. */
const portByPort = (service: Service, traffic: readonly Traffic[], limits: EntryLimits): readonly Made[] => {
  const made: Made[] = [];
  const byPort = [...Map.groupBy(traffic, ({ port }) => port ?? 0)];
  for (const [port, own] of byPort.sort(([, a], [, b]) => countsOf(b).records - countsOf(a).records)) {
    if (made.length >= limits.maxEntries) break;
    const maxEntries = limits.maxEntries - made.length;
    made.push(...blockEntries({ ...service, ports: { from: port, to: port } }, own, { ...limits, maxEntries }));
  }
  return made;
};

const everywhere = (addresses: readonly string[]): Block => {
  const [cidr, size] = addresses.some(isV6) ? ['::/0', 128n] : ['0.0.0.0/0', 32n];
  return { cidr: String(cidr), seen: addresses.length, unseen: 2n ** BigInt(size) - BigInt(addresses.length) };
};

/** The addresses with most flows, where there is no room for all. */
const busiest = (traffic: readonly Traffic[], count: number): readonly string[] => {
  const byAddress = [...Map.groupBy(traffic, ({ address }) => address)];
  return byAddress
    .sort(([, a], [, b]) => countsOf(b).records - countsOf(a).records)
    .slice(0, count)
    .map(([address]) => address);
};

const asBlock = (address: string): Block => ({ cidr: blockOf(address), seen: 1, unseen: 0n });

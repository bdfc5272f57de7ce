import { makeBegun } from './begun.ts';
import { addCounts, type FlowCounts, type FlowSum, TCP, UDP } from './flow-sum.ts';
import { loneTraffic } from './lone.ts';
import { findOwnAddresses } from './own-addresses.ts';
import { ungoverned } from './ungoverned.ts';

/** What interfaces began to send to one address by one protocol and port. */
export interface Traffic extends FlowCounts {
  readonly protocol: number;
  /** Undefined of a protocol without ports. */
  readonly port: number | undefined;
  readonly address: string;
  readonly isRejected: boolean;
  /** A SYN was seen, which only who begins sends; else it is most likely. */
  readonly isSure: boolean;
}

/** What is to be known of flow logs beside the traffic. */
export interface FlowLogFacts {
  /** Records that say that nothing was seen, or that some were left out. */
  readonly noData: number;
  readonly skipData: number;
  /** Flows that no security group governs, by what they are for. */
  readonly ungoverned: ReadonlyMap<string, number>;
  /** What may answer a scan as well as begin a connection: no entry is made of it. */
  readonly unclear: readonly Traffic[];
  /** Interfaces of which nothing tells which address is theirs. */
  readonly unknownInterfaces: readonly string[];
}

/**
 * Finds what interfaces began to send. `own`: the addresses of each, as far as they are known; those of the others are found
 * in the flows. `resolvers`: the addresses of the DNS resolvers of the VPCs, as far as they are known.
 */
export function trafficOf(
  sums: readonly FlowSum[],
  own: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
  resolvers: ReadonlySet<string> = new Set(),
): FlowLogFacts & { readonly traffic: readonly Traffic[] } {
  const flows = sums.filter(({ logStatus }) => logStatus === 'OK');
  const found = findOwnAddresses(flows.filter(({ interfaceId }) => !own.has(interfaceId)));
  const addressesOf = (id: string): ReadonlySet<string> => own.get(id) ?? found.get(id) ?? new Set();
  // Where the direction is told, it counts: of an IPv6 prefix that an interface has, no list names the addresses.
  const sent = flows.filter(({ interfaceId, source, direction }) =>
    direction === undefined ? addressesOf(interfaceId).has(source) : direction === 'egress',
  );
  const [free, governed] = partition(sent, (sum) => ungoverned(sum, resolvers) !== undefined);
  const begun = makeBegun(flows);
  const needs = governed.filter((sum) => begun(sum) !== 'no');
  const all = merge(needs.map((sum) => asTraffic(sum, begun(sum) === 'sure')));
  const lone = loneTraffic(all);
  return {
    traffic: all.filter((one) => !lone.has(one)),
    unclear: [...lone],
    noData: countRecords(sums, 'NODATA'),
    skipData: countRecords(sums, 'SKIPDATA'),
    ungoverned: countBy(free, (sum) => ungoverned(sum, resolvers) ?? ''),
    unknownInterfaces: [...found].filter(([, addresses]) => addresses.size === 0).map(([id]) => id),
  };
}

const partition = <T>(all: readonly T[], isFirst: (one: T) => boolean): readonly [readonly T[], readonly T[]] => [
  all.filter(isFirst),
  all.filter((one) => !isFirst(one)),
];

const asTraffic = (sum: FlowSum, isSure: boolean): Traffic => {
  const { protocol = 0, destinationPort, destination, action, records, packets, bytes, first, last } = sum;
  const port = protocol === TCP || protocol === UDP ? destinationPort : undefined;
  return {
    ...{ protocol, port, address: destination, isRejected: action === 'REJECT', isSure },
    ...{ records, packets, bytes, first, last },
  };
};

/** What is the same but for the interface that sent it, or the window in which it was seen, is one. */
const merge = (all: readonly Traffic[]): readonly Traffic[] => {
  const merged = new Map<string, Traffic>();
  for (const one of all) {
    const key = `${one.protocol} ${one.port} ${one.address} ${one.isRejected}`;
    const known = merged.get(key);
    merged.set(
      key,
      known === undefined ? one : { ...known, ...addCounts(known, one), isSure: known.isSure || one.isSure },
    );
  }
  return [...merged.values()];
};

const countRecords = (sums: readonly FlowSum[], status: FlowSum['logStatus']): number =>
  sums.filter(({ logStatus }) => logStatus === status).reduce((count, { records }) => count + records, 0);

const countBy = (sums: readonly FlowSum[], nameOf: (sum: FlowSum) => string): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const sum of sums) counts.set(nameOf(sum), (counts.get(nameOf(sum)) ?? 0) + sum.records);
  return counts;
};

import type { FlowSum } from './flow-sum.ts';

/**
 * Finds the addresses of each interface in what it sent and received: every record has one of them at one end, and they talk
 * to most others. Where an interface talked to one other alone, nothing tells which of the two it is: it is left out.
 */
export function findOwnAddresses(sums: readonly FlowSum[]): ReadonlyMap<string, ReadonlySet<string>> {
  const flows = sums.filter(({ logStatus }) => logStatus === 'OK');
  return new Map([...Map.groupBy(flows, ({ interfaceId }) => interfaceId)].map(([id, own]) => [id, addressesIn(own)]));
}

/** The address with the most others at the other end, and so on until each record has one. */
const addressesIn = (sums: readonly FlowSum[]): ReadonlySet<string> => {
  const found = new Set<string>();
  for (const { source, destination, direction } of sums)
    if (direction !== undefined) found.add(direction === 'egress' ? source : destination);
  for (let left = withoutOwn(sums, found); left.length > 0; left = withoutOwn(left, found)) {
    const address = busiestOf(left);
    if (address === undefined) break;
    found.add(address);
  }
  return found;
};

const withoutOwn = (sums: readonly FlowSum[], own: ReadonlySet<string>): readonly FlowSum[] =>
  sums.filter(({ source, destination }) => !own.has(source) && !own.has(destination));

const busiestOf = (sums: readonly FlowSum[]): string | undefined => {
  const peers = new Map<string, Set<string>>();
  const note = (address: string, peer: string): void => {
    const known = peers.get(address) ?? new Set();
    peers.set(address, known.add(peer));
  };
  for (const { source, destination } of sums) {
    note(source, destination);
    note(destination, source);
  }
  const [first, second] = [...peers].sort(([, a], [, b]) => b.size - a.size);
  return first !== undefined && first[1].size > (second?.[1].size ?? 0) ? first[0] : undefined;
};

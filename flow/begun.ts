import type { FlowSum } from './flow-sum.ts';
import { makeIsProbed } from './probes.ts';

/** Whether the source of a sum began to talk: for sure, most likely, or not, since it answers. */
export type Begun = 'sure' | 'likely' | 'no';

/**
 * Makes the function that tells which sums an interface began, as far as flow logs tell: a SYN without an ACK is sure; what
 * is left of a long connection belongs to the one that has it. Without flags, the end that a chance port has is the client,
 * and of two ports that say nothing, the one that more others talk to is the server's. What answers a scan began nothing.
 */
export function makeBegun(sums: readonly FlowSum[]): (sum: FlowSum) => Begun {
  const flows = sums.filter(({ logStatus }) => logStatus === 'OK');
  const served = new Set(flows.filter(({ isSyn }) => isSyn === true).map(destinationKey));
  const popularity = countEnds(flows);
  const isProbed = makeIsProbed(flows);
  return (sum) => {
    if (sum.isSyn === true || served.has(destinationKey(sum))) return 'sure';
    if (served.has(sourceKey(sum)) || isProbed(sum)) return 'no';
    return isLikely(sum, popularity) ? 'likely' : 'no';
  };
}

const destinationKey = ({ interfaceId, protocol, destination, destinationPort }: FlowSum): string =>
  `${interfaceId} ${protocol} ${destination} ${destinationPort}`;

const sourceKey = ({ interfaceId, protocol, source, sourcePort }: FlowSum): string =>
  `${interfaceId} ${protocol} ${source} ${sourcePort}`;

/** How many different others each end talks to, of those of which nothing else tells who began. */
const countEnds = (sums: readonly FlowSum[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const sum of sums.filter(isOpen))
    for (const end of [destinationKey(sum), sourceKey(sum)]) counts.set(end, (counts.get(end) ?? 0) + 1);
  return counts;
};

/** Both ports say nothing: neither is one that a client chose by chance, as far as is known. */
const isOpen = ({ sourcePort = 0, destinationPort = 0, isSyn }: FlowSum): boolean =>
  isSyn !== true && sourcePort !== 0 && destinationPort !== 0 && sourcePort !== destinationPort;

const isLikely = (sum: FlowSum, popularity: ReadonlyMap<string, number>): boolean => {
  const { sourcePort = 0, destinationPort = 0 } = sum;
  // Without ports, or with the same at both ends as NTP has them, who began cannot be told from who answered.
  if (sourcePort === destinationPort) return true;
  if (destinationPort === 0) return false;
  if (sourcePort === 0) return true;
  const [there, here] = [popularity.get(destinationKey(sum)) ?? 0, popularity.get(sourceKey(sum)) ?? 0];
  return there === here ? destinationPort < sourcePort : there > here;
};

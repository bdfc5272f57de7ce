import { ACK, FIRST_EPHEMERAL_PORT, type FlowSum, SYN, TCP } from './flow-sum.ts';
import type { LogFormat } from './log-format.ts';

/** Sums up records, a line at a time. */
export interface Summing {
  /** Takes a record, its fields as they stand in the line; false where it is none of this format. */
  readonly take: (fields: readonly string[]) => boolean;
  readonly sums: () => readonly FlowSum[];
  /** How many records there was no room for, since they differ from all others. */
  readonly folded: () => number;
  /** How many records begin after the time that is asked about. */
  readonly late: () => number;
}

/** What records count: those of some interfaces, or of all, that begin within a time in seconds since 1970. */
export interface SumScope {
  readonly interfaces: ReadonlySet<string> | undefined;
  readonly from: number;
  readonly to: number;
}

/** Makes what sums up the records of a format, in bounded memory. */
export function makeSumming(format: LogFormat, { interfaces, from, to }: SumScope, maxSums = MAX_SUMS): Summing {
  const at = indexOf(format);
  const sums = new Map<string, Mutable<FlowSum>>();
  let folded = 0;
  let late = 0;
  const count = (one: Mutable<FlowSum>): void => {
    const key = keyOf(one);
    const known = sums.get(key);
    if (known !== undefined) add(known, one);
    else if (sums.size < maxSums) sums.set(key, detach(one));
    else folded += 1;
  };
  const take = (fields: readonly string[]): boolean => {
    const [interfaceId = '', first, last] = [fields[at.interfaceId], Number(fields[at.start]), Number(fields[at.end])];
    if (fields.length !== format.length || Number.isNaN(first + last)) return false;
    if (first > to) late += 1;
    const isAsked = (interfaces?.has(interfaceId) ?? true) && first >= from && first <= to;
    if (isAsked) count(sumOf(fields, at, { interfaceId, first, last }));
    return true;
  };
  return { take, sums: () => [...sums.values()], folded: () => folded, late: () => late };
}

/** Its texts apart from the line that they are pieces of: else each would keep the whole of what was read at once. */
const detach = (sum: Mutable<FlowSum>): Mutable<FlowSum> => ({
  ...sum,
  interfaceId: copyOf(sum.interfaceId),
  source: copyOf(sum.source),
  destination: copyOf(sum.destination),
});

const copyOf = (text: string): string => text.split('').join('');

/** So many take 200 MB. */
const MAX_SUMS = 400_000;

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const indexOf = (format: LogFormat) => ({
  interfaceId: format.indexOf('interface-id'),
  source: format.indexOf('srcaddr'),
  destination: format.indexOf('dstaddr'),
  sourcePort: format.indexOf('srcport'),
  destinationPort: format.indexOf('dstport'),
  protocol: format.indexOf('protocol'),
  packets: format.indexOf('packets'),
  bytes: format.indexOf('bytes'),
  start: format.indexOf('start'),
  end: format.indexOf('end'),
  action: format.indexOf('action'),
  status: format.indexOf('log-status'),
  flags: format.indexOf('tcp-flags'),
  direction: format.indexOf('flow-direction'),
});

type Indices = ReturnType<typeof indexOf>;

const sumOf = (
  fields: readonly string[],
  at: Indices,
  own: Pick<FlowSum, 'interfaceId' | 'first' | 'last'>,
): Mutable<FlowSum> => {
  const text = (index: number): string => (fields[index] === '-' ? '' : (fields[index] ?? ''));
  const number = (index: number): number | undefined => (text(index) === '' ? undefined : Number(text(index)));
  const protocol = number(at.protocol);
  const flags = text(at.flags) === '' || protocol !== TCP ? 0 : Number(text(at.flags)) & (SYN | ACK);
  const status = text(at.status);
  return {
    ...own,
    logStatus: status === 'NODATA' || status === 'SKIPDATA' ? status : 'OK',
    action: text(at.action) as FlowSum['action'],
    protocol,
    source: text(at.source),
    destination: text(at.destination),
    ...portsOf(number(at.sourcePort), number(at.destinationPort), flags),
    direction: (text(at.direction) || undefined) as FlowSum['direction'],
    isSyn: text(at.flags) === '' ? undefined : flags === SYN,
    records: 1,
    packets: number(at.packets) ?? 0,
    bytes: number(at.bytes) ?? 0,
  };
};

/**
 * The port of who began is chance; so is one from where those begin, with one below at the other end. `flags`: SYN and ACK, as far
 * as any came within the interval: SYN alone is of who began, both are of who answered.
 */
const portsOf = (source: number | undefined, destination: number | undefined, flags: number) => {
  if (source === undefined || destination === undefined) return { sourcePort: source, destinationPort: destination };
  if (flags === SYN) return { sourcePort: 0, destinationPort: destination };
  if (flags === (SYN | ACK)) return { sourcePort: source, destinationPort: 0 };
  return {
    sourcePort: isChance(source, destination) ? 0 : source,
    destinationPort: isChance(destination, source) ? 0 : destination,
  };
};

const isChance = (port: number, other: number): boolean => port >= FIRST_EPHEMERAL_PORT && other < FIRST_EPHEMERAL_PORT;

const keyOf = (sum: FlowSum): string =>
  `${sum.interfaceId} ${sum.logStatus} ${sum.action} ${sum.protocol} ${sum.source} ${sum.destination} ${sum.sourcePort} ${sum.destinationPort} ${sum.direction} ${sum.isSyn}`;

const add = (sum: Mutable<FlowSum>, other: FlowSum): void => {
  sum.records += other.records;
  sum.packets += other.packets;
  sum.bytes += other.bytes;
  sum.first = Math.min(sum.first, other.first);
  sum.last = Math.max(sum.last, other.last);
};

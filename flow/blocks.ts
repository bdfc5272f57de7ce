import { addressText, type Cidr, readCidr } from '../rule/index.ts';
import { blockOf } from './address.ts';

/** A block of addresses, and how many of them were seen. */
export interface Block {
  readonly cidr: string;
  readonly seen: number;
  /** How many addresses it opens that were not seen. */
  readonly unseen: bigint;
}

/**
 * The smallest blocks that hold all of some addresses of one family, at most so many of them: those are joined first that
 * open the fewest addresses besides. `maxUnseen`: the share of addresses that were not seen, 0 to 1, that a block of more than
 * one may have. Undefined where there is no such way.
 */
export function blocksFor(
  addresses: readonly string[],
  { maxBlocks, maxUnseen }: { readonly maxBlocks: number; readonly maxUnseen: number },
): readonly Block[] | undefined {
  const spans = [...new Set(addresses)]
    .flatMap((address) => readCidr(blockOf(address)) ?? [])
    .sort((a, b) => (a.first < b.first ? -1 : 1))
    .map((cidr): Span => ({ cidr, seen: 1 }));
  const joined = joinSpans(spans, maxBlocks);
  const isTooWide = ({ cidr, seen }: Span): boolean => shareUnseen(cidr, seen) > maxUnseen;
  return joined.length > maxBlocks || joined.some(isTooWide) ? undefined : joined.map(asBlock);
}

interface Span {
  readonly cidr: Cidr;
  readonly seen: number;
}

/** Joins what opens nothing besides, and then, while there are too many, those that are nearest to each other. */
const joinSpans = (spans: readonly Span[], maxBlocks: number): readonly Span[] => {
  const left = [...spans];
  const common = [...prefixesIn(left)];
  while (common.length > 0) {
    const index = indexOfMost(common);
    const pair = left.slice(index, index + 2);
    const joined = joinPair(pair, common[index] ?? 0);
    if (left.length <= maxBlocks && !isFree(joined, pair)) break;
    left.splice(index, 2, joined);
    const around = left.slice(Math.max(index - 1, 0), index + 2);
    common.splice(Math.max(index - 1, 0), index === 0 ? 2 : 3, ...prefixesIn(around));
  }
  return left;
};

const indexOfMost = (numbers: readonly number[]): number =>
  numbers.reduce((best, number, index) => (number > (numbers[best] ?? 0) ? index : best), 0);

/** Of each span and the next one. */
const prefixesIn = (spans: readonly Span[]): readonly number[] =>
  spans.slice(1).map((span, index) => commonPrefix(spans[index] ?? span, span));

const joinPair = (pair: readonly Span[], prefix: number): Span => {
  const { size, first } = (pair[0] as Span).cidr;
  const hosts = (1n << BigInt(size - prefix)) - 1n;
  const cidr = { size, prefix, first: first & ~hosts, last: first | hosts, isCanonical: true };
  return { cidr, seen: pair.reduce((sum, { seen }) => sum + seen, 0) };
};

/** The prefix of the smallest block that holds both. */
const commonPrefix = ({ cidr: one }: Span, { cidr: other }: Span): number => {
  const differing = one.first ^ other.first;
  const same = differing === 0n ? one.size : one.size - differing.toString(2).length;
  return Math.min(same, one.prefix, other.prefix);
};

/** Whether a block holds nothing but those of which it is made, or is one of them. */
const isFree = ({ cidr }: Span, pair: readonly Span[]): boolean =>
  pair.some((one) => one.cidr.prefix === cidr.prefix) ||
  sizeOf(cidr) === pair.reduce((sum, one) => sum + sizeOf(one.cidr), 0n);

const sizeOf = ({ first, last }: Cidr): bigint => last - first + 1n;

const shareUnseen = (cidr: Cidr, seen: number): number => 1 - seen / Number(sizeOf(cidr));

const asBlock = ({ cidr, seen }: Span): Block => ({
  cidr: `${addressText(cidr.first, cidr.size)}/${cidr.prefix}`,
  seen,
  unseen: sizeOf(cidr) - BigInt(seen),
});

import { type Entries, type EntryLimits, entriesFor, type Surroundings } from './entries.ts';
import type { FlowSum } from './flow-sum.ts';
import { type FlowLogFacts, type Traffic, trafficOf } from './traffic.ts';

/** What a suggestion is made of. */
export interface SuggestInput {
  readonly sums: readonly FlowSum[];
  /** The addresses of each interface, as far as they are known. */
  readonly addresses: ReadonlyMap<string, ReadonlySet<string>>;
  /** The addresses of the DNS resolvers of the VPCs, as far as they are known. */
  readonly resolvers: ReadonlySet<string>;
  readonly surroundings: Surroundings;
  readonly limits: EntryLimits;
}

/** The egress that interfaces used, as entries of a group, and what is to be known of it. */
export interface Suggestion extends Entries, FlowLogFacts {
  /** Traffic that was refused, by a group or a network ACL: no entry is made of it. */
  readonly rejected: readonly Traffic[];
  /** How many records the entries cover, of all that the interfaces began and that were let through. */
  readonly coverage: { readonly covered: number; readonly all: number };
  /** When the first flow begins and the last one ends, in seconds since 1970; undefined where there is none. */
  readonly seen: { readonly first: number; readonly last: number } | undefined;
}

/** Suggests egress entries. Where nothing was seen it suggests nothing: no traffic is no proof that nothing is needed. */
export function suggestEntries({ sums, addresses, resolvers, surroundings, limits }: SuggestInput): Suggestion {
  const { traffic, ...facts } = trafficOf(sums, addresses, resolvers);
  const accepted = traffic.filter(({ isRejected }) => !isRejected);
  const { entries, left } = entriesFor(accepted, surroundings, limits);
  const all = countRecords(accepted);
  const flows = sums.filter(({ logStatus }) => logStatus === 'OK');
  return {
    ...facts,
    entries,
    left,
    rejected: traffic.filter(({ isRejected }) => isRejected),
    coverage: { covered: all - countRecords(left), all },
    seen: flows.length === 0 ? undefined : { first: leastOf(flows), last: mostOf(flows) },
  };
}

const countRecords = (traffic: readonly Traffic[]): number => traffic.reduce((sum, { records }) => sum + records, 0);

const leastOf = (sums: readonly FlowSum[]): number =>
  sums.reduce((least, { first }) => Math.min(least, first), Number.POSITIVE_INFINITY);

const mostOf = (sums: readonly FlowSum[]): number => sums.reduce((most, { last }) => Math.max(most, last), 0);

/** How one thing compares with another, each time measured right after the other. */
export interface Comparison {
  /** Median of the ratios, and the quarter of the pairs below and above it. */
  readonly ratio: number;
  readonly spread: readonly [lower: number, upper: number];
  /** Medians, in milliseconds. */
  readonly measured: number;
  readonly base: number;
  readonly pairs: number;
}

/** Compares pairs of times, in milliseconds. The first is thrown away: it warms what both need. */
export function compare(pairs: readonly (readonly [measured: number, base: number])[]): Comparison {
  const counted = pairs.slice(1);
  const ratios = counted.map(([measured, base]) => measured / base).sort((a, b) => a - b);
  const at = (share: number): number => ratios[Math.floor(share * (ratios.length - 1))] ?? Number.NaN;
  return {
    ratio: at(0.5),
    spread: [at(0.25), at(0.75)],
    measured: medianOf(counted.map(([measured]) => measured)),
    base: medianOf(counted.map(([, base]) => base)),
    pairs: counted.length,
  };
}

/** Runs both sides in turn, so that a slow moment of the machine hits both. */
export async function comparePairs(count: number, measured: Timed, base: Timed): Promise<Comparison> {
  const pairs: (readonly [number, number])[] = [];
  for (let pair = 0; pair <= count; pair += 1) pairs.push([await measured(), await base()]);
  return compare(pairs);
}

/** Does something once, and gives its time in milliseconds. */
export type Timed = () => number | Promise<number>;

export function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? Number.NaN;
}

import type { Comparison } from './measure.ts';

/** One line of the table: what was measured against what, and the goal. */
export interface Row {
  readonly what: string;
  readonly against: string;
  /** What the ratio, or the value, may be at most; of `isAtLeast`, at least. */
  readonly goal: number;
  readonly isAtLeast?: boolean;
  readonly value: number;
  /** Where the build fails: what was reached once is not lost again. */
  readonly bound?: number;
  /** What the value is: a ratio, unless something else is said. */
  readonly unit?: 'MB' | 'bytes';
  /** A quarter of the pairs lies below, a quarter above. */
  readonly spread?: readonly [lower: number, upper: number];
  /** In milliseconds: what the ratio is one of. */
  readonly times?: readonly [measured: number, base: number];
  readonly pairs?: number;
}

type Named = Pick<Row, 'what' | 'against' | 'goal' | 'isAtLeast'>;

export function rowOf(named: Named, { ratio, spread, measured, base, pairs }: Comparison): Row {
  return { ...named, value: ratio, spread, times: [measured, base], pairs };
}

/** How many times faster than a peer: a ratio to reach, and not one to stay below. */
export function fasterRow(named: Omit<Named, 'isAtLeast'>, { ratio, spread, measured, base, pairs }: Comparison): Row {
  const [lower, upper] = spread;
  return {
    ...named,
    isAtLeast: true,
    value: 1 / ratio,
    spread: [1 / upper, 1 / lower],
    times: [measured, base],
    pairs,
  };
}

export function isMet({ value, goal, isAtLeast }: Row): boolean {
  return isAtLeast === true ? value >= goal : value <= goal;
}

export function isWithinBound({ value, bound = Number.POSITIVE_INFINITY }: Row): boolean {
  return value <= bound;
}

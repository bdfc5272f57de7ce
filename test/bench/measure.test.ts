import { describe, expect, test } from 'vitest';
import { compare, comparePairs } from './measure.ts';
import { fasterRow, isMet, isWithinBound, type Row, rowOf } from './row.ts';
import { lineOf } from './table.ts';

const named = { what: 'a', against: 'b', goal: 1.5 };
const bytes: Row = { ...named, unit: 'bytes', goal: 100, bound: 120, value: 110 };

describe('a comparison', () => {
  test('is the median of the ratios of pairs, without the first pair', () => {
    const pairs = [
      [99, 1],
      [2, 1],
      [9, 3],
      [4, 4],
      [30, 5],
      [8, 2],
    ] as const;
    expect(compare(pairs)).toEqual({ ratio: 3, spread: [2, 4], measured: 8, base: 3, pairs: 5 });
  });

  test('measures both sides in turn', async () => {
    const order: string[] = [];
    const timed = (name: string, time: number) => () => {
      order.push(name);
      return time;
    };
    expect(await comparePairs(2, timed('a', 6), timed('b', 2))).toMatchObject({ ratio: 3, pairs: 2 });
    expect(order.join('')).toBe('ababab');
  });
});

describe('a row', () => {
  const comparison = compare([
    [1, 1],
    [2, 1],
    [2, 1],
  ]);

  test('meets its goal where the ratio is no greater', () => {
    expect(isMet(rowOf({ ...named, goal: 2 }, comparison))).toBe(true);
    expect(isMet(rowOf(named, comparison))).toBe(false);
  });

  test('of how much faster meets it where the ratio is no less', () => {
    const row = fasterRow({ ...named, goal: 0.5 }, comparison);
    expect(row).toMatchObject({ value: 0.5, spread: [0.5, 0.5] });
    expect(isMet(row)).toBe(true);
    expect(isMet({ ...row, goal: 0.6 })).toBe(false);
  });

  test('fails a build only beyond its bound', () => {
    expect([isMet(bytes), isWithinBound(bytes), isWithinBound({ ...bytes, value: 121 })]).toEqual([false, true, false]);
  });

  test('is marked where it misses its goal', () => {
    expect(lineOf(bytes)).toMatch(/^a \/ b +110! +100 +\n$/);
    expect(lineOf(rowOf({ ...named, goal: 2 }, comparison))).toMatch(
      /^a \/ b +2\.00 +2\.00 +2\.00-2\.00, 2\.0 ms \/ 1\.0 ms, 2 pairs\n$/,
    );
  });
});

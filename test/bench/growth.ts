import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { check } from './check.ts';
import { medianOf } from './measure.ts';
import { answerOf, node, timeOf } from './process.ts';
import type { Row } from './row.ts';
import { writeGroupTemplates } from './templates.ts';

const here = import.meta.dirname;
const dist = join(here, '../../dist');

/** Whether what grows takes as much longer as there is more of it. */
export function measureGrowth(folder: string, isShort: boolean): readonly Row[] {
  const ask = (what: string, path: string): readonly number[] =>
    answerOf(node(join(here, 'growth.cjs'), what, join(dist, path), isShort ? '3' : '15'));
  return [
    linear('1, 10, 100, 500 groups in a template', ask('groups', 'rule/index.js')),
    linear('1, 10, 100, 1,000 entries in a group, by the gate', ask('entries', 'handler/resource.js')),
    threads(folder, isShort),
  ];
}

/** `times`: what one more takes, at each step. */
const linear = (what: string, times: readonly number[]): Row => ({
  what,
  against: 'one more, at its dearest against its cheapest',
  goal: 2,
  value: Math.max(...times) / Math.min(...times),
});

/** As many files as one thread checks, and twice as many, which all processors check. */
const threads = (folder: string, isShort: boolean): Row => {
  const times = [FEW, 2 * FEW].map((count) => {
    const path = join(folder, `groups-${count}`);
    mkdirSync(path);
    writeGroupTemplates(path, count);
    return medianOf(Array.from({ length: isShort ? 1 : 7 }, () => timeOf(check(path), 1)));
  });
  const [few = Number.NaN, twice = Number.NaN] = times;
  const what = 'check of twice as many files, by all processors instead of one';
  return { what, against: 'the time of half of them, by one', goal: 2, value: twice / few, times: [twice, few] };
};

/** The most that one thread checks alone. */
const FEW = 1499;

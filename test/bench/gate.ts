import { join } from 'node:path';
import { type Comparison, comparePairs } from './measure.ts';
import { answerOf, node, timeOf } from './process.ts';
import { type Row, rowOf } from './row.ts';

const here = import.meta.dirname;
const bundle = join(here, '../../dist/handler/resource.js');

/** What the gate's bundle takes for a decision, once it is warm, and from the start of a process. */
export async function measureGate(isShort: boolean): Promise<readonly Row[]> {
  const warm = cases.map(([name, goal]) => {
    const comparison = answerOf<Comparison>(node(join(here, 'warm.cjs'), bundle, name, isShort ? '5' : '31'));
    const against = 'parsing the event, printing the answer, printing and writing a line as long';
    return rowOf({ what: `warm decision of the gate: ${name}`, against, goal }, comparison);
  });
  const [cold, empty] = [bundle, join(here, 'empty-handler.cjs')].map((path) => node(join(here, 'cold.cjs'), path));
  if (cold === undefined || empty === undefined) return warm;
  const start = await comparePairs(
    isShort ? 5 : 41,
    () => timeOf(cold),
    () => timeOf(empty),
  );
  const what = 'cold start of the gate to its first answer, a process of Node';
  return [...warm, rowOf({ what, against: 'an empty handler', goal: 1.05 }, start)];
}

const cases = [
  ['a pass', 1.5],
  ['a violation', 1.5],
  ['10 entries', 1.5],
  ['1,000 entries', 1.5],
] as const;

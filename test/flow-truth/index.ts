import { argv, exit, stderr, stdout } from 'node:process';
import { makeRandom } from '../support/random.ts';
import { formats, measureAccuracy } from './compare.ts';

const usage = `Usage: npm run flow-truth -- [interfaces] [seed]

Makes the traffic of network interfaces of which is known what they began (default: 2,000 of them, seed 1), has it read as flow logs in each format, and prints how much of what is suggested
is needed (precision), how much of what is needed is suggested (recall), and some of what is neither. Exit code 0.
`;

const [count = '2000', seed = '1'] = argv.slice(2);
if (!/^\d+$/.test(count) || !/^\d+$/.test(seed)) {
  stderr.write(usage);
  exit(2);
}

const percent = (part: number, all: number): string => `${((100 * part) / all).toFixed(2)} %`.padStart(9);

stdout.write(`seed ${seed}, ${count} interfaces\n${'format'.padEnd(36)} precision    recall   needs\n`);
for (const [name, format] of Object.entries(formats)) {
  const { needs, found, right, wrong, missed } = measureAccuracy(format, makeRandom(Number(seed)), Number(count));
  stdout.write(`${name.padEnd(36)} ${percent(right, found)} ${percent(right, needs)} ${String(needs).padStart(7)}\n`);
  for (const [what, list] of [
    ['needed by nobody', wrong],
    ['not found', missed],
  ] as const)
    if (list.length > 0) stdout.write(`  ${what}, ${list.length}: ${list.slice(0, 4).join('; ')}\n`);
}

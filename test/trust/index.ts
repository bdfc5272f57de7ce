import { argv, exit, stderr, stdout } from 'node:process';
import { attack, type Report, stances } from './run.ts';

const usage = `Usage: node test/trust/index.ts [count] [seed]

Asks the two built functions about so many generated groups (1,000,000 where no count is given), in every stance, typed and
with every value a string, new and updated, exempted and not, and compares each answer with a model that knows how the group
was made. Every tenth is asked of the template function, too. Exit code 0: all are as the model says, 1: some are not, 2: wrong use.
`;

const EVERY = 10;

const [count = '1000000', seed = '1'] = argv.slice(2);
if (!/^\d+$/.test(count) || !/^\d+$/.test(seed)) {
  stderr.write(usage);
  exit(2);
}

const each = Math.ceil(Number(count) / stances.length);
const began = Date.now();

/** One process for each of two processors. */
const queue = stances.map((stance, index) => ({ stance, seed: Number(seed) + index }));
const reports: Report[] = [];
const work = async (): Promise<void> => {
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const report = await attack(next.stance, each, next.seed, EVERY);
    reports.push(report);
    const statuses = Object.entries(report.statuses).map(([name, times]) => `${name} ${times}`);
    stdout.write(
      `${next.stance.name}, seed ${next.seed}: ${report.answered} answers (${statuses.sort().join(', ')}), `,
    );
    stdout.write(`${report.wrong.length === 0 ? 'all' : 'not all'} as the model says\n`);
    for (const text of report.wrong) stdout.write(`  ${text}\n`);
  }
};
await Promise.all([work(), work()]);

const total = reports.reduce((sum, { answered }) => sum + answered, 0);
const isRight = reports.every(({ wrong }) => wrong.length === 0);
stdout.write(
  `${total} answers in ${Math.round((Date.now() - began) / 1000)} s: ${isRight ? 'all right' : 'some are wrong'}.\n`,
);
exit(isRight ? 0 : 1);

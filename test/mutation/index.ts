import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { argv, env, execPath, exit, stderr, stdout } from 'node:process';
import { copyProject, instrument } from './instrument.ts';
import { readTrials, writeMutants } from './mutants.ts';
import { reportOn } from './report.ts';

const usage = `Usage: node test/mutation/index.ts <@stryker-mutator/instrumenter> [checks] [path]

Changes rule/, handler/decide/, handler/answer/ and handler/event/ in one place at a time, as Stryker's instrumenter has it, and
runs the suites on each: one that no test notices has to stand in survivors.json with the reason. So many of them (default: 20)
are then written into the files by hand, to see whether the trials tell the truth. With a path, only files that begin with it are
changed. Takes one to two hours for all. Exit code 0: at least
95 in 100 are noticed and the others explained, 1: not so, 2: wrong use.
`;

const MUTATED = /^(rule|handler\/(decide|answer|event))\/.*\.ts$/;

const [instrumenter, checks = '20', below = ''] = argv.slice(2);
if (instrumenter === undefined || !/^\d+$/.test(checks)) {
  stderr.write(usage);
  exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'egress-guard-mutants-'));
const [copy, plain, trials] = ['copy', 'plain', 'trials'].map((name) => join(folder, name)) as [string, string, string];

/** Runs a script to its end; `told`: whether what it prints is shown. */
const run = async (
  args: readonly string[],
  cwd: string,
  variables: NodeJS.ProcessEnv = {},
  told: 'ignore' | 'inherit' = 'ignore',
): Promise<number> => {
  const child = spawn(execPath, args, { cwd, env: { ...env, ...variables }, stdio: ['ignore', told, 'inherit'] });
  const [code] = await once(child, 'exit');
  return code ?? 1;
};

const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs');

/** Asks tests about each mutant that they meet. */
const tryInTests = async (tests: 'quick' | 'slow'): Promise<void> => {
  const args = [vitest, 'run', '--config', 'test/mutation/vitest.config.ts', '--root', '.', '--silent'];
  const code = await run(args, copy, { MUTATION_FOLDER: trials, MUTATION_TESTS: tests });
  if (code !== 0) throw new Error(`A suite fails in ${copy} without a mutant: nothing that it says counts.`);
  stdout.write(`${readTrials(trials).killed.size} noticed, once ${tests} tests were asked\n`);
};

const script = (name: string): string => join(import.meta.dirname, name);

for (const one of [copy, plain, trials]) mkdirSync(one);
copyProject(copy);
copyProject(plain);
const mutants = await instrument(instrumenter, copy, (path) => MUTATED.test(path) && path.startsWith(below));
writeMutants(trials, mutants);
stdout.write(`${mutants.length} mutants, in ${copy}\n`);
await tryInTests('quick');
await tryInTests('slow');
const shares = ['0', '1'].map((share) => run([script('fresh.ts'), copy, trials, share, '2'], dirname(copy)));
await Promise.all(shares);
const { killed } = readTrials(trials);
stdout.write(`${killed.size} noticed, with those that show in a fresh process alone\n`);
const isTrue =
  checks === '0' || (await run([script('by-hand.ts'), plain, trials, checks], folder, {}, 'inherit')) === 0;
const isGood = reportOn(mutants, killed, (path) => readFileSync(path, 'utf8'));
exit(isGood && isTrue ? 0 : 1);

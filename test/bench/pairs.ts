import { spawnSync } from 'node:child_process';

/** A command as a whole process: what follows `node`. */
export type Command = readonly string[];

/** Runs a command and gives its time in milliseconds; a command that cannot be run ends the benchmark. */
const timeOf = (command: Command): number => {
  const start = performance.now();
  const { status, error } = spawnSync(process.execPath, command, { stdio: 'ignore' });
  const time = performance.now() - start;
  if (error !== undefined || status === null || status > 1)
    throw new Error(`${command.join(' ')} ended with ${status}`);
  return time;
};

const medianOf = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** The median of the ratios of two commands, each pair run one after the other, so that a slow moment hits both. */
export const ratioOf = (
  measured: Command,
  base: Command,
  runs: number,
): { ratio: number; time: number; base: number } => {
  const pairs = Array.from({ length: runs + 1 }, () => [timeOf(measured), timeOf(base)] as const).slice(1);
  return {
    ratio: medianOf(pairs.map(([a, b]) => a / b)),
    time: medianOf(pairs.map(([a]) => a)),
    base: medianOf(pairs.map(([, b]) => b)),
  };
};

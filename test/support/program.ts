import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { env, execPath } from 'node:process';
import { expect, onTestFinished } from 'vitest';
import type { Run } from './command-line.ts';

const PROGRAM = join(import.meta.dirname, '../../dist/cli/index.js');

/** Runs the built command in a folder, as a person does in a repository. */
export const runIn = (
  cwd: string,
  args: readonly string[],
  { input = '', environment = env }: { readonly input?: string; readonly environment?: NodeJS.ProcessEnv } = {},
): Promise<Run> =>
  new Promise((resolve) => {
    const child = execFile(execPath, [PROGRAM, ...args], { cwd, env: environment }, (error, out, err) =>
      resolve({ code: Number(error?.code ?? 0), out, err }),
    );
    child.stdin?.end(input);
  });

/** The built command under way. */
export interface Started {
  readonly child: ChildProcess;
  /** What it said so far. */
  readonly told: () => string;
  /** Resolves to its exit code. */
  readonly ended: Promise<number | null>;
}

/** Starts the built command; it is killed where it outlives the test. */
export const start = (...args: readonly string[]): Started => {
  const child = spawn(execPath, [PROGRAM, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  let told = '';
  const take = (part: string): void => {
    told += part;
  };
  child.stdout.setEncoding('utf8').on('data', take);
  child.stderr.setEncoding('utf8').on('data', take);
  return { child, told: () => told, ended: once(child, 'close').then(([code]) => code) };
};

/** Where a sandbox that was started listens. */
export const originOf = async ({ told }: Pick<Started, 'told'>): Promise<string> => {
  await expect.poll(told, { timeout: 20_000 }).toMatch(/listens at \S+,/);
  return /listens at (\S+),/.exec(told())?.[1] ?? '';
};

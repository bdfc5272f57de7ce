import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { execPath } from 'node:process';
import { setTimeout } from 'node:timers/promises';

/** A program with its arguments. */
export type Command = readonly [program: string, ...args: readonly string[]];

export const node = (...args: readonly string[]): Command => [execPath, ...args];

/** The time of a whole process in milliseconds. @throws where it does not run, or ends with another code than it may */
export function timeOf(command: Command, ...codes: readonly number[]): number {
  const [program, ...args] = command;
  const start = performance.now();
  const { status, error } = spawnSync(program, args, { stdio: 'ignore' });
  const time = performance.now() - start;
  const allowed = codes.length === 0 ? [0] : codes;
  if (error !== undefined || status === null || !allowed.includes(status))
    throw new Error(
      `${command.join(' ')} ended with ${error?.message ?? status}, and not with ${allowed.join(' or ')}`,
    );
  return time;
}

/** What a script prints as JSON on its descriptor 3, so that its own output can go where a log goes. */
export function answerOf<T>(command: Command, environment: NodeJS.ProcessEnv = {}): T {
  const [program, ...args] = command;
  const stdio = ['ignore', 'ignore', 'inherit', 'pipe'] as const;
  const { output, status } = spawnSync(program, args, { stdio: [...stdio], env: { ...process.env, ...environment } });
  if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}`);
  return JSON.parse(String(output[3]));
}

/** The most memory that a process had, in megabytes; undefined where the system does not tell (other than Linux). */
export async function peakOf([program, ...args]: Command): Promise<number | undefined> {
  const child = spawn(program, args, { stdio: 'ignore' });
  const ended = once(child, 'exit');
  let peak: number | undefined;
  for (let isOver = false; !isOver; ) {
    peak = highWater(child.pid) ?? peak;
    isOver = await Promise.race([ended.then(() => true), setTimeout(POLL_MS, false)]);
  }
  return peak;
}

const POLL_MS = 10;

const highWater = (pid: number | undefined): number | undefined => {
  try {
    const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) / 1024;
  } catch {
    return undefined;
  }
};

import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { Stance } from './model.ts';

/** What one process found. */
export interface Report {
  readonly answered: number;
  readonly statuses: Readonly<Record<string, number>>;
  /** The first answers that are not those of the model. */
  readonly wrong: readonly string[];
}

const usual: Stance = {
  name: 'as it comes',
  rules: ['all-protocols'],
  allowsLoopback: false,
  allowsExisting: false,
  requiresInline: false,
};

/** The ways to set the functions that differ in what they answer. */
export const stances: readonly Stance[] = [
  usual,
  { ...usual, name: 'existing violations pass', allowsExisting: true },
  { ...usual, name: 'loopback passes, existing violations too', allowsLoopback: true, allowsExisting: true },
  { ...usual, name: 'every rule', rules: ['all-protocols', 'all-ports', 'without-egress'], requiresInline: true },
  { ...usual, name: 'all ports alone, existing violations pass', rules: ['all-ports'], allowsExisting: true },
  { ...usual, name: 'groups without egress', rules: ['all-protocols', 'without-egress'] },
];

/** Has the functions answer so many subjects in a process of their own; of each so many, one to the template function, too. */
export function attack(stance: Stance, count: number, seed: number, every: number): Promise<Report> {
  const args = [JSON.stringify(stance), count, seed, every].map(String);
  const child = fork(join(import.meta.dirname, 'worker.ts'), args, { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  return new Promise((resolve, reject) => {
    child.on('message', (report) => resolve(report as Report));
    child.on('error', reject);
    child.on('exit', (code) => reject(new Error(`the process ended with ${code} before it reported`)));
  });
}

import type { ExitCode, Terminal } from '../../terminal/index.ts';
import { apply } from './apply.ts';
import { setMode } from './mode.ts';
import { readArguments } from './options.ts';
import { remove } from './remove.ts';
import { showStatus } from './status.ts';

/** Runs the command. @throws {UsageError} */
export async function rollout(args: readonly string[], terminal: Terminal, dist: string): Promise<ExitCode> {
  const given = readArguments(args);
  return actions[given.action](given, terminal, dist);
}

const actions = { apply, status: showStatus, mode: setMode, remove } as const;

import { writeSync } from 'node:fs';
import { type Config, readConfig } from './config.ts';
import { createHandler } from './handle.ts';

const STANDARD_OUTPUT = 1;

/** Written past `console`, which Lambda wraps in a record of its own. A log that cannot be written changes no decision. */
const log = (line: string): void => {
  try {
    writeSync(STANDARD_OUTPUT, `${line}\n`);
  } catch {}
};

let known: Config | undefined;
const config = (): Config => {
  known ??= readConfig(process.env);
  return known;
};

export const handler = createHandler({ config, now: Date.now, log });

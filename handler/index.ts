import { type Config, readConfig } from './config.ts';
import { createHandler } from './handle.ts';
import { writeLine } from './log.ts';

let known: Config | undefined;
const config = (): Config => {
  known ??= readConfig(process.env);
  return known;
};

export const handler = createHandler({ config, now: Date.now, log: writeLine });

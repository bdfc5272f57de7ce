import { type Config, readConfig } from './config.ts';
import { createHandler } from './handle.ts';
import { writeLine } from './log.ts';
import type { Storage } from './storage.ts';

const { now } = Date;

let known: Config | undefined;
const config = (): Config => {
  known ??= readConfig(process.env);
  return known;
};

let kept: Promise<Storage> | undefined;
const storage = (): Promise<Storage> => {
  kept ??= import('./storage.ts').then(({ makeStorage }) => makeStorage(now));
  return kept;
};

export const handler = createHandler({ config, now, log: writeLine, storage });

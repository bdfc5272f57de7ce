import { type Config, readConfig } from './config.ts';
import type { Dependencies } from './handle.ts';
import { openLog } from './record/index.ts';
import { makeStorage, type Storage } from './storage.ts';

/** Wires what a function needs to what Lambda gives it; settings and storage are made when they are first asked for. */
export function makeDependencies(environment: Readonly<Record<string, string | undefined>>): Dependencies {
  let known: Config | undefined;
  let kept: Storage | undefined;
  return {
    config: () => {
      known ??= readConfig(environment);
      return known;
    },
    now,
    openLog,
    storage: async () => {
      kept ??= makeStorage(now);
      return kept;
    },
  };
}

const { now } = Date;

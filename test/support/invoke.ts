import type { HookResponse } from '../../handler/answer/response.ts';
import { readConfig } from '../../handler/config.ts';
import { createHandler, type Dependencies } from '../../handler/handle.ts';
import { makeStorage } from '../../handler/storage.ts';
import { earlyWarning } from '../../handler/template/early-warning.ts';
import { sortLines } from './log-lines.ts';

export interface Answer {
  readonly response: HookResponse;
  /** The lines of the log that tell decisions. */
  readonly lines: readonly string[];
  /** The lines of the log that tell findings. */
  readonly findings: readonly string[];
}

export const START = Date.UTC(2026, 0, 2, 3, 4, 5);
const STEP = 7;

/** Calls a handler once; its clock starts at `START` and moves on by 7 ms each time it is read. */
export const invoke = async (event: unknown, dependencies: Partial<Dependencies> = {}): Promise<Answer> => {
  const lines: string[] = [];
  let time = START - STEP;
  const now = (): number => {
    time += STEP;
    return time;
  };
  const storage = makeStorage(now);
  const usual = { config: () => readConfig({}), now, openLog: () => (line: string) => lines.push(line) };
  const handler = createHandler({ ...usual, storage: async () => storage, earlyWarning, ...dependencies });
  const response = await handler(event);
  const { decisions, findings } = sortLines(lines);
  return { response, lines: decisions, findings };
};

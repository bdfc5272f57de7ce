import { readConfig } from '../../handler/config.ts';
import { createHandler, type Deps } from '../../handler/handle.ts';
import type { HookResponse } from '../../handler/response.ts';

export interface Answer {
  readonly response: HookResponse;
  /** The log, line by line. */
  readonly lines: readonly string[];
}

export const START = Date.UTC(2026, 0, 2, 3, 4, 5);
const STEP = 7;

/** Calls a handler once; its clock starts at `START` and moves on by 7 ms each time it is read. */
export const invoke = async (event: unknown, deps: Partial<Deps> = {}): Promise<Answer> => {
  const lines: string[] = [];
  let time = START - STEP;
  const now = (): number => {
    time += STEP;
    return time;
  };
  const handler = createHandler({ config: () => readConfig({}), now, log: (line) => lines.push(line), ...deps });
  return { response: await handler(event), lines };
};

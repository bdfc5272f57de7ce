import { expect } from 'vitest';
import type { HookResponse } from '../../handler/answer/response.ts';
import { readConfig } from '../../handler/config.ts';
import { createHandler } from '../../handler/handle.ts';
import { makeStorage } from '../../handler/storage.ts';
import { earlyWarning } from '../../handler/template/early-warning.ts';
import { TOKEN, templateEvent } from './events.ts';
import { expectWellFormed } from './hook-response.ts';
import { type Answer, localServer } from './local-server.ts';
import { sortLines } from './log-lines.ts';

/** Stands in every address and in every payload; neither an answer nor the log may repeat it. */
export const SECRET = 'SECRET';

/** What the function keeps of its time for reading a payload, in milliseconds. */
const RESERVE = 8000;

export interface Question {
  readonly target?: 'STACK' | 'CHANGE_SET';
  /** What it takes a payload from; default: the address of the server. */
  readonly payload?: unknown;
  /** Milliseconds for the payload. */
  readonly remainingMs?: number;
  readonly settings?: Readonly<Record<string, string>>;
  /** What the event says otherwise than usual, which is an update. */
  readonly event?: Readonly<Record<string, unknown>>;
}

export interface Told {
  readonly response: HookResponse;
  /** The lines of the log that tell decisions. */
  readonly lines: readonly string[];
  readonly attempts: number;
  /** Milliseconds that it took. */
  readonly took: number;
}

/** Asks the template hook about what a server hands out, and checks what holds of every answer. */
export const ask = async (answer: Answer, question: Question = {}): Promise<Told> => {
  const { origin, attempts } = await localServer(answer);
  const { target = 'STACK', payload = `${origin}/${SECRET}?X-Amz-Signature=${SECRET}`, remainingMs = 5000 } = question;
  const lines: string[] = [];
  const config = () => readConfig({ EGRESS_GUARD_PAYLOAD_ORIGIN: origin, ...question.settings });
  const storage = makeStorage(Date.now);
  const handler = createHandler({
    config,
    now: Date.now,
    openLog: () => (line) => lines.push(line),
    storage: async () => storage,
    earlyWarning,
  });
  const started = performance.now();
  const response = await handler(
    { ...templateEvent(target, payload), ...question.event },
    {
      getRemainingTimeInMillis: () => RESERVE + remainingMs,
    },
  );
  const took = performance.now() - started;
  expectWellFormed(response);
  expect(response.clientRequestToken).toBe(TOKEN);
  const { decisions } = sortLines(lines);
  expect(decisions).toHaveLength(1);
  expect(JSON.stringify([response, lines])).not.toMatch(new RegExp(`${SECRET}|127\\.0\\.0\\.1|Amz`));
  return { response, lines: decisions, attempts: attempts(), took };
};

/** Asks about a payload that arrives at once. */
export const askOf = (payload: unknown, question?: Question): Promise<Told> =>
  ask((response) => response.end(JSON.stringify(payload)), question);

/** Nothing was decided: the operation goes on, and says why it was not checked. */
export const expectLeftToGate = ({ response, lines }: Told, why: string): void => {
  const message = `The template was not checked: ${why}. Its security groups are decided when they are provisioned.`;
  expect(response).toStrictEqual({
    hookStatus: 'SUCCESS',
    message,
    clientRequestToken: TOKEN,
    annotations: [{ annotationName: 'egress_guard', status: 'SKIPPED', statusMessage: message }],
  });
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { event: 'decision', outcome: 'ERROR', hookStatus: 'SUCCESS', reason: message },
  ]);
};

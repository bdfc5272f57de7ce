import type { Config } from '../config.ts';
import type { Evaluated } from '../decide/index.ts';
import { type HookRequest, isUpdate } from '../event/index.ts';
import { evaluateChangeSet } from './evaluate-change-set.ts';
import { evaluateStack } from './evaluate-stack.ts';
import { NoTemplateError } from './fetch-text.ts';
import { fetchPayload, type Payload } from './payload.ts';

/** A STACK or CHANGE_SET request, whose template has to be fetched. */
export type TemplateRequest = Extract<HookRequest, { kind: 'stack' | 'changeSet' }>;

/**
 * Finds what the rules say of a STACK or CHANGE_SET request, for which there are so many milliseconds.
 * @throws {PayloadError | NoTemplateError} where its payload cannot be had or read, or holds no template
 */
export async function evaluateRequest(
  request: TemplateRequest,
  config: Config,
  remainingMs: number,
): Promise<Evaluated> {
  const timeoutMs = Math.min(MAX_FETCH_MS, remainingMs - RESERVE_MS);
  const payload = await fetchPayload({ url: request.payloadUrl, origin: config.payloadOrigin, timeoutMs });
  return evaluate(request, payload, config);
}

/** Milliseconds for fetching the payload at most, and milliseconds left for reading it and for all that follows. */
const MAX_FETCH_MS = 12_000;

const RESERVE_MS = 8_000;

const evaluate = (request: TemplateRequest, payload: Payload, config: Config): Evaluated => {
  if (request.kind === 'changeSet') return evaluateChangeSet(payload, config);
  if (isUpdate(request)) {
    if (payload.template.trim() === '') throw new NoTemplateError();
    return evaluateStack(payload, config);
  }
  const { previousTemplate: _, ...created } = payload;
  return evaluateStack(created, config);
};

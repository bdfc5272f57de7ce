import type { Config } from './config.ts';
import { type Decision, decide, fail } from './decision.ts';
import { evaluateChangeSet, evaluateStack } from './evaluate-payload.ts';
import { PayloadError } from './fetch-text.ts';
import { fetchPayload } from './payload.ts';
import type { HookRequest } from './request.ts';

type TemplateRequest = Extract<HookRequest, { kind: 'stack' | 'changeSet' }>;

/** In milliseconds: what the payload may take at most, what is left for reading it, and what Lambda grants if it does not say. */
const MAX_PATIENCE = 12_000;
const RESERVE = 8_000;
const USUAL_REMAINING = 20_000;

const leaveToGate = (error: unknown): Decision => {
  if (!(error instanceof PayloadError)) throw error;
  return fail(
    `The template was not checked: ${error.message}. Its security groups are decided when they are provisioned.`,
    'warning',
  );
};

/** Decides a STACK or CHANGE_SET request; a payload that cannot be had or read is left to the resource hook. */
export const decideTemplate = async (
  request: TemplateRequest,
  config: Config,
  remaining: number = USUAL_REMAINING,
): Promise<Decision> => {
  const source = {
    url: request.payloadUrl,
    origin: config.payloadOrigin,
    patience: Math.min(MAX_PATIENCE, remaining - RESERVE),
  };
  const evaluate = request.kind === 'stack' ? evaluateStack : evaluateChangeSet;
  return fetchPayload(source)
    .then((payload) => decide(evaluate(payload, config), 'warning'))
    .catch(leaveToGate);
};

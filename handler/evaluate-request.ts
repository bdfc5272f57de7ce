import type { Config } from './config.ts';
import { type Decision, type Evaluated, fail } from './decision.ts';
import { evaluateChangeSet, evaluateStack } from './evaluate-payload.ts';
import { PayloadError } from './fetch-text.ts';
import { fetchPayload, type Payload } from './payload.ts';
import { type HookRequest, isUpdate } from './request.ts';

type TemplateRequest = Extract<HookRequest, { kind: 'stack' | 'changeSet' }>;

/** In milliseconds: what the payload may take at most, and what is left for reading it and for all that follows. */
const MAX_PATIENCE = 12_000;
const RESERVE = 8_000;

const leaveToGate = ({ message }: PayloadError): Decision =>
  fail(
    'PAYLOAD',
    `The template was not checked: ${message}. Its security groups are decided when they are provisioned.`,
    'warning',
  );

const evaluate = (request: TemplateRequest, payload: Payload, config: Config): Evaluated => {
  if (request.kind === 'changeSet') return evaluateChangeSet(payload, config);
  const { previousTemplate: _, ...created } = payload;
  return evaluateStack(isUpdate(request) ? payload : created, config);
};

/** What the rule says of a STACK or CHANGE_SET request; a payload that cannot be had or read is left to the resource hook. */
export const evaluateRequest = async (
  request: TemplateRequest,
  config: Config,
  remaining: number,
): Promise<Evaluated | Decision> => {
  const patience = Math.min(MAX_PATIENCE, remaining - RESERVE);
  try {
    return evaluate(
      request,
      await fetchPayload({ url: request.payloadUrl, origin: config.payloadOrigin, patience }),
      config,
    );
  } catch (error) {
    if (error instanceof PayloadError) return leaveToGate(error);
    throw error;
  }
};

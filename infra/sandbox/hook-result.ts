import { isObject, type JsonObject, own, parseJson } from '../../rule/index.ts';
import type { Ending } from './run-function.ts';

/** What CloudFormation makes of the ending of a hook's function, in the terms of its stack events. */
export interface HookResult extends Verdict {
  /** Of the invocation. */
  readonly id: string;
}

/** What an answer comes to. */
export interface Verdict {
  readonly status: 'HOOK_COMPLETE_SUCCEEDED' | 'HOOK_COMPLETE_FAILED' | 'HOOK_FAILED';
  /** `Hook failed with message: ...` */
  readonly reason: string;
  /** As the function writes them. */
  readonly annotations: readonly JsonObject[];
}

/** Whether the function asks to be called again. */
export function isInProgress(ending: Ending): boolean {
  const answer = 'answer' in ending ? parseJson(ending.answer) : undefined;
  return isObject(answer) && own(answer, 'hookStatus') === 'IN_PROGRESS';
}

/**
 * Judges an ending as far as AWS documents it; where it does not, as its own sample of a function-invoking hook does:
 * whatever is not a well-formed answer is a failure.
 */
export function judgeEnding(ending: Ending, token: string): Verdict {
  if ('fault' in ending) return verdict('HOOK_FAILED', `${ending.fault}.`);
  const answer = parseJson(ending.answer);
  if (!isObject(answer)) return verdict('HOOK_FAILED', 'The function gave an answer that is not a JSON object.');
  const isEchoed = own(answer, 'clientRequestToken') === token;
  return isEchoed ? judgeAnswer(answer) : verdict('HOOK_FAILED', 'The answer does not echo the clientRequestToken.');
}

/** `HookStatusReason` of the API. */
const MAX_REASON = 1024;

const verdict = (status: Verdict['status'], message: string, annotations: readonly JsonObject[] = []): Verdict => {
  const verb = status === 'HOOK_COMPLETE_SUCCEEDED' ? 'succeeded' : 'failed';
  return { status, reason: `Hook ${verb} with message: ${message}`.slice(0, MAX_REASON), annotations };
};

const INVALID = 'The function returned an invalid evaluation status.';

const judgeAnswer = (answer: JsonObject): Verdict => {
  const message = String(own(answer, 'message') ?? '');
  const [status, errorCode] = [own(answer, 'hookStatus'), own(answer, 'errorCode')];
  const annotations = annotationsOf(answer);
  if (status === 'IN_PROGRESS') return verdict('HOOK_FAILED', 'The function gave no result in 3 invocations.');
  if (Number(own(answer, 'callbackDelaySeconds') ?? 0) > 0) return verdict('HOOK_FAILED', INVALID);
  if (status === 'SUCCESS' && errorCode === undefined) return verdict('HOOK_COMPLETE_SUCCEEDED', message, annotations);
  if (status === 'FAILED' && errorCode === 'NonCompliant') return verdict('HOOK_COMPLETE_FAILED', message, annotations);
  const isFault = status === 'FAILED' && errorCode === 'InternalFailure';
  return isFault ? verdict('HOOK_FAILED', message, annotations) : verdict('HOOK_FAILED', INVALID);
};

const annotationsOf = (answer: JsonObject): readonly JsonObject[] => {
  const told = own(answer, 'annotations');
  return Array.isArray(told) ? told.filter(isObject) : [];
};

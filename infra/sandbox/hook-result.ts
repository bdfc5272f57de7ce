import { isObject, type JsonObject, own, parseJson } from '../../rule/index.ts';
import type { Ending } from './run-function.ts';

/** What CloudFormation makes of the ending of a hook's function, in the terms of its stack events. */
export interface HookResult {
  readonly status: 'HOOK_COMPLETE_SUCCEEDED' | 'HOOK_COMPLETE_FAILED' | 'HOOK_FAILED';
  /** `Hook failed with message: ...` */
  readonly reason: string;
}

/**
 * Judges an ending as far as AWS documents it; where it does not, as its own sample of a function-invoking hook does:
 * whatever is not a well-formed answer is a failure.
 */
export function judgeEnding(ending: Ending, token: string): HookResult {
  if ('fault' in ending) return result('HOOK_FAILED', `${ending.fault}.`);
  const answer = parseJson(ending.answer);
  if (!isObject(answer)) return result('HOOK_FAILED', 'The function gave an answer that is not a JSON object.');
  const isEchoed = own(answer, 'clientRequestToken') === token;
  return isEchoed ? judgeAnswer(answer) : result('HOOK_FAILED', 'The answer does not echo the clientRequestToken.');
}

/** `HookStatusReason` of the API. */
const MAX_REASON = 1024;

const result = (status: HookResult['status'], message: string): HookResult => {
  const verb = status === 'HOOK_COMPLETE_SUCCEEDED' ? 'succeeded' : 'failed';
  return { status, reason: `Hook ${verb} with message: ${message}`.slice(0, MAX_REASON) };
};

const INVALID = 'The function returned an invalid evaluation status.';

const judgeAnswer = (answer: JsonObject): HookResult => {
  const message = String(own(answer, 'message') ?? '');
  const [status, errorCode] = [own(answer, 'hookStatus'), own(answer, 'errorCode')];
  if (Number(own(answer, 'callbackDelaySeconds') ?? 0) > 0) return result('HOOK_FAILED', INVALID);
  if (status === 'SUCCESS' && errorCode === undefined) return result('HOOK_COMPLETE_SUCCEEDED', message);
  if (status === 'FAILED' && errorCode === 'NonCompliant') return result('HOOK_COMPLETE_FAILED', message);
  return result('HOOK_FAILED', status === 'FAILED' && errorCode === 'InternalFailure' ? message : INVALID);
};

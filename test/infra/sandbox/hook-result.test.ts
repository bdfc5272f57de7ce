import { describe, expect, test } from 'vitest';
import { judgeEnding } from '../../../infra/sandbox/hook-result.ts';

const TOKEN = 'f8da6d11-b23f-48f4-814c-0fb6a667f50e';
const INVALID = 'The function returned an invalid evaluation status.';

const said = { clientRequestToken: TOKEN, message: 'So it is.' };

const succeeds: Record<string, object> = {
  success: { ...said, hookStatus: 'SUCCESS' },
  'success with annotations': {
    ...said,
    hookStatus: 'SUCCESS',
    annotations: [{ annotationName: 'egress', status: 'SKIPPED' }],
  },
  'success with an idle callback': {
    ...said,
    hookStatus: 'SUCCESS',
    callbackContext: null,
    callbackDelaySeconds: 0,
  },
};

const refuses: Record<string, [answer: object, status: string, message: string]> = {
  'not compliant': [{ ...said, hookStatus: 'FAILED', errorCode: 'NonCompliant' }, 'HOOK_COMPLETE_FAILED', said.message],
  'a fault that the function tells': [
    { ...said, hookStatus: 'FAILED', errorCode: 'InternalFailure' },
    'HOOK_FAILED',
    said.message,
  ],
  'failed without an error code': [{ ...said, hookStatus: 'FAILED' }, 'HOOK_FAILED', INVALID],
  'failed with an unknown error code': [
    { ...said, hookStatus: 'FAILED', errorCode: 'InvalidRequest' },
    'HOOK_FAILED',
    INVALID,
  ],
  'success with an error code': [{ ...said, hookStatus: 'SUCCESS', errorCode: 'NonCompliant' }, 'HOOK_FAILED', INVALID],
  'an unknown status': [{ ...said, hookStatus: 'FAILURE', errorCode: 'NonCompliant' }, 'HOOK_FAILED', INVALID],
  'a status in lower case': [{ ...said, hookStatus: 'success' }, 'HOOK_FAILED', INVALID],
  'in progress without end': [
    { ...said, hookStatus: 'IN_PROGRESS' },
    'HOOK_FAILED',
    'The function gave no result in 3 invocations.',
  ],
  'no status': [said, 'HOOK_FAILED', INVALID],
  'success that asks to be called again': [
    { ...said, hookStatus: 'SUCCESS', callbackDelaySeconds: 5 },
    'HOOK_FAILED',
    INVALID,
  ],
  'no token': [
    { message: said.message, hookStatus: 'SUCCESS' },
    'HOOK_FAILED',
    'The answer does not echo the clientRequestToken.',
  ],
  'the token of another request': [
    { ...said, clientRequestToken: 'another', hookStatus: 'SUCCESS' },
    'HOOK_FAILED',
    'The answer does not echo the clientRequestToken.',
  ],
};

const unreadable: Record<string, string> = {
  nothing: '',
  'a cut document': '{"hookStatus":"SUCCESS"',
  'a document in a string': JSON.stringify(JSON.stringify({ ...said, hookStatus: 'SUCCESS' })),
  'a list': '[]',
  null: 'null',
};

describe('judgeEnding', () => {
  test.each(Object.entries(succeeds))('takes %s for a success', (_name, answer) => {
    expect(judgeEnding({ answer: JSON.stringify(answer) }, TOKEN)).toMatchObject({
      status: 'HOOK_COMPLETE_SUCCEEDED',
      reason: 'Hook succeeded with message: So it is.',
    });
  });

  test.each(Object.entries(refuses))('takes %s for a failure', (_name, [answer, status, message]) => {
    expect(judgeEnding({ answer: JSON.stringify(answer) }, TOKEN)).toMatchObject({
      status,
      reason: `Hook failed with message: ${message}`,
    });
  });

  test.each(Object.entries(unreadable))('takes %s for no answer', (_name, answer) => {
    expect(judgeEnding({ answer }, TOKEN)).toMatchObject({
      status: 'HOOK_FAILED',
      reason: 'Hook failed with message: The function gave an answer that is not a JSON object.',
    });
  });

  test('takes a function that broke down for a failure', () => {
    expect(judgeEnding({ fault: 'The function ended with exit code 1' }, TOKEN)).toMatchObject({
      status: 'HOOK_FAILED',
      reason: 'Hook failed with message: The function ended with exit code 1.',
    });
  });

  test('cuts a reason to what the API holds', () => {
    const answer = JSON.stringify({ ...said, hookStatus: 'SUCCESS', message: 'x'.repeat(5000) });
    const { reason } = judgeEnding({ answer }, TOKEN);
    expect(reason).toHaveLength(1024);
    expect(reason).toMatch(/^Hook succeeded with message: x+$/);
  });
});

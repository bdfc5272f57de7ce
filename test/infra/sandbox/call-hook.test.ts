import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { HookRecord } from '../../../infra/sandbox/call-hook.ts';
import { callResourceHook } from '../../../infra/sandbox/resource-hook.ts';
import { firstOf, pickyHook, securityGroup, stackOf } from '../../support/stacks.ts';
import { temporaryBundle } from '../../support/temporary-folder.ts';

const stack = stackOf({ Sg: securityGroup() });

/** What the sandbox makes of a function, and the `requestContext` of each event that it was given. */
const ask = async (source: string, timeoutMs = 10_000) => {
  const bundle = await temporaryBundle(`
    const { appendFileSync } = require('node:fs');
    const log = (event) => appendFileSync(__dirname + '/log', JSON.stringify(event.requestContext) + '\\n');
    ${source}`);
  const records: HookRecord[] = [];
  const changes = { bundles: { resource: bundle, template: bundle }, timeoutMs };
  const setup = await pickyHook({ ...changes, onResult: (record) => records.push(record) });
  const result = await callResourceHook(stack, { action: 'CREATE', resource: firstOf(stack) }, setup);
  const log = await readFile(join(dirname(bundle), 'log'), 'utf8');
  return {
    result,
    records,
    contexts: log
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  };
};

describe('a hook', () => {
  test('that is in progress is called again, with what it left, until it gives a result', async () => {
    const { result, contexts } = await ask(`exports.handler = async (event) => {
      log(event);
      const { clientRequestToken, requestContext: { invocation } } = event;
      return invocation < 3
        ? { clientRequestToken, hookStatus: 'IN_PROGRESS', callbackContext: { seen: invocation } }
        : { clientRequestToken, hookStatus: 'SUCCESS', message: 'At last.' };
    };`);
    expect(result).toMatchObject({
      status: 'HOOK_COMPLETE_SUCCEEDED',
      reason: 'Hook succeeded with message: At last.',
    });
    expect(contexts).toEqual([
      { invocation: 1, callbackContext: null },
      { invocation: 2, callbackContext: { seen: 1 } },
      { invocation: 3, callbackContext: { seen: 2 } },
    ]);
  });

  test('that stays in progress fails after three invocations', async () => {
    const { result, contexts } = await ask(`exports.handler = async (event) => {
      log(event);
      return { clientRequestToken: event.clientRequestToken, hookStatus: 'IN_PROGRESS' };
    };`);
    expect(result).toMatchObject({
      status: 'HOOK_FAILED',
      reason: 'Hook failed with message: The function gave no result in 3 invocations.',
    });
    expect(contexts).toHaveLength(3);
  });

  test('that is too late is called three times', async () => {
    const { result, contexts } = await ask('exports.handler = (event) => { log(event); for (;;); };', 1500);
    expect(result).toMatchObject({
      status: 'HOOK_FAILED',
      reason: 'Hook failed with message: The function gave no answer within 1.5 seconds.',
    });
    expect(contexts).toHaveLength(3);
  });

  test('that breaks down is not called again', async () => {
    const { result, contexts } = await ask('exports.handler = (event) => { log(event); process.exit(7); };');
    expect(result).toMatchObject({ status: 'HOOK_FAILED' });
    expect(contexts).toHaveLength(1);
  });

  test('leaves a record with its annotations', async () => {
    const { result, records } = await ask(`exports.handler = async (event) => {
      log(event);
      const annotations = [{ annotationName: 'rule', status: 'FAILED', statusMessage: 'No.' }];
      return { clientRequestToken: event.clientRequestToken, hookStatus: 'FAILED', errorCode: 'NonCompliant', message: 'No.', annotations };
    };`);
    expect(records).toEqual([
      {
        ...result,
        key: 'resource',
        mode: 'FAIL',
        invokedAt: expect.any(Date),
        annotations: [{ annotationName: 'rule', status: 'FAILED', statusMessage: 'No.' }],
        target: {
          kind: 'RESOURCE',
          typeName: 'AWS::EC2::SecurityGroup',
          id: 'Sg',
          stackId: stack.id,
          action: 'CREATE',
        },
      },
    ]);
  });
});

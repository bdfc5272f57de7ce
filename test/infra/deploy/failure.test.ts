import { describe, expect, test } from 'vitest';
import type { StackEvent } from '../../../infra/aws/stack-events.ts';
import { firstFailure, lastOperation } from '../../../infra/aws/stack-failure.ts';
import { phaseOf } from '../../../infra/aws/stack-status.ts';

const STACK = 'arn:stack';
const TYPE = 'AWS::IAM::Role';

const event = (logicalId: string, status: string, others: Partial<StackEvent> = {}): StackEvent => ({
  id: `${logicalId}-${status}`,
  time: new Date(0),
  logicalId,
  physicalId: logicalId === 'stack' ? STACK : logicalId,
  type: TYPE,
  status,
  ...others,
});

const hook = (status: string, mode: string) => ({ hook: { type: 'A::B::C', status, mode, reason: 'no' } });

describe('the first failure of an operation', () => {
  const cases: Record<string, readonly [events: readonly StackEvent[], found: string | undefined]> = {
    'is the oldest': [[event('A', 'CREATE_FAILED'), event('B', 'CREATE_FAILED')], 'A CREATE_FAILED: '],
    'is not what was only cancelled': [
      [
        event('A', 'UPDATE_FAILED', { reason: 'Resource update cancelled' }),
        event('B', 'UPDATE_FAILED', { reason: 'Denied.' }),
      ],
      'B UPDATE_FAILED: Denied.',
    ],
    'is a resource before the stack': [
      [event('stack', 'CREATE_FAILED', { reason: 'Some failed.' }), event('A', 'CREATE_FAILED')],
      'A CREATE_FAILED: ',
    ],
    'is the stack where no resource failed': [
      [event('A', 'CREATE_COMPLETE'), event('stack', 'ROLLBACK_IN_PROGRESS', { reason: 'A hook failed.' })],
      'stack ROLLBACK_IN_PROGRESS: A hook failed.',
    ],
    'is what the hook says that blocked': [
      [
        event('A', 'CREATE_IN_PROGRESS', hook('HOOK_COMPLETE_FAILED', 'FAIL')),
        event('A', 'CREATE_FAILED', { reason: 'The following hook(s) failed: [A::B::C]' }),
      ],
      'A HOOK_COMPLETE_FAILED: A::B::C: no',
    ],
    'is not a hook that warned': [
      [event('A', 'CREATE_IN_PROGRESS', hook('HOOK_COMPLETE_FAILED', 'WARN')), event('B', 'DELETE_FAILED')],
      'B DELETE_FAILED: ',
    ],
    'is not there where nothing failed': [
      [event('A', 'CREATE_COMPLETE'), event('stack', 'CREATE_COMPLETE')],
      undefined,
    ],
  };

  test.each(Object.entries(cases))('%s', (_name, [events, expected]) => {
    const found = firstFailure(events, STACK);
    expect(found && `${found.logicalId} ${found.status}: ${found.reason}`).toBe(expected);
  });
});

test('the last operation begins where the stack itself does', () => {
  const events = [
    event('stack', 'CREATE_IN_PROGRESS'),
    event('A', 'CREATE_FAILED'),
    event('stack', 'ROLLBACK_IN_PROGRESS'),
    event('stack', 'DELETE_IN_PROGRESS'),
    event('B', 'DELETE_IN_PROGRESS'),
    event('B', 'DELETE_FAILED'),
  ];
  expect(lastOperation(events, STACK)).toEqual(events.slice(3));
  expect(lastOperation(events.slice(4), STACK)).toEqual(events.slice(4));
});

describe('what can be done with a stack', () => {
  const phases: Record<string, readonly (string | undefined)[]> = {
    CREATE: [undefined, 'REVIEW_IN_PROGRESS', 'DELETE_COMPLETE'],
    UPDATE: [
      'CREATE_COMPLETE',
      'UPDATE_COMPLETE',
      'UPDATE_FAILED',
      'UPDATE_ROLLBACK_COMPLETE',
      'IMPORT_COMPLETE',
      'IMPORT_ROLLBACK_COMPLETE',
    ],
    BROKEN: ['CREATE_FAILED', 'ROLLBACK_COMPLETE', 'ROLLBACK_FAILED', 'DELETE_FAILED'],
    STUCK: ['UPDATE_ROLLBACK_FAILED'],
    BUSY: ['CREATE_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS'],
  };

  test.each(Object.entries(phases))('%s', (phase, statuses) => {
    expect(statuses.map(phaseOf)).toEqual(statuses.map(() => phase));
  });
});

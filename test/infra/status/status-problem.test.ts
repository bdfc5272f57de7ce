import { describe, expect, test } from 'vitest';
import type { Stack } from '../../../infra/aws/stack.ts';
import { problemsOf } from '../../../infra/status/status-problem.ts';

const stackIn = (status: string, statusReason?: string): Stack => ({
  id: 'arn:aws:cloudformation:us-east-1:123456789012:stack/egress-guard/1',
  name: 'egress-guard',
  status,
  ...(statusReason !== undefined && { statusReason }),
  parameters: {},
  outputs: {},
  isProtected: false,
});

const problems = (status: string, reason?: string) =>
  problemsOf({ stackName: 'egress-guard', stack: stackIn(status, reason), hooks: [], changes: [], denied: [] });

describe('a stack', () => {
  test.each([
    'CREATE_COMPLETE',
    'UPDATE_COMPLETE',
    'UPDATE_ROLLBACK_COMPLETE',
    'IMPORT_COMPLETE',
    'UPDATE_IN_PROGRESS',
    'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
  ])('is sound when %s', (status) => {
    expect(problems(status)).toEqual([]);
  });

  test.each([
    'ROLLBACK_COMPLETE',
    'CREATE_FAILED',
    'UPDATE_ROLLBACK_FAILED',
    'DELETE_COMPLETE',
    'DELETE_FAILED',
    'UPDATE_FAILED',
  ])('is not when %s', (status) => {
    expect(problems(status)).toEqual([`the stack is ${status}`]);
  });

  test('has a reason', () => {
    expect(problems('UPDATE_ROLLBACK_FAILED', 'no')).toEqual(['the stack is UPDATE_ROLLBACK_FAILED: no']);
  });
});

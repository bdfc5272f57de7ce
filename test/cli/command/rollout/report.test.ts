import { describe, expect, test } from 'vitest';
import { countText } from '../../../../cli/command/rollout/count-text.ts';
import { layOutcome } from '../../../../cli/command/rollout/outcome.ts';
import { layPlan, paceText } from '../../../../cli/command/rollout/plan.ts';
import { type Done, isComplete } from '../../../../infra/rollout/carry-out.ts';
import type { Pace } from '../../../../infra/rollout/start-step.ts';
import type { CreateInstances, Step } from '../../../../infra/rollout/step.ts';

const plain = (_format: unknown, text: string): string => text;

const step = (organizationalUnits: readonly string[], regions: readonly string[]): CreateInstances => ({
  kind: 'CREATE_INSTANCES',
  organizationalUnits,
  regions,
});

describe('a plan', () => {
  test('has a row for each unit, and of many Regions their number', () => {
    const regions = Array.from({ length: 30 }, (_, index) => `eu-west-${index}`);
    const steps: Step[] = [step(['ou-a', 'ou-b'], regions), { kind: 'DELETE_SET' }];
    expect(layPlan(steps, { isInParallel: true }, plain)).toBe(
      `STEP                  UNIT  REGIONS                                                                            WHAT
create stacks         ou-a  30 Regions: eu-west-0, eu-west-1, eu-west-2, eu-west-3, eu-west-4, eu-west-5, ...  one in each account that has none
                      ou-b  30 Regions: eu-west-0, eu-west-1, eu-west-2, eu-west-3, eu-west-4, eu-west-5, ...
delete the stack set
All Regions at once, 1 account at a time in each; a Region ends with the first failure.
`,
    );
  });

  const paces: Record<string, readonly [Pace, string]> = {
    'with a number': [
      { isInParallel: false, failureTolerance: { value: 2, isPercentage: false } },
      'Region after Region, 1 account at a time in each; a Region ends once more than 2 accounts failed.',
    ],
    'with percentages': [
      {
        isInParallel: true,
        failureTolerance: { value: 10, isPercentage: true },
        maxConcurrent: { value: 100, isPercentage: true },
      },
      'All Regions at once, 100% of the accounts at a time in each; a Region ends once more than 10% of the accounts failed.',
    ],
    'with no tolerance': [
      { isInParallel: false, failureTolerance: { value: 0, isPercentage: true } },
      'Region after Region, 1 account at a time in each; a Region ends with the first failure.',
    ],
  };

  test.each(Object.entries(paces))('tells the pace %s', (_name, [pace, text]) => {
    expect(paceText(pace)).toBe(text);
  });
});

const done = (status: string, results: Done['results'] = []): Done => ({
  step: step(['ou-a'], ['eu-west-1']),
  operation: { id: 'an-id', action: 'CREATE', status },
  results,
});

const result = (account: string, status: string) => ({ account, region: 'eu-west-1', status });

const outcomeOf = (steps: readonly Step[], all: readonly Done[]) => (isComplete(steps, all) ? 'DONE' : 'FAILED');

describe('an outcome', () => {
  const steps = [step(['ou-a'], ['eu-west-1'])];
  const lay = (one: Done): string =>
    layOutcome({ outcome: outcomeOf(steps, [one]), steps, done: [one] }, 'status', plain);

  test('says where nobody was there to do it for', () => {
    expect(lay(done('SUCCEEDED'))).toBe('AWS found no account to do it in.\n');
  });

  test('counts the last result of an account and Region', () => {
    const both = [done('SUCCEEDED', [result('1', 'FAILED')]), done('SUCCEEDED', [result('1', 'SUCCEEDED')])];
    expect(
      layOutcome(
        { outcome: outcomeOf([...steps, ...steps], both), steps: [...steps, ...steps], done: both },
        'status',
        plain,
      ),
    ).toBe('ACCOUNT  REGION     UNIT  RESULT     REASON\n1        eu-west-1        SUCCEEDED\n1 succeeded.\n');
  });

  test('neutralises what AWS says', () => {
    const reason = 'no\n\u001b[2Jroom';
    const text = lay(done('SUCCEEDED', [{ ...result('1', '__proto__'), reason }]));
    expect(text).toContain('1        eu-west-1        __proto__  no\\u000a\\u001b[2Jroom\n1   proto  .\n');
  });

  const endings: Record<string, readonly [readonly Done[], boolean]> = {
    'complete, where all succeeded': [[done('SUCCEEDED', [result('1', 'SUCCEEDED')])], true],
    'not, where an account failed within the tolerance': [[done('SUCCEEDED', [result('1', 'FAILED')])], false],
    'complete, where an account is suspended': [
      [done('SUCCEEDED', [result('1', 'SUCCEEDED'), result('2', 'SKIPPED_SUSPENDED_ACCOUNT')])],
      true,
    ],
    'not, where an account was left out': [[done('SUCCEEDED', [result('1', 'CANCELLED')])], false],
    'not, where the operation was stopped': [[done('STOPPED')], false],
    'not, where it goes on': [[done('RUNNING')], false],
    'not, where a step was not begun': [[], false],
  };

  test.each(Object.entries(endings))('is %s', (_name, [all, complete]) => {
    expect(isComplete(steps, all)).toBe(complete);
  });
});

test('statuses are counted, the most frequent first', () => {
  expect(countText(['RUNNING', 'SUCCEEDED', 'SKIPPED_SUSPENDED_ACCOUNT', 'SUCCEEDED'])).toBe(
    '2 succeeded, 1 running, 1 skipped suspended account',
  );
});

import { describe, expect, test } from 'vitest';
import { groupOf, tagOf } from '../../../infra/audit/group.ts';
import { instanceName, stackId, stackOf } from '../../support/audited-stack.ts';

describe('a stack belongs to', () => {
  const cases: Record<string, readonly [name: string, root: string | undefined, group: string]> = {
    itself: ['app', undefined, 'app'],
    'the outermost stack that it is nested in': ['app-Net-1A2B', 'app', 'app'],
    'its stack set': [instanceName('baseline'), undefined, 'StackSet baseline'],
    'the stack set of its root': [
      `${instanceName('baseline')}-Net-1A2B`,
      instanceName('baseline'),
      'StackSet baseline',
    ],
    'a stack set with hyphens in its name': [instanceName('base-line-2'), undefined, 'StackSet base-line-2'],
    'itself, where it is only called like a stack set': ['StackSet-baseline', undefined, 'StackSet-baseline'],
    'itself, where what follows is no id': ['StackSet-a-6f0c1d2e-1111', undefined, 'StackSet-a-6f0c1d2e-1111'],
  };

  test.each(Object.entries(cases))('%s', (_name, [name, root, group]) => {
    expect(groupOf(stackOf(name, root === undefined ? {} : { rootId: stackId(root) }))).toBe(group);
  });
});

describe('the tag of the team', () => {
  const tags = [
    ['Team', 'payments'],
    ['OWNER', 'one'],
    ['owner', 'two'],
    ['empty', ''],
  ] as const;

  test.each([
    ['team', 'payments'],
    ['TEAM', 'payments'],
    ['owner', 'two'],
    ['OWNER', 'one'],
    ['Owner', 'one'],
    ['empty', undefined],
    ['none', undefined],
  ])('%s is %s', (name, value) => {
    expect(tagOf(stackOf('app', { tags }), name)).toBe(value);
  });
});

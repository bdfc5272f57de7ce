import { describe, expect, test } from 'vitest';
import { type Selection, selectStacks } from '../../../infra/audit/select.ts';
import { stackId, stackOf } from '../../support/audited-stack.ts';

const all = [
  stackOf('app'),
  stackOf('app-Network-1A2B', { rootId: stackId('app') }),
  stackOf('legacy-db'),
  stackOf('egress-guard'),
];

const names = (selection: Partial<Selection>, stacks = all) => {
  const { leftOut, unmatched, ...selected } = selectStacks(stacks, {
    only: [],
    excluded: [],
    ownName: 'egress-guard',
    ...selection,
  });
  return {
    stacks: selected.stacks.map(({ name }) => name),
    leftOut: leftOut.map(({ stack, reason }) => [stack.name, reason]),
    unmatched,
  };
};

const own = ['egress-guard', 'it is the stack of the hook itself'];

describe('the stacks to look at', () => {
  test('are all but that of the hook', () => {
    expect(names({})).toEqual({ stacks: ['app', 'app-Network-1A2B', 'legacy-db'], leftOut: [own], unmatched: [] });
  });

  test('are all but that of the hook, whatever it is called', () => {
    expect(names({ ownName: 'app' }).leftOut).toEqual([['app', 'it is the stack of the hook itself']]);
  });

  test('bring their nested ones along', () => {
    expect(names({ only: ['app'] })).toEqual({ stacks: ['app', 'app-Network-1A2B'], leftOut: [], unmatched: [] });
  });

  test('can be named by patterns, of which each has to match', () => {
    expect(names({ only: ['legacy-?b', 'App', 'gone-*'] })).toEqual({
      stacks: ['legacy-db'],
      leftOut: [],
      unmatched: ['App', 'gone-*'],
    });
  });

  test('are without those that are excluded, and the reason says by what', () => {
    expect(names({ excluded: ['x', 'legacy-*', 'app'] })).toEqual({
      stacks: ['app-Network-1A2B'],
      leftOut: [
        ['app', 'its name matches app, which is excluded'],
        ['legacy-db', 'its name matches legacy-*, which is excluded'],
        own,
      ],
      unmatched: [],
    });
  });

  const statuses = {
    CREATE_COMPLETE: true,
    CREATE_FAILED: true,
    DELETE_COMPLETE: false,
    DELETE_FAILED: true,
    DELETE_IN_PROGRESS: false,
    IMPORT_COMPLETE: true,
    REVIEW_IN_PROGRESS: false,
    ROLLBACK_COMPLETE: false,
    ROLLBACK_FAILED: true,
    UPDATE_COMPLETE: true,
    UPDATE_IN_PROGRESS: true,
    UPDATE_ROLLBACK_COMPLETE: true,
    UPDATE_ROLLBACK_FAILED: true,
  };

  test.each(Object.entries(statuses))('of status %s: %s', (status, isActive) => {
    expect(names({}, [stackOf('app', { status })])).toEqual({
      stacks: isActive ? ['app'] : [],
      leftOut: isActive ? [] : [['app', `its status is ${status}`]],
      unmatched: [],
    });
  });
});

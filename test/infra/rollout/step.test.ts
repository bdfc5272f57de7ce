import { expect, test } from 'vitest';
import { halvesOf } from '../../../infra/rollout/step.ts';

const removal = { kind: 'DELETE_INSTANCES' } as const;

test('a step is parted by its Regions, then by its units, in their order', () => {
  const step = { ...removal, organizationalUnits: ['ou-a', 'ou-b', 'ou-c'], regions: ['eu-west-1', 'us-east-1'] };
  const first = { ...step, regions: ['eu-west-1'] };
  expect(halvesOf(step)).toEqual([first, { ...step, regions: ['us-east-1'] }]);
  const units = [['ou-a', 'ou-b'], ['ou-c']];
  expect(halvesOf(first)).toEqual(units.map((organizationalUnits) => ({ ...first, organizationalUnits })));
});

test('one unit in one Region is not parted, nor is what concerns the whole stack set', () => {
  expect(halvesOf({ ...removal, organizationalUnits: ['ou-a'], regions: ['eu-west-1'] })).toEqual([]);
  expect(halvesOf({ kind: 'DELETE_SET' })).toEqual([]);
});

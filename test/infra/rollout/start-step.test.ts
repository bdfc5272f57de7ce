import { expect, test } from 'vitest';
import { preferencesOf } from '../../../infra/rollout/start-step.ts';

test('what is not asked for is left to AWS; parallel Regions have no order', () => {
  expect(preferencesOf({ isInParallel: false }, [])).toEqual({ RegionConcurrencyType: 'SEQUENTIAL' });
  expect(preferencesOf({ isInParallel: true }, ['eu-west-1'])).toEqual({ RegionConcurrencyType: 'PARALLEL' });
});

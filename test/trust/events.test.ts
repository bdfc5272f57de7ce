import { describe, expect, test } from 'vitest';
import { attack, stances } from './run.ts';

describe('generated events', () => {
  test.each(stances)('are answered as the model says: $name', async (stance) => {
    const { wrong, answered, statuses } = await attack(stance, 2000, 1, 4);
    expect(wrong).toEqual([]);
    expect(answered).toBe(2500);
    // Neither answer is rare, so that neither could be the only one.
    for (const status of ['gate SUCCESS', 'gate FAILED', 'template SUCCESS', 'template FAILED'])
      expect(statuses[status]).toBeGreaterThan(50);
  });
});

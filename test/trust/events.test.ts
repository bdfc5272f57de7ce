import { describe, expect, test } from 'vitest';
import { attack, stances } from './run.ts';

describe('generated events', () => {
  test.each(stances)('are answered as the model says: $name', async (stance) => {
    const { wrong, answered, statuses } = await attack(stance, 600, 1, 3);
    expect(wrong).toEqual([]);
    expect(answered).toBe(800);
    // Neither answer is rare, so that neither could be the only one.
    for (const status of ['gate SUCCESS', 'gate FAILED', 'template SUCCESS', 'template FAILED'])
      expect(statuses[status]).toBeGreaterThan(15);
  });
});

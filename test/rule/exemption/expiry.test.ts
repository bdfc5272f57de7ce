import { describe, expect, test } from 'vitest';
import { daysLeft, stateOf } from '../../../rule/exemption/expiry.ts';

const noon = '2026-11-24T12:00:00Z';

const cases: Record<string, readonly [now: string, expires: string, days: number, state: string]> = {
  'holds for long': [noon, '2027-01-31', 68, 'ACTIVE'],
  'holds for 15 days more': [noon, '2026-12-09', 15, 'ACTIVE'],
  'ends in 14 days': [noon, '2026-12-08', 14, 'EXPIRING'],
  'ends tomorrow': [noon, '2026-11-25', 1, 'EXPIRING'],
  'ends today': [noon, '2026-11-24', 0, 'EXPIRING'],
  'holds from the first moment of its last day': ['2026-11-24T00:00:00.000Z', '2026-11-24', 0, 'EXPIRING'],
  'holds to the last moment of its last day': ['2026-11-24T23:59:59.999Z', '2026-11-24', 0, 'EXPIRING'],
  'ended a moment ago': ['2026-11-25T00:00:00.000Z', '2026-11-24', -1, 'EXPIRED'],
  'ended long ago': [noon, '2025-11-24', -365, 'EXPIRED'],
  'counts a leap day': ['2028-02-28T12:00:00Z', '2028-03-01', 2, 'EXPIRING'],
  'ended before there were such times': [noon, '1969-12-31', -20_782, 'EXPIRED'],
  'names a day that is none': [noon, '2027-02-30', Number.NEGATIVE_INFINITY, 'EXPIRED'],
  'names no day at all': [noon, 'never', Number.NEGATIVE_INFINITY, 'EXPIRED'],
};

describe('an exemption', () => {
  test.each(Object.entries(cases))('%s', (_name, [now, expires, days, state]) => {
    expect([daysLeft({ expires }, Date.parse(now)), stateOf({ expires }, Date.parse(now))]).toEqual([days, state]);
  });
});

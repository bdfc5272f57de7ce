import type { Exemption } from './exemption.ts';

/** So many days before its last one an exemption begins to count as expiring. */
export const EXPIRING_DAYS = 14;

/** Whether an exemption holds, for a while or for the last days, or does so no longer. */
export type ExemptionState = 'ACTIVE' | 'EXPIRING' | 'EXPIRED';

/** The number of a day such as `2027-01-31`, one more than that of the day before; undefined where there is no such day. */
export function dayOf(date: string): number | undefined {
  const time = Date.parse(`${date}T00:00:00Z`);
  const isDay = !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === date;
  return isDay ? time / MILLISECONDS_A_DAY : undefined;
}

/** The number of the day, in UTC, on which a time in milliseconds lies. */
export function dayAt(time: number): number {
  return Math.floor(time / MILLISECONDS_A_DAY);
}

/** Whole days until the last day of an exemption: 0 on that day, negative after it. */
export function daysLeft({ expires }: Pick<Exemption, 'expires'>, now: number): number {
  return (dayOf(expires) ?? Number.NEGATIVE_INFINITY) - dayAt(now);
}

export function stateOf(exemption: Pick<Exemption, 'expires'>, now: number): ExemptionState {
  const days = daysLeft(exemption, now);
  if (days < 0) return 'EXPIRED';
  return days <= EXPIRING_DAYS ? 'EXPIRING' : 'ACTIVE';
}

const MILLISECONDS_A_DAY = 86_400_000;

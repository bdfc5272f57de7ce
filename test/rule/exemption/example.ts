import type { Exemption } from '../../../rule/library.ts';

/** Noon, in UTC, of the day on which these tests take place. */
export const NOW = Date.parse('2026-11-24T12:00:00Z');

/** An exemption that holds then, different in what is given. */
export const exampleExemption = (different: Partial<Exemption> = {}): Exemption => ({
  id: 'backup-agent',
  reason: 'talks to partners on changing ports',
  approvedBy: 'Network team',
  expires: '2027-01-31',
  match: { stackName: 'backup-*' },
  ...different,
});

/** A document of exemptions, or of what is to pass for them, as text. */
export const documentOf = (...exemptions: readonly unknown[]): string => JSON.stringify({ version: 1, exemptions });

const MILLISECONDS_A_DAY = 86_400_000;

/** The day that is so many days from today, for what takes its time from the clock. */
export const dayIn = (days: number): string =>
  new Date(Date.now() + days * MILLISECONDS_A_DAY).toISOString().slice(0, 10);

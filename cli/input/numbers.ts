import { UsageError } from '../usage-error.ts';

/** Reads an option that is a whole number, from 1 on. @throws {UsageError} */
export function readCount(name: string, text: string, max: number): number {
  const count = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > max)
    throw new UsageError(`--${name} takes a number from 1 to ${max}, not ${JSON.stringify(text)}.`);
  return count;
}

/** Reads `--since`, which is a time or how long ago it was, as milliseconds since the epoch; so is `now`. @throws {UsageError} */
export function readSince(text: string, now: number): number {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/.exec(text) ?? [];
  const time = count === undefined ? Date.parse(DATE.test(text) ? text : '') : now - Number(count) * (UNITS[unit] ?? 0);
  if (Number.isNaN(time))
    throw new UsageError(`--since takes e.g. 24h, 7d or 2027-01-31T12:00Z, not ${JSON.stringify(text)}.`);
  return time;
}

const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2}))?$/;

const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

import { identifier, literal } from './quote.ts';
import type { AthenaTable, Column } from './table.ts';

/** Days, each the number of days since 1970-01-01 in UTC; both are included. */
export interface DayRange {
  readonly first: number;
  readonly last: number;
}

/** How a table is divided by days, if it is. */
export interface DayPartitions {
  /** The condition that leads Athena to the partitions of these days alone. */
  readonly condition: (days: DayRange) => string;
}

/**
 * How a table is divided: by `year`, `month` and `day`, as paths that are compatible with Hive have them, or by one column
 * `date` or `day`, as Athena's pages on flow logs declare it. Undefined: by no day that is known here.
 * https://docs.aws.amazon.com/athena/latest/ug/vpc-flow-logs.html
 */
export function dayPartitionsOf(table: AthenaTable): DayPartitions | undefined {
  const byName = new Map(table.partitionKeys.map((column) => [column.name.toLowerCase(), column]));
  const [year, month, day] = [byName.get('year'), byName.get('month'), byName.get('day')];
  if (year !== undefined && month !== undefined && day !== undefined)
    return byCalendar({ year, month, day }, table.parameters);
  const date = byName.get('date') ?? byName.get('day') ?? byName.get('dt');
  return date === undefined ? undefined : byDate(date, table.parameters);
}

/** The day of a time in seconds since 1970. */
export function dayOf(seconds: number): number {
  return Math.floor((seconds * 1000) / MILLISECONDS_A_DAY);
}

const MILLISECONDS_A_DAY = 86_400_000;

const dateOf = (day: number): Date => new Date(day * MILLISECONDS_A_DAY);

type Calendar = Readonly<Record<'year' | 'month' | 'day', Column>>;

type Parameters = AthenaTable['parameters'];

/** One clause for each month that the days touch. */
const byCalendar = ({ year, month, day }: Calendar, parameters: Parameters): DayPartitions => ({
  condition: (days) => {
    const clauses = monthsOf(days).map(({ year: y, month: m, from, to }) => {
      const numbers = Array.from({ length: to - from + 1 }, (_, index) => from + index);
      const isDay = numbers.map((one) => valueFor(day, one, parameters)).join(', ');
      return `(${identifier(year.name)} = ${valueFor(year, y, parameters)} AND ${identifier(month.name)} = ${valueFor(month, m, parameters)} AND ${identifier(day.name)} IN (${isDay}))`;
    });
    return `(${clauses.join(' OR ')})`;
  },
});

interface Month {
  readonly year: number;
  readonly month: number;
  readonly from: number;
  readonly to: number;
}

const monthsOf = ({ first, last }: DayRange): readonly Month[] => {
  const months: Month[] = [];
  for (let day = first; day <= last; ) {
    const date = dateOf(day);
    const [year, month, from] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
    const daysInMonth = new Date(Date.UTC(year, month, 0)).getUTCDate();
    const to = Math.min(daysInMonth, from + last - day);
    months.push({ year, month, from, to });
    day += to - from + 1;
  }
  return months;
};

/** Paths have `month=01`: a text has leading zeros, unless a projection of numbers says of no digits; a number has none. */
const valueFor = ({ name, type }: Column, value: number, parameters: Parameters): string => {
  if (!isText(type)) return String(value);
  const isProjected = parameters[`projection.${name.toLowerCase()}.type`] === 'integer';
  const digits = Number(parameters[`projection.${name.toLowerCase()}.digits`] ?? (isProjected ? 1 : 2));
  return literal(String(value).padStart(digits, '0'));
};

const isText = (type: string): boolean => /^(string|varchar|char)\b/i.test(type);

const byDate = (column: Column, parameters: Parameters): DayPartitions | undefined => {
  const name = identifier(column.name);
  const between =
    (write: (day: number) => string) =>
    ({ first, last }: DayRange) =>
      `${name} BETWEEN ${write(first)} AND ${write(last)}`;
  if (/^date$/i.test(column.type)) return { condition: between((day) => `DATE ${literal(iso(day))}`) };
  if (!isText(column.type)) return undefined;
  const format = parameters[`projection.${column.name.toLowerCase()}.format`];
  // A day alone does not tell its month, unless its format says so.
  if (format === undefined && /^day$/i.test(column.name)) return undefined;
  const separators = format === undefined ? ['-', '/'] : (separatorOf[format] ?? []);
  if (separators.length === 0) return undefined;
  // `-` sorts before `/`: what is written with the one is in no range that is written with the other.
  const conditions = separators.map((separator) => between((day) => literal(iso(day).replaceAll('-', separator))));
  return { condition: (days) => `(${conditions.map((condition) => condition(days)).join(' OR ')})` };
};

/** The formats of days that Athena's pages on flow logs use. */
const separatorOf: Readonly<Record<string, readonly string[]>> = { 'yyyy/MM/dd': ['/'], 'yyyy-MM-dd': ['-'] };

const iso = (day: number): string => dateOf(day).toISOString().slice(0, 10);

import { describe, expect, test } from 'vitest';
import { type DayRange, dayPartitionsOf } from '../../../infra/suggest/athena/partitions.ts';
import type { AthenaTable, Column } from '../../../infra/suggest/athena/table.ts';

const day = (date: string): number => Date.parse(date) / 86_400_000;

/** Over the end of a year. */
const DAYS: DayRange = { first: day('2025-12-30'), last: day('2026-02-03') };

const tableWith = (keys: readonly Column[], parameters: AthenaTable['parameters'] = {}): AthenaTable => ({
  ...{ database: 'logs', table: 'flows', columns: [], partitionKeys: keys, parameters },
});

const text = (...names: readonly string[]): Column[] => names.map((name) => ({ name, type: 'string' }));

const conditionOf = (...table: Parameters<typeof tableWith>): string | undefined =>
  dayPartitionsOf(tableWith(...table))?.condition(DAYS);

describe('the partitions of some days', () => {
  test('are named month by month where paths are compatible with Hive', () => {
    expect(conditionOf(text('aws-account-id', 'aws-service', 'aws-region', 'year', 'month', 'day', 'hour'))).toBe(
      `(("year" = '2025' AND "month" = '12' AND "day" IN ('30', '31')) OR ("year" = '2026' AND "month" = '01' AND "day" IN ('01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13', '14', '15', '16', '17', '18', '19', '20', '21', '22', '23', '24', '25', '26', '27', '28', '29', '30', '31')) OR ("year" = '2026' AND "month" = '02' AND "day" IN ('01', '02', '03')))`,
    );
  });

  test('are named by numbers where the columns are numbers', () => {
    const keys = ['year', 'month', 'day'].map((name) => ({ name, type: 'int' }));
    expect(dayPartitionsOf(tableWith(keys))?.condition({ first: day('2026-02-01'), last: day('2026-02-01') })).toBe(
      '(("year" = 2026 AND "month" = 2 AND "day" IN (1)))',
    );
  });

  test('have as many digits as the projection says', () => {
    const parameters = {
      'projection.year.type': 'integer',
      'projection.month.type': 'integer',
      'projection.month.digits': '2',
      'projection.day.type': 'integer',
    };
    const days = { first: day('2026-02-01'), last: day('2026-02-02') };
    expect(dayPartitionsOf(tableWith(text('year', 'month', 'day'), parameters))?.condition(days)).toBe(
      `(("year" = '2026' AND "month" = '02' AND "day" IN ('1', '2')))`,
    );
  });

  test('are named by one column of type date', () => {
    expect(conditionOf([{ name: 'date', type: 'date' }])).toBe(
      `"date" BETWEEN DATE '2025-12-30' AND DATE '2026-02-03'`,
    );
  });

  test('are named in the format of the projection', () => {
    const keys = text('region', 'date', 'hour');
    expect(conditionOf(keys, { 'projection.date.format': 'yyyy/MM/dd' })).toBe(
      `("date" BETWEEN '2025/12/30' AND '2026/02/03')`,
    );
    expect(conditionOf(text('day'), { 'projection.day.format': 'yyyy-MM-dd' })).toBe(
      `("day" BETWEEN '2025-12-30' AND '2026-02-03')`,
    );
  });

  test('are named in both usual formats where a text does not tell its own', () => {
    expect(conditionOf(text('dt'))).toBe(
      `("dt" BETWEEN '2025-12-30' AND '2026-02-03' OR "dt" BETWEEN '2025/12/30' AND '2026/02/03')`,
    );
  });

  test.each([
    ['nothing divides it', []],
    ['only what is no day does', text('region', 'hour')],
    ['the number of a day does not tell its month', [{ name: 'day', type: 'int' }]],
    ['the text of a day may not tell its month', text('day')],
  ])('are not known where %s', (_name, keys) => {
    expect(conditionOf(keys)).toBeUndefined();
  });

  test('are not known where the projection has another format', () => {
    expect(conditionOf(text('date'), { 'projection.date.format': 'dd.MM.yyyy' })).toBeUndefined();
  });
});

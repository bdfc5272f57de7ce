import type { AthenaTable, Column } from '../../infra/suggest/athena/table.ts';

/** A table, and from which field each of its columns comes. */
export interface TestTable {
  readonly name: string;
  readonly fields: readonly string[];
  readonly table: AthenaTable;
  /** Of a partition key, the value for a day. */
  readonly keyOf: (key: string, day: Date) => string;
}

const V2 = [
  ...['version', 'account-id', 'interface-id', 'srcaddr', 'dstaddr', 'srcport', 'dstport', 'protocol', 'packets'],
  ...['bytes', 'start', 'end', 'action', 'log-status'],
];
const V3 = [...V2, 'vpc-id', 'tcp-flags'];
const V5 = [...V3, 'flow-direction'];

/** The types of AWS's own statements: https://docs.aws.amazon.com/athena/latest/ug/vpc-flow-logs.html */
const typeOf: Readonly<Record<string, string>> = {
  ...{ version: 'int', srcport: 'int', dstport: 'int', 'tcp-flags': 'int' },
  ...{ protocol: 'bigint', packets: 'bigint', bytes: 'bigint', start: 'bigint', end: 'bigint' },
};

const columnsOf = (fields: readonly string[]): readonly Column[] =>
  fields.map((field) => ({ name: field.replaceAll('-', '_'), type: typeOf[field] ?? 'string' }));

const textKeys = (...names: readonly string[]): readonly Column[] => names.map((name) => ({ name, type: 'string' }));

const iso = (day: Date): string => day.toISOString().slice(0, 10);

/** Of a path such as `year=2026/month=01/day=02/hour=03`. */
const hivePart = (key: string, day: Date): string => {
  const [year = '', month = '', date = ''] = iso(day).split('-');
  return { year, month, day: date, hour: '03', 'aws-region': 'eu-west-1' }[key] ?? '';
};

const base = { database: 'logs', parameters: {} };

export const tables: readonly TestTable[] = [
  {
    name: 'text, default format, divided by a date',
    fields: V2,
    table: { ...base, table: 'v2', columns: columnsOf(V2), partitionKeys: [{ name: 'date', type: 'date' }] },
    keyOf: (_key, day) => iso(day),
  },
  {
    name: 'text, with tcp-flags, divided by a day of a projection',
    fields: V3,
    table: {
      ...{ ...base, table: 'v3', columns: columnsOf(V3), partitionKeys: textKeys('region', 'day') },
      parameters: { 'projection.enabled': 'true', 'projection.day.format': 'yyyy/MM/dd' },
    },
    keyOf: (key, day) => (key === 'day' ? iso(day).replaceAll('-', '/') : 'eu-west-1'),
  },
  {
    name: 'Parquet, with flow-direction, in paths that are compatible with Hive',
    fields: V5,
    table: {
      ...base,
      table: 'v5',
      columns: columnsOf(V5),
      partitionKeys: textKeys('aws-region', 'year', 'month', 'day', 'hour'),
    },
    keyOf: hivePart,
  },
  {
    name: 'every column a text, not divided, with a name that has to be quoted',
    fields: V5,
    table: {
      ...base,
      table: 'flow "logs"',
      columns: V5.map((field) => ({ name: field.replaceAll('-', '_'), type: 'string' })),
      partitionKeys: [],
    },
    keyOf: () => '',
  },
];

import { ACK, FIRST_EPHEMERAL_PORT, SYN } from '../../../flow/index.ts';
import { expectFields, type FlowField } from '../flow-fields.ts';
import type { FlowQuery } from '../flow-sum.ts';
import { type DayRange, dayPartitionsOf } from './partitions.ts';
import { identifier, literal } from './quote.ts';
import type { AthenaTable, Column } from './table.ts';

/**
 * The query that sums up the records of a table; with `days`, those in the partitions of these days alone. Its columns are
 * those that a sum is read of, in their order.
 * @throws {RefusalError} where the table lacks a column
 */
export function sqlFor(table: AthenaTable, { interfaces, from, to }: FlowQuery, days?: readonly DayRange[]): string {
  const column = columnsOf(table);
  const text = (field: FlowField): string => columnText(column(field), 'varchar');
  const number = (field: FlowField): string => columnText(column(field), 'bigint');
  const hasFlags = (flags: number): string =>
    column('tcp-flags')
      ? `bitwise_and(${number('tcp-flags')}, ${SYN + ACK}) = ${flags} AND ${number('protocol')} = ${TCP}`
      : 'CAST(NULL AS boolean)';
  const partitions = dayPartitionsOf(table);
  const divided = partitions === undefined ? [] : (days ?? []).map(partitions.condition);
  const conditions = [
    ...(divided.length === 0 ? [] : [`(${divided.join(' OR ')})`]),
    `${number('start')} BETWEEN ${Math.floor(from)} AND ${Math.floor(to)}`,
    `${text('interface-id')} IN (${interfaces.map(literal).join(', ')})`,
  ];
  return `WITH records AS (
  SELECT
    ${text('interface-id')} AS interface_id,
    ${column('log-status') ? text('log-status') : literal('OK')} AS log_status,
    ${text('action')} AS action,
    ${number('protocol')} AS protocol,
    ${text('srcaddr')} AS source,
    ${text('dstaddr')} AS destination,
    ${number('srcport')} AS source_port,
    ${number('dstport')} AS destination_port,
    ${column('flow-direction') ? text('flow-direction') : 'CAST(NULL AS varchar)'} AS direction,
    ${hasFlags(SYN)} AS is_syn,
    ${hasFlags(SYN + ACK)} AS is_answer,
    ${number('packets')} AS packets,
    ${number('bytes')} AS bytes,
    ${number('start')} AS first_start,
    ${number('end')} AS last_end
  FROM ${identifier(table.database)}.${identifier(table.table)}
  WHERE ${conditions.join('\n    AND ')}
)
SELECT
  interface_id,
  log_status,
  action,
  protocol,
  source,
  destination,
  CASE WHEN is_answer THEN source_port WHEN is_syn OR (source_port >= ${FIRST_EPHEMERAL_PORT} AND destination_port < ${FIRST_EPHEMERAL_PORT}) THEN 0 ELSE source_port END AS source_port,
  CASE WHEN is_answer THEN 0 WHEN is_syn THEN destination_port WHEN destination_port >= ${FIRST_EPHEMERAL_PORT} AND source_port < ${FIRST_EPHEMERAL_PORT} THEN 0 ELSE destination_port END AS destination_port,
  direction,
  is_syn,
  count(*) AS records,
  sum(packets) AS packets,
  sum(bytes) AS bytes,
  min(first_start) AS first_start,
  max(last_end) AS last_end
FROM records
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10`;
}

const TCP = 6;

/** A column of a table for each field; undefined where there is none for one that can be done without. */
const columnsOf = (table: AthenaTable): ((field: FlowField) => Column | undefined) => {
  const byName = new Map(
    [...table.columns, ...table.partitionKeys].map((column) => [column.name.toLowerCase(), column]),
  );
  const columnOf = (field: FlowField): Column | undefined =>
    [field.replaceAll('-', '_'), field, ...(otherNames[field] ?? [])].map((name) => byName.get(name)).find(Boolean);
  expectFields(`the table ${table.database}.${table.table}`, (field) => columnOf(field) !== undefined);
  return columnOf;
};

/** What older statements for such tables call the columns. */
const otherNames: Readonly<Partial<Record<FlowField, readonly string[]>>> = {
  'interface-id': ['interfaceid'],
  srcaddr: ['sourceaddress'],
  dstaddr: ['destinationaddress'],
  srcport: ['sourceport'],
  dstport: ['destinationport'],
  packets: ['numpackets'],
  bytes: ['numbytes'],
  start: ['starttime'],
  end: ['endtime'],
  'log-status': ['logstatus'],
};

/** As it is where it has the type, so that Athena can leave out what cannot match; `-` for a number becomes NULL. */
const columnText = (column: Column | undefined, type: 'bigint' | 'varchar'): string => {
  const name = identifier(column?.name ?? '');
  const isNumber = /^(tinyint|smallint|int|integer|bigint)$/i.test(column?.type ?? '');
  return isNumber === (type === 'bigint') ? name : `TRY_CAST(${name} AS ${type})`;
};

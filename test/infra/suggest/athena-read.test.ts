import { AthenaClient } from '@aws-sdk/client-athena';
import { describe, expect, test } from 'vitest';
import { DEFAULT_FORMAT as DEFAULT_FIELDS, formatText } from '../../../flow/index.ts';
import type { Execution } from '../../../infra/suggest/athena/execute.ts';
import { readFlowTable } from '../../../infra/suggest/athena/read.ts';
import type { AthenaTable } from '../../../infra/suggest/athena/table.ts';
import { askAthena } from '../../../infra/suggest/index.ts';
import { startJsonService } from '../../support/json-service.ts';

const DEFAULT_FORMAT = formatText(DEFAULT_FIELDS);

// A server on this machine answers in the shapes of Athena's API: none of its queries is run.

const DAY = 86_400;
const MB = 2 ** 20;
const TO = Date.parse('2026-11-27T12:00:00Z') / 1000;
const daysBack = (days: number) => ({ interfaces: ['eni-1'], from: TO - days * DAY, to: TO });

const columns = DEFAULT_FORMAT.replace(/[${}]/g, '')
  .split(' ')
  .map((field) => ({ name: field.replaceAll('-', '_'), type: 'string' }));

const divided: AthenaTable = {
  ...{ database: 'logs', table: 'flows', columns, parameters: {} },
  partitionKeys: [{ name: 'date', type: 'date' }],
};

/** Each query scans so many bytes, and finds one sum. */
const play = async (scans: readonly number[], maxScan: number) => {
  let queries = 0;
  const service = await startJsonService({
    StartQueryExecution: () => ({ QueryExecutionId: String(queries++) }),
    GetQueryExecution: ({ QueryExecutionId }) => ({
      QueryExecution: {
        Status: { State: 'SUCCEEDED' },
        Statistics: { DataScannedInBytes: scans[Number(QueryExecutionId)] },
      },
    }),
    GetTableMetadata: () => ({
      TableMetadata: {
        Name: divided.table,
        Columns: divided.columns.map(({ name, type }) => ({ Name: name, Type: type })),
        PartitionKeys: divided.partitionKeys.map(({ name, type }) => ({ Name: name, Type: type })),
      },
    }),
    GetQueryResults: ({ QueryExecutionId }) => ({
      ResultSet: { Rows: [{ Data: [{ VarCharValue: `eni-${QueryExecutionId}` }] }] },
    }),
    StopQueryExecution: () => ({}),
  });
  const told: number[] = [];
  const execution: Execution = {
    ...{ client: new AthenaClient(service.config), table: divided, maxScan, interval: 1 },
    ...{ signal: new AbortController().signal, onScanned: (scanned) => told.push(scanned) },
  };
  const asked = (): string[] =>
    service.calls.flatMap(({ action, input }) =>
      action === 'StartQueryExecution' ? String(input['QueryString']) : [],
    );
  return { execution, told, asked };
};

const partitionsIn = (sql: string): readonly string[] =>
  [...sql.matchAll(/DATE '([\d-]*)'/g)].map(([, day = '']) => day);

describe('a table that is divided by days', () => {
  test('is asked for one day, then for the others, and each day once', async () => {
    const { execution, told, asked } = await play([3 * MB, 80 * MB], 1000 * MB);
    const { sums, scanned, notes } = await readFlowTable(execution, divided, daysBack(30));
    expect(sums.map(({ interfaceId }) => interfaceId)).toEqual(['eni-0', 'eni-1']);
    expect({ scanned, notes, told }).toEqual({ scanned: 83 * MB, notes: [], told: [3 * MB, 83 * MB] });
    expect(asked().map(partitionsIn)).toEqual([
      ['2026-11-26', '2026-11-26'],
      ['2026-10-28', '2026-11-25', '2026-11-27', '2026-11-28'],
    ]);
  });

  test('is not asked for the others where they would take more than is allowed', async () => {
    const { execution, asked } = await play([50 * MB], 500 * MB);
    await expect(readFlowTable(execution, divided, daysBack(30))).rejects.toThrow(
      'Athena scanned 50 MB for one day, so 32 days would be about 1.6 GB, more than the 500 MB that --max-scan allows. Nothing more was asked. Give --since 9d or a larger --max-scan.',
    );
    expect(asked()).toHaveLength(1);
  });

  test('is asked once for a few days', async () => {
    const { execution, asked } = await play([50 * MB], 500 * MB);
    await readFlowTable(execution, divided, daysBack(2));
    expect(asked().map(partitionsIn)).toEqual([['2026-11-25', '2026-11-28']]);
  });
});

describe('a table', () => {
  test('is asked with the columns that it has', async () => {
    const { execution, asked } = await play([3 * MB, 80 * MB], 1000 * MB);
    const { client, ...bounds } = execution;
    const source = { table: { database: 'logs', table: 'flows' }, workgroup: 'network' };
    const answer = await askAthena({ athena: async () => client }, source, daysBack(30), bounds);
    expect({ ...answer, sums: answer.sums.length }).toEqual({ sums: 2, scanned: 83 * MB, notes: [] });
    expect(asked().map((sql) => partitionsIn(sql).length)).toEqual([2, 4]);
  });

  test('that is not divided by days is read whole, and this is told', async () => {
    const { execution, asked } = await play([50 * MB], 500 * MB);
    const whole = { ...divided, partitionKeys: [] };
    const { notes } = await readFlowTable(execution, whole, daysBack(30));
    expect(notes).toEqual([
      'The table logs.flows is not divided by days in a way that is known here, so Athena read all of it.',
    ]);
    expect(asked()).toHaveLength(1);
  });

  test('without a column that is needed is not asked', async () => {
    const { execution, asked } = await play([], MB);
    const lacking = { ...divided, columns: columns.filter(({ name }) => !/port$|^action$/.test(name)) };
    await expect(readFlowTable(execution, lacking, daysBack(1))).rejects.toThrow(
      "the table logs.flows lacks srcport, dstport, action. Set in the flow log: --log-format '${version} ",
    );
    expect(asked()).toEqual([]);
  });

  test('may have the columns of older statements, in any case', async () => {
    const old =
      'version account interfaceid sourceaddress destinationaddress sourceport destinationport protocol numpackets numbytes starttime endtime action LogStatus';
    const { execution, asked } = await play([0], MB);
    await readFlowTable(
      execution,
      { ...divided, columns: old.split(' ').map((name) => ({ name, type: 'string' })) },
      daysBack(1),
    );
    expect(asked()[0]).toContain('"sourceaddress" AS source,');
    expect(asked()[0]).toContain('"LogStatus" AS log_status,');
  });

  test('and interfaces cannot lead the query astray by their names', async () => {
    const { execution, asked } = await play([0], MB);
    const evil = { ...divided, database: 'a"b', table: 'x"; DROP TABLE y; --' };
    await readFlowTable(execution, evil, { ...daysBack(1), interfaces: ["eni-1') OR ('1' = '1"] });
    expect(asked()[0]).toContain('FROM "a""b"."x""; DROP TABLE y; --"');
    expect(asked()[0]).toContain(`"interface_id" IN ('eni-1'') OR (''1'' = ''1')`);
  });
});

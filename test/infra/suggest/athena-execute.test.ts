import { AthenaClient } from '@aws-sdk/client-athena';
import { describe, expect, test } from 'vitest';
import { type Execution, execute, readRows } from '../../../infra/suggest/athena/execute.ts';
import { readTable } from '../../../infra/suggest/athena/table.ts';
import { readTableName } from '../../../infra/suggest/index.ts';
import { JsonFault, startJsonService } from '../../support/json-service.ts';

// A server on this machine answers in the shapes of Athena's API: none of its queries is run.

const NAME = { database: 'logs', table: 'flows' };
const MB = 2 ** 20;

interface Play {
  /** What each look at the execution finds; the last one is found from then on. */
  readonly looks: readonly object[];
  readonly results?: readonly object[];
  readonly StartQueryExecution?: JsonFault;
  readonly StopQueryExecution?: JsonFault;
}

const running = (scanned: number) => ({ Status: { State: 'RUNNING' }, Statistics: { DataScannedInBytes: scanned } });
const succeeded = (scanned: number) => ({
  Status: { State: 'SUCCEEDED' },
  Statistics: { DataScannedInBytes: scanned },
});

const play = async ({ looks, results = [], ...faults }: Play, different: Partial<Execution> = {}) => {
  const [left, pages] = [[...looks], [...results]];
  const service = await startJsonService({
    StartQueryExecution: () => faults.StartQueryExecution ?? { QueryExecutionId: 'query-1' },
    GetQueryExecution: () => ({ QueryExecution: left.length > 1 ? left.shift() : left[0] }),
    GetQueryResults: () => pages.shift() ?? {},
    StopQueryExecution: () => faults.StopQueryExecution ?? {},
  });
  const client = new AthenaClient(service.config);
  const signal = new AbortController().signal;
  const execution = { client, table: NAME, maxScan: 10 * MB, signal, interval: 1, ...different };
  const called = (action: string) => service.calls.filter((call) => call.action === action);
  return { execution, called };
};

describe('a query of Athena', () => {
  test('is begun as asked, and waited for', async () => {
    const told: number[] = [];
    const { execution, called } = await play(
      { looks: [{ Status: { State: 'QUEUED' } }, running(2 * MB), succeeded(3 * MB)] },
      { workgroup: 'network', outputLocation: 's3://results/suggest/', onScanned: (scanned) => told.push(scanned) },
    );
    expect(await execute(execution, 'SELECT 1')).toEqual({ id: 'query-1', scanned: 3 * MB });
    expect(told).toEqual([0, 2 * MB, 3 * MB]);
    expect(called('StartQueryExecution').map(({ input }) => input)).toEqual([
      {
        ClientRequestToken: expect.any(String),
        QueryString: 'SELECT 1',
        QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'logs' },
        WorkGroup: 'network',
        ResultConfiguration: { OutputLocation: 's3://results/suggest/' },
      },
    ]);
    expect(called('StopQueryExecution')).toEqual([]);
  });

  test('that scans more than it may is stopped', async () => {
    const { execution, called } = await play({ looks: [running(9 * MB), running(11 * MB)] });
    await expect(execute(execution, 'SELECT 1')).rejects.toThrow(
      'Athena had scanned 11 MB, more than the 10 MB that --max-scan allows. The query was stopped. Give a shorter --since or a larger --max-scan.',
    );
    expect(called('StopQueryExecution').map(({ input }) => input)).toEqual([{ QueryExecutionId: 'query-1' }]);
  });

  test('that scans more than it may and cannot be stopped is told with its id', async () => {
    const StopQueryExecution = new JsonFault(
      'AccessDeniedException',
      'not authorized to perform: athena:StopQueryExecution',
    );
    const { execution } = await play({ looks: [running(11 * MB)], StopQueryExecution });
    await expect(execute(execution, 'SELECT 1')).rejects.toThrow(
      'The query could not be stopped (the permission athena:StopQueryExecution is missing. AWS says: not authorized to perform: athena:StopQueryExecution): it is query-1.',
    );
  });

  test('that was over before it could be stopped is paid for, so its result counts', async () => {
    const { execution } = await play({ looks: [running(9 * MB), succeeded(11 * MB)] });
    expect(await execute(execution, 'SELECT 1')).toEqual({ id: 'query-1', scanned: 11 * MB });
  });

  test('may scan what those before it left', async () => {
    const told: number[] = [];
    const different = { scannedBefore: 8 * MB, onScanned: (scanned: number) => told.push(scanned) };
    const { execution } = await play({ looks: [running(MB), running(3 * MB)] }, different);
    await expect(execute(execution, 'SELECT 1')).rejects.toThrow('Athena had scanned 11 MB, more than the 10 MB');
    expect(told).toEqual([9 * MB, 11 * MB]);
  });

  test('is stopped where nobody waits for it any more', async () => {
    const controller = new AbortController();
    const { execution, called } = await play(
      { looks: [running(0)] },
      { signal: controller.signal, interval: 60_000, onScanned: () => setImmediate(() => controller.abort()) },
    );
    await expect(execute(execution, 'SELECT 1')).rejects.toThrow('This operation was aborted');
    expect(called('StopQueryExecution')).toHaveLength(1);
  });

  const endings: Record<string, readonly [found: object, message: string]> = {
    fails: [
      {
        Status: {
          State: 'FAILED',
          StateChangeReason: 'Query failed',
          AthenaError: { ErrorMessage: "HIVE_BAD_DATA: Error reading field value: For input string: 'x'\n" },
        },
      },
      "the query of Athena failed: HIVE_BAD_DATA: Error reading field value: For input string: 'x'",
    ],
    'fails without details': [
      { Status: { State: 'FAILED', StateChangeReason: 'Bytes scanned limit was exceeded' } },
      'the query of Athena failed: Bytes scanned limit was exceeded',
    ],
    'was cancelled': [{ Status: { State: 'CANCELLED' } }, 'the query of Athena was cancelled: it gives no reason'],
  };

  test.each(Object.entries(endings))('that %s is told in one line', async (_name, [found, message]) => {
    const { execution, called } = await play({ looks: [found] });
    await expect(execute(execution, 'SELECT 1')).rejects.toThrow(new RegExp(`^${message}\\S*$`));
    expect(called('StopQueryExecution')).toEqual([]);
  });

  const refusals: Record<string, readonly [fault: JsonFault, message: string]> = {
    'there is no place for results': [
      new JsonFault(
        'InvalidRequestException',
        'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
      ),
      'Athena does not know where to write results. Give --output-location s3://BUCKET/PREFIX/, or with --workgroup a workgroup that has a place for them.',
    ],
    'there is no such workgroup': [
      new JsonFault('InvalidRequestException', 'WorkGroup network is not found.'),
      'Athena refused the query: WorkGroup network is not found.',
    ],
  };

  test.each(Object.entries(refusals))(
    'is refused in one line where %s',
    async (_name, [StartQueryExecution, message]) => {
      const { execution } = await play({ looks: [], StartQueryExecution });
      await expect(execute(execution, 'SELECT 1')).rejects.toThrow(message);
    },
  );
});

describe('the rows of a result', () => {
  const row = (...values: readonly (string | undefined)[]) => ({
    Data: values.map((value) => (value === undefined ? {} : { VarCharValue: value })),
  });
  const ResultSetMetadata = {
    ColumnInfo: [
      { Name: 'peer', Type: 'varchar' },
      { Name: 'flows', Type: 'bigint' },
    ],
  };

  test('are read page by page, without the names of the columns, which Athena tells first', async () => {
    const { execution, called } = await play({
      looks: [],
      results: [
        { NextToken: 'more', ResultSet: { ResultSetMetadata, Rows: [row('peer', 'flows'), row('10.0.0.1', '3')] } },
        { ResultSet: { ResultSetMetadata, Rows: [row('peer', 'flows'), row(undefined, '4')] } },
      ],
    });
    const rows: (readonly string[])[] = [];
    for await (const values of readRows(execution, 'query-1')) rows.push(values);
    expect(rows).toEqual([
      ['10.0.0.1', '3'],
      // On another page it would be no header.
      ['peer', 'flows'],
      ['', '4'],
    ]);
    expect(called('GetQueryResults').map(({ input }) => input['NextToken'])).toEqual([undefined, 'more']);
  });
});

describe('a table', () => {
  test.each([
    ['logs.flows', NAME],
    ['my-db.flow_logs_2026', { database: 'my-db', table: 'flow_logs_2026' }],
  ])('is named %s', (text, name) => {
    expect(readTableName(text)).toEqual(name);
  });

  test.each(['flows', 'a.b.c', '.flows', 'logs.', 'logs.flows; DROP TABLE x', 'logs."flows"', 'logs.flo ws', ''])(
    'is not named %j',
    (text) => {
      expect(readTableName(text)).toBeUndefined();
    },
  );

  test('has columns, keys of partitions and properties', async () => {
    const service = await startJsonService({
      GetTableMetadata: () => ({
        TableMetadata: {
          Name: 'flows',
          Columns: [{ Name: 'srcaddr', Type: 'string' }],
          PartitionKeys: [{ Name: 'date', Type: 'date' }],
          Parameters: { 'projection.enabled': 'true' },
        },
      }),
    });
    expect(await readTable(new AthenaClient(service.config), NAME, new AbortController().signal)).toEqual({
      ...NAME,
      columns: [{ name: 'srcaddr', type: 'string' }],
      partitionKeys: [{ name: 'date', type: 'date' }],
      parameters: { 'projection.enabled': 'true' },
    });
    expect(service.calls[0]?.input).toEqual({
      CatalogName: 'AwsDataCatalog',
      DatabaseName: 'logs',
      TableName: 'flows',
    });
  });

  test('that is not there is told in one line', async () => {
    const service = await startJsonService({
      GetTableMetadata: () =>
        new JsonFault('MetadataException', 'EntityNotFoundException: Entity Not Found (Service: AWSGlue)'),
    });
    await expect(readTable(new AthenaClient(service.config), NAME, new AbortController().signal)).rejects.toThrow(
      'Athena cannot read the table logs.flows: EntityNotFoundException: Entity Not Found (Service: AWSGlue). aws athena list-table-metadata --catalog-name AwsDataCatalog --database-name logs lists those that there are; it takes the permissions glue:GetTable and athena:GetTableMetadata.',
    );
  });
});

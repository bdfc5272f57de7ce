import { CreateLogGroupCommand, CreateLogStreamCommand, DescribeQueriesCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateFlowLogsCommand, CreateVpcCommand } from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { DEFAULT_FORMAT as DEFAULT_FIELDS, formatText } from '../../flow/index.ts';
import { type Clients, makeClients } from '../../infra/aws/index.ts';
import { readFlowTable } from '../../infra/suggest/athena/read.ts';
import { askLogGroup } from '../../infra/suggest/index.ts';
import { useEmptyAccount } from './support/empty-account.ts';

const DEFAULT_FORMAT = formatText(DEFAULT_FIELDS);

// moto runs no query: of Athena it returns the results that it is given, of Logs Insights the events with what it knows of
// their fields. So these hold the calls, as another implementation of both services takes them, and not what comes of them.

const account = useEmptyAccount();
const { signal } = new AbortController();
const QUERY = { interfaces: ['eni-0a1b2c3d4e5f60718'], from: 1_790_000_000, to: 1_790_020_000 };
const GB = 2 ** 30;

let clients: Clients;

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'testing').stubEnv('AWS_SECRET_ACCESS_KEY', 'testing');
  clients = makeClients({ region: 'us-east-1', endpointUrl: account.moto });
});

describe('a log group', () => {
  const read = (logGroup: string) => askLogGroup(clients, { logGroup }, QUERY, { maxScan: GB, signal, interval: 10 });

  const makeGroup = async (): Promise<void> => {
    const client = await clients.logs();
    await client.send(new CreateLogGroupCommand({ logGroupName: '/vpc/flows' }));
  };

  const makeFlowLog = async (TrafficType: 'ALL' | 'ACCEPT', LogFormat: string): Promise<void> => {
    const ec2 = await clients.ec2();
    const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: '10.7.0.0/16' }));
    await ec2.send(
      new CreateFlowLogsCommand({
        ...{ ResourceIds: [Vpc?.VpcId ?? ''], ResourceType: 'VPC', TrafficType, LogGroupName: '/vpc/flows', LogFormat },
        DeliverLogsPermissionArn: 'arn:aws:iam::123456789012:role/flow-logs',
      }),
    );
  };

  /** What Insights was asked last, which moto keeps. */
  const lastQuery = async (): Promise<string | undefined> => {
    const client = await clients.logs();
    const { queries } = await client.send(new DescribeQueriesCommand({ logGroupName: '/vpc/flows' }));
    return queries?.at(-1)?.queryString;
  };

  test('is asked in the format of its flow log, for the streams of the interfaces', async () => {
    await makeGroup();
    await makeFlowLog('ACCEPT', `${DEFAULT_FORMAT} \${tcp-flags}`);
    const client = await clients.logs();
    for (const name of ['eni-0a1b2c3d4e5f60718-accept', 'eni-1235b8ca123456789-accept'])
      await client.send(new CreateLogStreamCommand({ logGroupName: '/vpc/flows', logStreamName: name }));
    const { sums, notes } = await read('/vpc/flows');
    expect(sums).toEqual([]);
    expect(notes).toEqual([
      expect.stringMatching(/^The flow log fl-\w+ writes flows that were accepted only\.$/),
      expect.stringMatching(/^The flow log fl-\w+ was made on \d{4}-\d\d-\d\d: it knows nothing from before\.$/),
    ]);
    const query = await lastQuery();
    expect(query).toContain('filter @logStream in ["eni-0a1b2c3d4e5f60718-accept"]');
    expect(query).toContain('status, tcpFlags\n');
  });

  test('is asked in the default format, for all streams, where nothing is known of its flow log and its streams', async () => {
    await makeGroup();
    expect((await read('/vpc/flows')).notes).toEqual([
      'EC2 tells of no flow log of this account that writes into /vpc/flows, so its records were read in the default format. Give another one with --log-format.',
    ]);
    expect(await lastQuery()).toMatch(/^parse @message /);
  });

  test('that has records in different formats is not asked', async () => {
    await makeGroup();
    await makeFlowLog('ALL', DEFAULT_FORMAT);
    await makeFlowLog('ALL', `${DEFAULT_FORMAT} \${tcp-flags}`);
    await expect(read('/vpc/flows')).rejects.toThrow(
      /^the flow logs fl-\w+, fl-\w+ write into \/vpc\/flows in different formats\. Give the one to read with --log-format\.$/,
    );
  });

  test('that is not there is told in one line', async () => {
    await expect(read('/vpc/other')).rejects.toThrow('there is no log group /vpc/other in this account and Region.');
  });
});

describe('a table of Athena', () => {
  const names = [
    ...['interface_id', 'log_status', 'action', 'protocol', 'source', 'destination', 'source_port', 'destination_port'],
    ...['direction', 'is_syn', 'records', 'packets', 'bytes', 'first_start', 'last_end'],
  ];
  const row = (values: readonly string[]) => ({ Data: values.map((VarCharValue) => ({ VarCharValue })) });
  const types = { version: 'int', start: 'bigint', end: 'bigint' } as const;
  const columns = DEFAULT_FORMAT.replace(/[${}]/g, '')
    .split(' ')
    .map((field) => ({ name: field.replaceAll('-', '_'), type: types[field as keyof typeof types] ?? 'string' }));
  const table = { database: 'logs', table: 'flows', columns, partitionKeys: [], parameters: {} };

  test('is asked, and its rows are read', async () => {
    const sum = [
      'eni-1',
      'OK',
      'ACCEPT',
      '6',
      '10.0.0.1',
      '10.0.0.2',
      '0',
      '443',
      'egress',
      'true',
      '3',
      '9',
      '1200',
      '5',
      '7',
    ];
    const results = [{ rows: [row(names), row(sum)], column_info: names.map((Name) => ({ Name, Type: 'varchar' })) }];
    await fetch(`${account.moto}/moto-api/static/athena/query-results`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ results }),
    });
    const client = await clients.athena();
    const outputLocation = 's3://results/suggest/';
    const answer = await readFlowTable(
      { client, table, outputLocation, maxScan: GB, signal, interval: 10 },
      table,
      QUERY,
    );
    expect(answer).toEqual({
      sums: [
        {
          ...{ interfaceId: 'eni-1', logStatus: 'OK', action: 'ACCEPT', protocol: 6, direction: 'egress', isSyn: true },
          ...{ source: '10.0.0.1', destination: '10.0.0.2', sourcePort: 0, destinationPort: 443 },
          ...{ records: 3, packets: 9, bytes: 1200, first: 5, last: 7 },
        },
      ],
      scanned: expect.any(Number),
      notes: ['The table logs.flows is not divided by days in a way that is known here, so Athena read all of it.'],
    });
  });
});

import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { describe, expect, test } from 'vitest';
import { type InsightsRun, runInsights } from '../../../infra/suggest/logs-insights/run.ts';
import { JsonFault, startJsonService } from '../../support/json-service.ts';

// A server on this machine answers in the shapes of the API of CloudWatch Logs: none of its queries is run.

const MB = 2 ** 20;
const RANGE = { from: 1_790_000_000, to: 1_790_086_399 };
const QUERY = 'stats count(*) as records';

interface Play {
  readonly looks: readonly object[];
  readonly StartQuery?: JsonFault;
}

const play = async ({ looks, StartQuery }: Play, different: Partial<InsightsRun> = {}) => {
  const left = [...looks];
  const service = await startJsonService({
    StartQuery: () => StartQuery ?? { queryId: 'query-1' },
    GetQueryResults: () => (left.length > 1 ? left.shift() : left[0]) ?? {},
    StopQuery: () => ({ success: true }),
  });
  const client = new CloudWatchLogsClient(service.config);
  const signal = new AbortController().signal;
  const run = { client, logGroup: '/vpc/flows', maxScan: 10 * MB, signal, interval: 1, ...different };
  const called = (action: string) => service.calls.filter((call) => call.action === action).map(({ input }) => input);
  return { run, called };
};

const found = (status: string, bytesScanned: number, results: readonly object[] = []) => ({
  status,
  results,
  statistics: { bytesScanned, recordsScanned: 10, recordsMatched: 5 },
});

const rowOf = (row: Record<string, string>) => Object.entries(row).map(([field, value]) => ({ field, value }));

describe('a query of Logs Insights', () => {
  test('is begun within its time, and waited for', async () => {
    const told: number[] = [];
    const rows = [{ peer: '10.0.0.1', records: '3' }, { records: '4' }];
    const { run, called } = await play(
      {
        looks: [found('Scheduled', 0), found('Running', 2 * MB, [[]]), found('Complete', 3 * MB, rows.map(rowOf))],
      },
      { onScanned: (scanned) => told.push(scanned) },
    );
    expect(await runInsights(run, QUERY, RANGE)).toEqual({ rows, scanned: 3 * MB, isFull: false });
    expect(told).toEqual([0, 2 * MB, 3 * MB]);
    expect(called('StartQuery')).toEqual([
      { logGroupName: '/vpc/flows', queryString: QUERY, startTime: RANGE.from, endTime: RANGE.to, limit: 100_000 },
    ]);
    expect(called('StopQuery')).toEqual([]);
  });

  test('names a log group of a linked account by its ARN', async () => {
    const logGroup = 'arn:aws:logs:eu-west-1:123456789012:log-group:/vpc/flows';
    const { run, called } = await play({ looks: [found('Complete', 0)] }, { logGroup });
    await runInsights(run, QUERY, RANGE);
    expect(called('StartQuery')).toMatchObject([{ logGroupIdentifiers: [logGroup] }]);
  });

  test('has its rows on pages, and says where there may be more than AWS returns', async () => {
    const rows = Array.from({ length: 10_000 }, (_, index) => rowOf({ peer: String(index) }));
    const page = { ...found('Complete', MB, rows), nextToken: 'more' };
    const looks = Array.from({ length: 10 }, (_, index) => ({
      ...page,
      nextToken: index === 9 ? undefined : `p${index}`,
    }));
    const { run, called } = await play({ looks });
    const result = await runInsights(run, QUERY, RANGE);
    expect({ count: result.rows.length, isFull: result.isFull }).toEqual({ count: 100_000, isFull: true });
    expect(called('GetQueryResults').slice(0, 2)).toEqual([
      { queryId: 'query-1' },
      { queryId: 'query-1', nextToken: 'p0' },
    ]);
  });

  test('that scans more than it may is stopped', async () => {
    const { run, called } = await play({ looks: [found('Running', 9 * MB), found('Running', 11 * MB)] });
    await expect(runInsights(run, QUERY, RANGE)).rejects.toThrow(
      'CloudWatch Logs Insights had scanned 11 MB, more than the 10 MB that --max-scan allows. The query was stopped. Give a shorter --since or a larger --max-scan.',
    );
    expect(called('StopQuery')).toEqual([{ queryId: 'query-1' }]);
  });

  test('may scan what those before it left', async () => {
    const told: number[] = [];
    const different = { scannedBefore: 8 * MB, onScanned: (scanned: number) => told.push(scanned) };
    const { run } = await play({ looks: [found('Running', MB), found('Running', 3 * MB)] }, different);
    await expect(runInsights(run, QUERY, RANGE)).rejects.toThrow('Insights had scanned 11 MB, more than the 10 MB');
    expect(told).toEqual([9 * MB, 11 * MB]);
  });

  test('is stopped where nobody waits for it any more', async () => {
    const controller = new AbortController();
    const onScanned = () => setImmediate(() => controller.abort());
    const { run, called } = await play(
      { looks: [found('Running', 0)] },
      { signal: controller.signal, interval: 60_000, onScanned },
    );
    await expect(runInsights(run, QUERY, RANGE)).rejects.toThrow('This operation was aborted');
    expect(called('StopQuery')).toEqual([{ queryId: 'query-1' }]);
  });

  test.each([
    ['Failed', 'the query of CloudWatch Logs Insights failed; AWS gives no reason.'],
    ['Cancelled', 'the query of CloudWatch Logs Insights was cancelled by somebody.'],
    ['Timeout', 'the query of CloudWatch Logs Insights ran for 60 minutes, the most that AWS allows.'],
  ])('that ends as %s is told in one line', async (status, message) => {
    const { run, called } = await play({ looks: [found(status, MB)] });
    await expect(runInsights(run, QUERY, RANGE)).rejects.toThrow(message);
    expect(called('StopQuery')).toEqual([]);
  });

  test.each([
    [
      new JsonFault('ResourceNotFoundException', 'Log group does not exist'),
      'there is no log group /vpc/flows in this account and Region. aws logs describe-log-groups lists those that there are.',
    ],
    [
      new JsonFault('MalformedQueryException', 'unexpected symbol found'),
      'CloudWatch Logs Insights refused the query: unexpected symbol found',
    ],
    [
      new JsonFault('LimitExceededException', 'Account maximum query concurrency reached'),
      'CloudWatch Logs Insights refused the query: Account maximum query concurrency reached',
    ],
  ])('that is refused is told in one line', async (StartQuery, message) => {
    const { run } = await play({ looks: [], StartQuery });
    await expect(runInsights(run, QUERY, RANGE)).rejects.toThrow(message);
  });
});

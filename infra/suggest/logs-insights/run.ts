import type { CloudWatchLogsClient, GetQueryResultsResponse, ResultField } from '@aws-sdk/client-cloudwatch-logs';
import { printable } from '../../../rule/index.ts';
import { isAwsError, pagesOf, RefusalError } from '../../aws/index.ts';
import { type Bounds, followQuery } from '../follow-query.ts';

/** How queries of a log group are run. */
export interface InsightsRun extends Bounds {
  readonly client: CloudWatchLogsClient;
  /** The name of a log group; of one in a linked account, its ARN. */
  readonly logGroup: string;
}

/** Seconds since 1970; both are included. */
export interface TimeRange {
  readonly from: number;
  readonly to: number;
}

/** What a query found. */
export interface InsightsResult {
  /** The fields of each row by their names; a field without a value is not there. */
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** Bytes that it scanned. */
  readonly scanned: number;
  /** AWS returns no more rows than it returned: there may be others. */
  readonly isFull: boolean;
}

/**
 * Runs a query to its end.
 * @throws {RefusalError} where there is no such log group, and where it is refused, fails, is cancelled or scans more than it may
 */
export async function runInsights(run: InsightsRun, query: string, range: TimeRange): Promise<InsightsResult> {
  const { client, signal: abortSignal } = run;
  const { GetQueryResultsCommand, StopQueryCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const queryId = await start(run, query, range);
  const read = (nextToken?: string) =>
    client.send(new GetQueryResultsCommand({ queryId, ...(nextToken !== undefined && { nextToken }) }), {
      abortSignal,
    });
  const look = async () => {
    const response = await read();
    const scanned = response.statistics?.bytesScanned ?? 0;
    return isEnded(response) ? { scanned, result: response } : { scanned };
  };
  const stop = () => client.send(new StopQueryCommand({ queryId }));
  const followed = await followQuery({ service: 'CloudWatch Logs Insights', id: queryId, look, stop }, run);
  const rows: Record<string, string>[] = [];
  const pages = pagesOf({
    action: 'GetQueryResults',
    read: async (token) => (token === undefined ? followed.result : read(token)),
    next: ({ nextToken }) => nextToken,
  });
  for await (const { results = [] } of pages) rows.push(...results.map(rowOf));
  return { rows, scanned: followed.scanned, isFull: rows.length >= MAX_ROWS };
}

/** As many rows as a query of Insights returns: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
const MAX_ROWS = 100_000;

const rowOf = (fields: readonly ResultField[]): Record<string, string> =>
  Object.fromEntries(fields.map(({ field = '', value = '' }) => [field, value]));

const start = async (
  { client, logGroup, signal: abortSignal }: InsightsRun,
  queryString: string,
  { from, to }: TimeRange,
): Promise<string> => {
  const { StartQueryCommand } = await import('@aws-sdk/client-cloudwatch-logs');
  const command = new StartQueryCommand({
    ...(logGroup.startsWith('arn:') ? { logGroupIdentifiers: [logGroup] } : { logGroupName: logGroup }),
    ...{ queryString, startTime: from, endTime: to, limit: MAX_ROWS },
  });
  const { queryId = '' } = await client.send(command, { abortSignal }).catch((error: unknown) => {
    throw explain(error, logGroup);
  });
  return queryId;
};

const explain = (error: unknown, logGroup: string): unknown => {
  if (isAwsError(error, 'noResource'))
    return new RefusalError(
      `there is no log group ${logGroup} in this account and Region. aws logs describe-log-groups lists those that there are.`,
    );
  return isAwsError(error, 'refusedQuery')
    ? new RefusalError(`CloudWatch Logs Insights refused the query: ${printable(error.message, 300)}`)
    : error;
};

/** @throws {RefusalError} where it came to no good end */
const isEnded = ({ status }: GetQueryResultsResponse): boolean => {
  if (status === 'Complete') return true;
  const what = status && bad[status];
  if (what === undefined) return false;
  throw new RefusalError(`the query of CloudWatch Logs Insights ${what}`);
};

const bad: Readonly<Record<string, string>> = {
  Failed: 'failed; AWS gives no reason. Run it again; where that does not help, give a shorter --since.',
  Cancelled: 'was cancelled by somebody. Run it again.',
  Timeout: 'ran for 60 minutes, the most that AWS allows. Give a shorter --since.',
};

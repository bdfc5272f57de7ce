import type { AthenaClient, QueryExecution, Row } from '@aws-sdk/client-athena';
import { printable } from '../../../rule/index.ts';
import { isAwsError, pagesOf, RefusalError } from '../../aws/index.ts';
import { type Bounds, followQuery } from '../follow-query.ts';
import { CATALOG, type TableName } from './table.ts';

/** How queries of a table are run. */
export interface Execution extends Bounds {
  readonly client: AthenaClient;
  readonly table: TableName;
  /** The workgroup; default: `primary`. */
  readonly workgroup?: string | undefined;
  /** Where Athena writes the results, `s3://bucket/prefix/`; default: as the workgroup says. */
  readonly outputLocation?: string | undefined;
}

/**
 * Runs a query to its end; tells the id under which Athena keeps its result, and how many bytes it scanned.
 * @throws {RefusalError} where it is refused, fails, is cancelled or scans more than it may
 */
export async function execute(
  execution: Execution,
  sql: string,
): Promise<{ readonly id: string; readonly scanned: number }> {
  const { client, signal: abortSignal } = execution;
  const { GetQueryExecutionCommand, StopQueryExecutionCommand } = await import('@aws-sdk/client-athena');
  const id = await start(execution, sql);
  const look = async () => {
    const command = new GetQueryExecutionCommand({ QueryExecutionId: id });
    const { QueryExecution = {} } = await client.send(command, { abortSignal });
    const scanned = QueryExecution.Statistics?.DataScannedInBytes ?? 0;
    return isEnded(QueryExecution) ? { scanned, result: id } : { scanned };
  };
  const stop = () => client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
  const { scanned } = await followQuery({ service: 'Athena', id, look, stop }, execution);
  return { id, scanned };
}

/** The rows of a query's result: of each column a text, empty for NULL. */
export async function* readRows(
  { client, signal: abortSignal }: Pick<Execution, 'client' | 'signal'>,
  id: string,
): AsyncGenerator<readonly string[]> {
  const { GetQueryResultsCommand } = await import('@aws-sdk/client-athena');
  const pages = pagesOf({
    action: 'GetQueryResults',
    read: (NextToken) => {
      const command = new GetQueryResultsCommand({ QueryExecutionId: id, NextToken, MaxResults: PAGE });
      return client.send(command, { abortSignal });
    },
    next: ({ NextToken }) => NextToken,
  });
  let isFirst = true;
  for await (const { ResultSet: { Rows = [], ResultSetMetadata } = {} } of pages) {
    const names = ResultSetMetadata?.ColumnInfo?.map(({ Name }) => Name);
    for (const values of Rows.map(valuesOf)) {
      // Athena tells the names of the columns as the first row, too.
      const isHeader = isFirst && values.every((value, index) => value === names?.[index]);
      isFirst = false;
      if (!isHeader) yield values;
    }
  }
}

/** As many rows as Athena returns at once. */
const PAGE = 1000;

const valuesOf = ({ Data = [] }: Row): string[] => Data.map(({ VarCharValue }) => VarCharValue ?? '');

const start = async (
  { client, table, workgroup, outputLocation, signal: abortSignal }: Execution,
  sql: string,
): Promise<string> => {
  const { StartQueryExecutionCommand } = await import('@aws-sdk/client-athena');
  const command = new StartQueryExecutionCommand({
    QueryString: sql,
    QueryExecutionContext: { Catalog: CATALOG, Database: table.database },
    ...(workgroup !== undefined && { WorkGroup: workgroup }),
    ...(outputLocation !== undefined && { ResultConfiguration: { OutputLocation: outputLocation } }),
  });
  const { QueryExecutionId = '' } = await client.send(command, { abortSignal }).catch((error: unknown) => {
    throw isAwsError(error, 'invalidRequest') ? new RefusalError(refusedText(error.message)) : error;
  });
  return QueryExecutionId;
};

const refusedText = (message: string): string =>
  /output location/i.test(message)
    ? 'Athena does not know where to write results. Give --output-location s3://BUCKET/PREFIX/, or with --workgroup a workgroup that has a place for them.'
    : `Athena refused the query: ${printable(message, 300)}`;

/** @throws {RefusalError} where it came to no good end */
const isEnded = ({ Status: { State, AthenaError, StateChangeReason } = {} }: QueryExecution): boolean => {
  if (State === 'SUCCEEDED') return true;
  if (State !== 'FAILED' && State !== 'CANCELLED') return false;
  const reason = AthenaError?.ErrorMessage ?? StateChangeReason ?? 'it gives no reason';
  const what = State === 'FAILED' ? 'failed' : 'was cancelled';
  throw new RefusalError(`the query of Athena ${what}: ${printable(reason, 500)}`);
};

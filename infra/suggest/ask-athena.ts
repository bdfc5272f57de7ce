import type { Clients } from '../aws/index.ts';
import { readFlowTable, readTable, type TableName } from './athena/index.ts';
import type { FlowAnswer, FlowQuery } from './flow-sum.ts';
import type { Bounds } from './follow-query.ts';

/** Where the records are, and how Athena is to be asked. */
export interface AthenaSource {
  readonly table: TableName;
  /** Default: `primary`. */
  readonly workgroup?: string | undefined;
  /** Where Athena writes results, `s3://bucket/prefix/`; default: as the workgroup says. */
  readonly outputLocation?: string | undefined;
}

/**
 * Has Athena sum up the records of a table, with the columns that it has.
 * @throws {RefusalError} where there is no such table, where it lacks a column, and where a query fails
 */
export async function askAthena(
  clients: Pick<Clients, 'athena'>,
  source: AthenaSource,
  query: FlowQuery,
  bounds: Bounds,
): Promise<FlowAnswer> {
  const client = await clients.athena();
  const table = await readTable(client, source.table, bounds.signal);
  return readFlowTable({ ...bounds, ...source, client }, table, query);
}

import type { AthenaClient, Column as SdkColumn } from '@aws-sdk/client-athena';
import { printable } from '../../../rule/index.ts';
import { isAwsError, RefusalError } from '../../aws/index.ts';

/** A table of Athena's, as `--athena` names it. */
export interface TableName {
  readonly database: string;
  readonly table: string;
}

/** A column, with its type in the words of Hive: `bigint`, `string`, `date`. */
export interface Column {
  readonly name: string;
  readonly type: string;
}

/** What the catalog knows of a table. */
export interface AthenaTable extends TableName {
  readonly columns: readonly Column[];
  /** By what its files are divided. */
  readonly partitionKeys: readonly Column[];
  /** Its properties, such as `projection.enabled`. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** Reads `DATABASE.TABLE`; undefined where it is none. */
export function readTableName(text: string): TableName | undefined {
  const [, database, table] = NAME.exec(text) ?? [];
  return database === undefined || table === undefined ? undefined : { database, table };
}

/** What Glue allows is more; what is not printed is in no name that somebody gives. */
const NAME = /^([\w-]{1,255})\.([\w-]{1,255})$/;

/**
 * Reads the columns of a table.
 * @throws {RefusalError} where there is no such table
 */
export async function readTable(
  client: AthenaClient,
  { database, table }: TableName,
  abortSignal: AbortSignal,
): Promise<AthenaTable> {
  const { GetTableMetadataCommand } = await import('@aws-sdk/client-athena');
  const command = new GetTableMetadataCommand({ CatalogName: CATALOG, DatabaseName: database, TableName: table });
  const { TableMetadata } = await client.send(command, { abortSignal }).catch((error: unknown) => {
    throw isAwsError(error, 'noTable') ? new RefusalError(missingText({ database, table }, error.message)) : error;
  });
  return {
    ...{ database, table },
    columns: (TableMetadata?.Columns ?? []).map(toColumn),
    partitionKeys: (TableMetadata?.PartitionKeys ?? []).map(toColumn),
    parameters: TableMetadata?.Parameters ?? {},
  };
}

/** The catalog of Glue, which every account has. */
export const CATALOG = 'AwsDataCatalog';

const toColumn = ({ Name = '', Type = '' }: SdkColumn): Column => ({ name: Name, type: Type });

/** AWS gives one error for what is not there and for what may not be read. */
const missingText = ({ database, table }: TableName, message: string): string =>
  `Athena cannot read the table ${database}.${table}: ${printable(message, 300).replace(/\.$/, '')}. aws athena list-table-metadata --catalog-name ${CATALOG} --database-name ${database} lists those that there are; it takes the permissions glue:GetTable and athena:GetTableMetadata.`;

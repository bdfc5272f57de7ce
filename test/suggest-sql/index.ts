import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { argv, exit, stderr, stdout } from 'node:process';
import { gzipSync } from 'node:zlib';
import type { FlowSum } from '../../flow/index.ts';
import { identifier, literal } from '../../infra/suggest/athena/quote.ts';
import { sqlFor } from '../../infra/suggest/athena/sql.ts';
import type { FlowQuery } from '../../infra/suggest/flow-sum.ts';
import { flowSumOf } from '../../infra/suggest/flow-sum-of.ts';
import { readFlowFiles } from '../../infra/suggest/read-files.ts';
import { DAY, DAYS, FIRST_DAY, type FlowRecord, INTERFACES, makeFlowRecords } from '../support/flow-records.ts';
import { makeRandom } from '../support/random.ts';
import { inOrder } from '../support/sum-records.ts';
import { type TestTable, tables } from './tables.ts';

const usage = `Usage: node test/suggest-sql/index.ts <folder of trino-parser> <folder of @duckdb/node-api> [count] [seed]

Has the SQL that suggest sends to Athena read by Trino's parser, and run by DuckDB on generated flow log records (20,000 where
no count is given) in tables as AWS documents them; tells where the sums are not those that suggest reads of the same records in
a file. Exit code 0: all are, 1: some are not, 2: wrong use. Needs a JDK, 17 or newer.
`;

const [trino, duckdb, count = '20000', seed = '1'] = argv.slice(2);
if (trino === undefined || duckdb === undefined || !/^\d+$/.test(count) || !/^\d+$/.test(seed)) {
  stderr.write(usage);
  exit(2);
}

/** Whole time, and a part of it that begins and ends within a day; two of the interfaces. */
const queries: readonly FlowQuery[] = [
  { interfaces: INTERFACES, from: FIRST_DAY, to: FIRST_DAY + DAYS * DAY - 1 },
  { interfaces: INTERFACES.slice(0, 2), from: FIRST_DAY + 40_000, to: FIRST_DAY + 9 * DAY + 1234 },
];

const dayOf = (seconds: number): number => Math.floor(seconds / DAY);

const statementFor = ({ table }: TestTable, query: FlowQuery): string =>
  sqlFor(table, query, [
    { first: dayOf(query.from), last: dayOf(query.from) },
    { first: dayOf(query.from) + 1, last: dayOf(query.to) + 1 },
  ]);

/** What Trino's parser says of each statement. */
const parse = (statements: readonly string[]): readonly string[] => {
  const input = statements.map((statement) => `${Buffer.from(statement).toString('base64')}\n`).join('');
  const program = join(import.meta.dirname, 'ParseSql.java');
  const { status, stdout: output } = spawnSync('java', ['-cp', join(trino, '*'), program], {
    input,
    stdio: ['pipe', 'pipe', 'inherit'],
    encoding: 'utf8',
  });
  if (status !== 0) exit(2);
  return output.trimEnd().split('\n');
};

const { DuckDBInstance } = await import(join(resolve(duckdb), 'node_modules/@duckdb/node-api/lib/index.js'));
const connection = await (await DuckDBInstance.create(':memory:')).connect();
// The one function that DuckDB calls otherwise; the statements themselves are run as they are.
await connection.run('CREATE MACRO bitwise_and(one, other) AS (one & other)');
await connection.run('CREATE SCHEMA logs');

const typeIn: Readonly<Record<string, string>> = { string: 'VARCHAR', int: 'INTEGER', bigint: 'BIGINT', date: 'DATE' };

/** What Hive reads of a text: a number of `-` is none. */
const valueFor = (type: string, text: string): string => {
  if (type === 'string' || type === 'date') return literal(text);
  return /^\d+$/.test(text) ? text : 'NULL';
};

const fill = async ({ table, keyOf }: TestTable, records: readonly FlowRecord[]): Promise<void> => {
  const columns = [...table.columns, ...table.partitionKeys];
  const name = `${identifier(table.database)}.${identifier(table.table)}`;
  await connection.run(
    `CREATE TABLE ${name} (${columns.map((one) => `${identifier(one.name)} ${typeIn[one.type]}`).join(', ')})`,
  );
  const rowOf = (record: FlowRecord): string => {
    // A file is written when the record is over.
    const day = new Date(Number(record['end']) * 1000);
    const values = [
      ...table.columns.map((one) => valueFor(one.type, record[one.name.replaceAll('_', '-')] ?? '')),
      ...table.partitionKeys.map((one) => valueFor(one.type, keyOf(one.name, day))),
    ];
    return `(${values.join(', ')})`;
  };
  for (let index = 0; index < records.length; index += 5000)
    await connection.run(
      `INSERT INTO ${name} VALUES ${records
        .slice(index, index + 5000)
        .map(rowOf)
        .join(', ')}`,
    );
};

const run = async (statement: string) => {
  const reader = await connection.runAndReadAll(statement);
  const rows: readonly (readonly unknown[])[] = reader.getRows();
  return rows.map((values) => flowSumOf(values.map((value) => (value === null ? '' : String(value)))));
};

/** What `suggest --flow-logs` sums up of the same records, as AWS writes them to S3: as gzip, with their fields in the first line. */
const readHere = async (
  records: readonly FlowRecord[],
  fields: readonly string[],
  { interfaces, from, to }: FlowQuery,
): Promise<readonly FlowSum[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'egress-guard-flow-'));
  const path = join(folder, 'flow.log.gz');
  const lines = [fields, ...records.map((record) => fields.map((field) => record[field] ?? '-'))];
  writeFileSync(path, gzipSync(lines.map((line) => `${line.join(' ')}\n`).join('')));
  const scope = { interfaces: new Set(interfaces), from, to };
  const { sums } = await readFlowFiles([path], { format: undefined, scope, onProgress: () => undefined });
  rmSync(folder, { recursive: true });
  return sums;
};

const records = makeFlowRecords(makeRandom(Number(seed)), Number(count));
let wrong = 0;
for (const one of tables) {
  await fill(one, records);
  const statements = queries.map((query) => statementFor(one, query));
  for (const [index, said] of parse(statements).entries()) {
    const [query, statement] = [queries[index], statements[index]];
    if (query === undefined || statement === undefined) continue;
    const [found, expected] = [inOrder(await run(statement)), inOrder(await readHere(records, one.fields, query))];
    const differing =
      expected.filter((sum, place) => sum !== found[place]).length + Math.abs(found.length - expected.length);
    const isRight = said === 'read' && differing === 0;
    wrong += isRight ? 0 : 1;
    stdout.write(
      `${isRight ? 'right' : 'WRONG'}  ${one.name}: Trino: ${said}; ${expected.length} sums, ${differing} differ\n`,
    );
    if (differing > 0) stdout.write(`  expected ${expected[0]}\n  found    ${found[0]}\n${statement}\n`);
  }
}
stdout.write(
  `${records.length} records, seed ${seed}: ${wrong} of ${tables.length * queries.length} statements are wrong\n`,
);
exit(wrong === 0 ? 0 : 1);

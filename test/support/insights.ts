import { parseJson } from '../../rule/value/json.ts';
import { isObject } from '../../rule/value/place.ts';
import { type Context, field, type Row, readExpression } from './insights-expression.ts';
import { readStats } from './insights-stats.ts';
import { makeReader, type Reader, readList } from './insights-token.ts';

/** A line of a log. */
export interface LogEvent {
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly message: string;
}

export interface QueryResult {
  /** What would be shown. */
  readonly rows: readonly Row[];
  /** Fields that were asked for, and that no record had: a query has no use for them. */
  readonly unknown: readonly string[];
}

type Command = (rows: readonly Row[], context: Context) => readonly Row[];

const readFields = (reader: Reader): Command => {
  const made = readList(reader, () => {
    const expression = readExpression(reader);
    reader.expect('as');
    return { name: reader.readName(), expression };
  });
  return (rows, context) =>
    rows.map((row) => ({
      ...row,
      ...Object.fromEntries(made.map(({ name, expression }) => [name, expression(row, context)])),
    }));
};

const readFilter = (reader: Reader): Command => {
  const condition = readExpression(reader);
  return (rows, context) => rows.filter((row) => condition(row, context) === true);
};

const readUnnest = (reader: Reader): Command => {
  const list = field(reader.readName());
  reader.expect('into');
  const name = reader.readName();
  return (rows, context) =>
    rows.flatMap((row) => [list(row, context)].flat().map((item) => ({ ...row, [name]: item })));
};

const inOrder = (a: unknown, b: unknown): number => {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
};

const readSort = (reader: Reader): Command => {
  const by = field(reader.readName());
  const sign = reader.takeIf('desc') === undefined ? 1 : -1;
  if (sign === 1) reader.expect('asc');
  return (rows, context) =>
    rows
      .map((row) => ({ row, value: by(row, context) }))
      .sort((a, b) => sign * inOrder(a.value, b.value))
      .map(({ row }) => row);
};

const readDisplay = (reader: Reader): Command => {
  const names = readList(reader, reader.readName);
  return (rows, context) =>
    rows.map((row) => Object.fromEntries(names.map((name) => [name, field(name)(row, context)])));
};

const readLimit = (reader: Reader): Command => {
  const limit = Number(reader.takeKind('number'));
  if (!(limit >= 1 && limit <= 10_000)) throw new Error('A limit is a number up to 10,000.');
  return (rows) => rows.slice(0, limit);
};

const commands: ReadonlyMap<string, (reader: Reader) => Command> = new Map([
  ['display', readDisplay],
  ['fields', readFields],
  ['filter', readFilter],
  ['limit', readLimit],
  ['sort', readSort],
  ['stats', readStats],
  ['unnest', readUnnest],
]);

const readCommand = (text: string): Command => {
  const reader = makeReader(text);
  const name = reader.readName();
  const read = commands.get(name);
  if (read === undefined) throw new Error(`Unknown command: ${name}.`);
  const command = read(reader);
  if (!reader.isAtEnd()) throw new Error(`More than the template uses: ${text}`);
  return command;
};

/** Lines that begin with a # are comments. */
const readQuery = (query: string): Command[] =>
  query
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .split('|')
    .map(readCommand);

const discover = ({ timestamp, message }: LogEvent): Row => {
  const fields = parseJson(message);
  return { ...(isObject(fields) ? fields : {}), '@timestamp': timestamp, '@message': message };
};

/**
 * Runs a query of CloudWatch Logs Insights, as far as the template uses them.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html
 * @throws where it is more than that
 */
export const runQuery = (query: string, events: readonly LogEvent[], now: number): QueryResult => {
  const found = new Map<string, boolean>();
  const rows = readQuery(query).reduce(
    (records: readonly Row[], command) => command(records, { now, found }),
    events.map(discover),
  );
  return { rows, unknown: Array.from(found).flatMap(([name, isFound]) => (isFound ? [] : [name])) };
};

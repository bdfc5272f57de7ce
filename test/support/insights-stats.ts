import { type Context, field, type Row } from './insights-expression.ts';
import { type Reader, readList } from './insights-token.ts';

type Rows = readonly Row[];

type Aggregate = (rows: Rows, context: Context) => unknown;

interface Column {
  readonly name: string;
  readonly aggregate: Aggregate;
}

const timeOf = (row: Row): number => Number(row['@timestamp']);

const aggregates: ReadonlyMap<string, (name: string) => Aggregate> = new Map<string, (name: string) => Aggregate>([
  ['sum', (name) => (rows, context) => rows.reduce((total, row) => total + Number(field(name)(row, context) ?? 0), 0)],
  [
    'latest',
    (name) => (rows, context) => {
      const [last = {}] = rows.toSorted((a, b) => timeOf(b) - timeOf(a));
      return field(name)(last, context);
    },
  ],
]);

const readAggregate = (reader: Reader): Aggregate => {
  const name = reader.readName();
  reader.expect('(');
  if (name === 'count') {
    reader.expect('*');
    return (rows) => rows.length;
  }
  const make = aggregates.get(name);
  if (make === undefined) throw new Error(`Unknown function of stats: ${name}.`);
  return make(reader.readName());
};

const readColumn = (reader: Reader): Column => {
  const aggregate = readAggregate(reader);
  reader.expect(')');
  reader.expect('as');
  return { name: reader.readName(), aggregate };
};

/** The values by which a row is grouped; structures are not supported there. */
const groupOf = (row: Row, names: readonly string[], context: Context): Row => {
  const values = names.map((name) => [name, field(name)(row, context)] as const);
  if (values.some(([, value]) => typeof value === 'object')) throw new Error('stats takes no structure.');
  return Object.fromEntries(values);
};

/** Reads `stats <aggregates> by <fields>`. */
export const readStats = (reader: Reader): ((rows: Rows, context: Context) => Rows) => {
  const columns = readList(reader, () => readColumn(reader));
  reader.expect('by');
  const names = readList(reader, reader.readName);
  return (rows, context) => {
    const groups = Map.groupBy(rows, (row) => JSON.stringify(groupOf(row, names, context)));
    return Array.from(groups.values(), (members) => ({
      ...groupOf(members[0] ?? {}, names, context),
      ...Object.fromEntries(columns.map(({ name, aggregate }) => [name, aggregate(members, context)])),
    }));
  };
};

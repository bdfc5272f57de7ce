import { parseJson } from '../../rule/value/json.ts';
import { type Reader, readList } from './insights-token.ts';

/** A record on its way through a query: discovered fields, and those that the query made. */
export type Row = Readonly<Record<string, unknown>>;

/** What a query runs in. */
export interface Context {
  /** Milliseconds since the epoch. */
  readonly now: number;
  /** Every field that was asked for, and whether a record had it. */
  readonly found: Map<string, boolean>;
}

export type Expression = (row: Row, context: Context) => unknown;

const child = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;

/** The value of a field; parts of structures, and items of lists, are told by dots. */
export const field =
  (name: string): Expression =>
  (row, { found }) => {
    const value = Object.hasOwn(row, name) ? row[name] : name.split('.').reduce(child, row as unknown);
    found.set(name, found.get(name) === true || value !== undefined);
    return value;
  };

const isNumber = (value: unknown): value is number => typeof value === 'number';

const calculate = (sign: string, left: unknown, right: unknown): number | undefined => {
  if (!isNumber(left) || !isNumber(right)) return undefined;
  if (sign === '*') return left * right;
  return sign === '+' ? left + right : left - right;
};

/** Nothing compares with what is not there, and no text with a number. */
const compare = (sign: string, left: unknown, right: unknown): boolean => {
  if (sign === '=') return left !== undefined && left === right;
  if (!isNumber(left) || !isNumber(right)) return false;
  return sign === '>' ? left > right : left >= right;
};

type Apply = (values: readonly unknown[], context: Context) => unknown;

/** https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-operations-functions.html */
const functions: ReadonlyMap<string, Apply> = new Map<string, Apply>([
  ['coalesce', (values) => values.find((value) => value !== undefined && value !== null)],
  ['ispresent', ([value]) => value !== undefined],
  ['jsonParse', ([value]) => parseJson(String(value))],
  ['now', (_values, { now }) => Math.floor(now / 1000)],
  ['toMillis', ([value]) => value],
]);

const constant =
  (value: unknown): Expression =>
  () =>
    value;

const readCall = (reader: Reader, name: string): Expression => {
  const apply = functions.get(name);
  if (apply === undefined) throw new Error(`Unknown function: ${name}.`);
  if (reader.takeIf(')') !== undefined) return (_row, context) => apply([], context);
  const values = readList(reader, () => readExpression(reader));
  reader.expect(')');
  return (row, context) =>
    apply(
      values.map((value) => value(row, context)),
      context,
    );
};

const readPrimary = (reader: Reader): Expression => {
  const number = reader.takeKind('number');
  if (number !== undefined) return constant(Number(number));
  const text = reader.takeKind('text');
  if (text !== undefined) return constant(text);
  if (reader.takeIf('(') === undefined) {
    const name = reader.readName();
    return reader.takeIf('(') === undefined ? field(name) : readCall(reader, name);
  }
  const inner = readExpression(reader);
  reader.expect(')');
  return inner;
};

/** Reads operations of one rank, from left to right. Both sides are always evaluated: each field is asked for. */
const readChain = (
  reader: Reader,
  signs: readonly string[],
  readNext: (reader: Reader) => Expression,
  apply: (sign: string, left: unknown, right: unknown) => unknown,
): Expression => {
  let left = readNext(reader);
  for (let sign = reader.takeIf(...signs); sign !== undefined; sign = reader.takeIf(...signs)) {
    const [first, operator, second] = [left, sign, readNext(reader)];
    left = (row, context) => apply(operator, first(row, context), second(row, context));
  }
  return left;
};

const readProduct = (reader: Reader): Expression => readChain(reader, ['*'], readPrimary, calculate);
const readSum = (reader: Reader): Expression => readChain(reader, ['+', '-'], readProduct, calculate);

const readComparison = (reader: Reader): Expression => {
  const left = readChain(reader, ['=', '>', '>='], readSum, compare);
  if (reader.takeIf('in') === undefined) return left;
  reader.expect('[');
  const items = readList(reader, () => readPrimary(reader));
  reader.expect(']');
  return (row, context) => {
    const value = left(row, context);
    return items.some((item) => compare('=', value, item(row, context)));
  };
};

const readBoth = (reader: Reader): Expression =>
  readChain(reader, ['and'], readComparison, (_sign, left, right) => left === true && right === true);

/** @throws where it is more than the template uses */
export const readExpression = (reader: Reader): Expression =>
  readChain(reader, ['or'], readBoth, (_sign, left, right) => left === true || right === true);

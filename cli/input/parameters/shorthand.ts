import type { JsonObject } from '../../../rule/index.ts';
import { type Source, wrongParameters } from './assignment.ts';
import { ENTRY_KEYS } from './entry.ts';

/** Whether a text is meant as the AWS CLI's shorthand for an entry, in whichever order its fields are. */
export function isShorthand(text: string): boolean {
  return FIELD.test(text);
}

/**
 * Reads the fields of the AWS CLI's shorthand, such as `ParameterKey=Env,ParameterValue="a,b"`.
 * https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-shorthand.html
 * @throws {UsageError}
 */
export function readShorthand(text: string, source: Source, pointer: string): JsonObject {
  const fields = new Map<string, string>();
  const reader: Reader = { text, offset: 0, fail: (message) => wrongParameters(source, { pointer, message }) };
  do {
    const key = readKey(reader);
    if (fields.has(key)) throw reader.fail(`${key} is given twice.`);
    fields.set(key, readFieldValue(reader, key));
  } while (skipComma(reader));
  return Object.fromEntries(fields);
}

const FIELD = new RegExp(`(?:^|,)\\s*(?:${ENTRY_KEYS.join('|')})\\s*@?=`);

interface Reader {
  readonly text: string;
  offset: number;
  readonly fail: (message: string) => Error;
}

const KEY = /\s*([^\s=,]+)\s*=\s*/y;

const NEXT_FIELD = 'a comma ends a value. Write \\, for a comma in it, or put quotes around it.';

function readKey(reader: Reader): string {
  const key = take(reader, KEY);
  if (key === undefined) throw reader.fail(`expected ParameterKey=...,ParameterValue=...; ${NEXT_FIELD}`);
  return key;
}

function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.offset;
  const match = pattern.exec(reader.text);
  if (match !== null) reader.offset = pattern.lastIndex;
  return match?.[1];
}

const DOUBLE_QUOTED = /"((?:[^"\\]|\\.)*)"\s*/sy;

const SINGLE_QUOTED = /'((?:[^'\\]|\\.)*)'\s*/sy;

const PLAIN = /(?![[{])((?:\\,|[^,])*)/sy;

const VALUES = [
  { opening: '"', pattern: DOUBLE_QUOTED, unescape: (text: string) => text.replace(/\\(["\\])/g, '$1') },
  { opening: "'", pattern: SINGLE_QUOTED, unescape: (text: string) => text.replace(/\\(['\\])/g, '$1') },
  { opening: '', pattern: PLAIN, unescape: (text: string) => text.replaceAll('\\,', ',').trimEnd() },
] as const;

function readFieldValue(reader: Reader, key: string): string {
  const kind = VALUES.find(({ opening }) => reader.text.startsWith(opening, reader.offset));
  const raw = kind && take(reader, kind.pattern);
  if (kind === undefined || raw === undefined)
    throw reader.fail(`${key} is no single value, or its quotes do not end. Put the whole value in quotes.`);
  return kind.unescape(raw);
}

/** Whether another field follows. */
function skipComma(reader: Reader): boolean {
  const isEnd = reader.offset === reader.text.length;
  if (!isEnd && reader.text[reader.offset] !== ',') throw reader.fail('something follows the quotes of a value.');
  reader.offset += 1;
  return !isEnd;
}

import { homedir } from 'node:os';
import type { JsonObject } from '../../../rule/index.ts';
import type { Terminal } from '../../terminal/index.ts';
import { FileError, inputName, readText } from '../file/index.ts';
import { type Assignment, readAssignment, type Source, wrongParameters } from './assignment.ts';
import { readDocument } from './document.ts';
import { readEntry } from './entry.ts';
import { isShorthand, readShorthand } from './shorthand.ts';

export type { Assignment } from './assignment.ts';

/**
 * Reads what `--parameters` is given: `Name=Value`, the AWS CLI's shorthand, JSON, or the name of a JSON file.
 * @throws {UsageError}
 */
export async function readParameters(values: readonly string[], terminal: Terminal): Promise<readonly Assignment[]> {
  return (await Promise.all(values.map((value) => readOne(value, terminal)))).flat();
}

/** The value that each parameter is given last; none of one that is to stay as it is. */
export function valuesOf(assignments: readonly Assignment[]): Readonly<Record<string, string>> {
  const last = new Map(assignments.map(({ name, value }) => [name, value]));
  return Object.fromEntries(Array.from(last).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

/** As the AWS CLI reads it: what follows `file://` is a path, and no part of a URL. */
export function pathOf(value: string): string {
  if (!value.startsWith(FILE_SCHEME)) return value;
  return value.slice(FILE_SCHEME.length).replace(/^~(?=[/\\])/, homedir());
}

const BY_HAND: Source = { name: '' };

async function readOne(value: string, terminal: Terminal): Promise<readonly Assignment[]> {
  if (/^\s*[[{]/.test(value)) return readDocument(value, BY_HAND);
  if (isShorthand(value)) return [readEntry(await fillIn(readShorthand(value, BY_HAND, ''), terminal), BY_HAND, '')];
  const assignment = readAssignment(value, BY_HAND);
  if (assignment !== undefined) return [assignment];
  const source = sourceOf(value);
  return readDocument(await readFile(value, source, terminal), source);
}

const FILE_SCHEME = 'file://';

/** The shorthand `ParameterValue@=file://value.txt` takes a value from a file. */
async function fillIn(fields: JsonObject, terminal: Terminal): Promise<JsonObject> {
  const filled = Object.entries(fields).map(async ([key, value]) => {
    const path = key.endsWith('@') ? String(value) : '';
    if (!path.startsWith(FILE_SCHEME)) return [key.replace(/@$/, ''), value];
    return [key.slice(0, -1), await readFile(path, sourceOf(path), terminal)];
  });
  return Object.fromEntries(await Promise.all(filled));
}

const FORMS = 'Give Name=Value, or the name of a JSON file.';

async function readFile(value: string, source: Source, terminal: Terminal): Promise<string> {
  try {
    return await readText(pathOf(value), terminal);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw wrongParameters(source, { pointer: '', message: `${explain(value, error)}. ${FORMS}` });
  }
}

function explain(value: string, { message }: FileError): string {
  if (value === '') return 'it is empty';
  return value.includes('=') ? `a name is letters and digits, and as a file ${message}` : message;
}

/** What is meant as an assignment and is none may hold a secret behind its name. */
function sourceOf(value: string): Source {
  return { name: inputName(value).replace(/=.*$/s, '=...'), file: value };
}

import { parseJson } from '../rule/json.ts';
import { isObject } from '../rule/place.ts';
import { FileError } from './file/read-bytes.ts';
import { readText } from './file/read-text.ts';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

type Pairs = readonly (readonly [name: string, value: unknown])[];

const ASSIGNMENT = /^([A-Za-z0-9]{1,255})=(.*)$/s;
const SHORTHAND = /^ParameterKey=([^,]+),ParameterValue=(.*)$/s;

const readAssignment = (text: string): Pairs | undefined => {
  const [, name, value] = SHORTHAND.exec(text) ?? ASSIGNMENT.exec(text) ?? [];
  return name === undefined ? undefined : [[name, value]];
};

const readItem = (item: unknown): Pairs | undefined => {
  if (typeof item === 'string') return readAssignment(item);
  if (!isObject(item) || typeof item['ParameterKey'] !== 'string') return undefined;
  return [[item['ParameterKey'], item['ParameterValue']]];
};

/** The forms that the AWS CLI and CodePipeline take: a list of pairs or of `Key=Value`, or an object, as it is or under `Parameters`. */
const readPairs = (document: unknown): Pairs | undefined => {
  if (isObject(document)) return Object.entries(isObject(document['Parameters']) ? document['Parameters'] : document);
  if (!Array.isArray(document)) return undefined;
  const items = document.map(readItem);
  return items.includes(undefined) ? undefined : items.flatMap((pairs) => pairs ?? []);
};

const readParameterFile = async (path: string, terminal: Terminal): Promise<Pairs> => {
  const text = await readText(path, terminal).catch((error: unknown) => {
    if (error instanceof FileError)
      throw new UsageError(`--parameters ${path}: ${error.message}. Give Name=Value, or the name of a JSON file.`);
    throw error;
  });
  const pairs = readPairs(parseJson(text));
  if (pairs === undefined)
    throw new UsageError(
      `--parameters ${path}: expected JSON like [{"ParameterKey": "Env", "ParameterValue": "prod"}] or {"Env": "prod"}.`,
    );
  return pairs;
};

/**
 * Reads the values of `--parameters`, each `Name=Value` or a file; later ones win.
 * @throws {UsageError}
 */
export const readParameters = async (
  values: readonly string[],
  terminal: Terminal,
): Promise<Readonly<Record<string, unknown>>> => {
  const all = await Promise.all(values.map((value) => readAssignment(value) ?? readParameterFile(value, terminal)));
  return Object.fromEntries(all.flat());
};

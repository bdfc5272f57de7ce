import { type JsonObject, own, unknownKeys } from '../../../rule/index.ts';
import { type Assignment, type Source, wrongParameters } from './assignment.ts';

/** What CloudFormation calls a Parameter; https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Parameter.html */
export const ENTRY_KEYS = ['ParameterKey', 'ParameterValue', 'UsePreviousValue', 'ResolvedValue'] as const;

/**
 * Reads an entry such as `{"ParameterKey": "Env", "ParameterValue": "prod"}`.
 * @throws {UsageError}
 */
export function readEntry(entry: JsonObject, source: Source, pointer: string): Assignment {
  const [unknown] = unknownKeys(entry, pointer, ENTRY_KEYS);
  if (unknown !== undefined) throw wrongParameters(source, unknown);
  const name = readName(entry, source, pointer);
  const given = own(entry, 'ParameterValue');
  const value = given === undefined ? undefined : readValue(given, source, `${pointer}/ParameterValue`);
  const isPrevious = readFlag(own(entry, 'UsePreviousValue'), source, `${pointer}/UsePreviousValue`);
  if (isPrevious && value) throw contradiction(source, pointer, name);
  if (!isPrevious && value === undefined) throw missingValue(source, pointer, name);
  return { name, value: isPrevious ? undefined : value, file: source.file };
}

/**
 * Reads a value: a text, or several, which a list parameter takes with commas between them. Numbers are texts already.
 * @throws {UsageError}
 */
export function readValue(value: unknown, source: Source, pointer: string): string {
  const parts = Array.isArray(value) ? value : [value];
  const isRight = parts.every((part) => typeof part === 'string' || typeof part === 'boolean');
  if (isRight) return parts.join(',');
  const message = 'expected a text, a number, true, false, or a list of those';
  throw wrongParameters(source, { pointer, message });
}

const NAME = /^[A-Za-z0-9]{1,255}$/;

function readName(entry: JsonObject, source: Source, pointer: string): string {
  const name = own(entry, 'ParameterKey');
  if (typeof name === 'string' && NAME.test(name)) return name;
  const message = `${name === undefined ? 'missing; ' : ''}expected a parameter's name, letters and digits`;
  throw wrongParameters(source, { pointer: `${pointer}/ParameterKey`, message });
}

function readFlag(flag: unknown, source: Source, pointer: string): boolean {
  const word = String(flag ?? false).toLowerCase();
  if (word === 'true' || word === 'false') return word === 'true';
  throw wrongParameters(source, { pointer, message: 'expected true or false' });
}

function contradiction(source: Source, pointer: string, name: string) {
  const message = `${name} has a ParameterValue, which contradicts UsePreviousValue=true. Leave one out.`;
  return wrongParameters(source, { pointer, message });
}

function missingValue(source: Source, pointer: string, name: string) {
  const message = `${name} has no ParameterValue. Give it one, or UsePreviousValue=true to leave it as it is.`;
  return wrongParameters(source, { pointer, message });
}

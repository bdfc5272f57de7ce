import { isObject, type JsonObject, own, parseJson } from '../../../rule/index.ts';
import { decodeText, FileError, readBytes } from '../../input/index.ts';
import { UsageError } from '../../usage-error.ts';

/** The value of a JSON file; undefined where it is none. @throws {UsageError} where it cannot be read */
export function readJson(path: string): unknown {
  try {
    return parseJson(decodeText(readBytes(path)));
  } catch (error) {
    if (error instanceof FileError) throw new UsageError(`${path}: ${error.message}.`);
    throw error;
  }
}

/** The list that a command of the AWS CLI printed. @throws {UsageError} */
export function listIn(path: string, key: string, command: string): readonly JsonObject[] {
  const value = readJson(path);
  const list = isObject(value) ? own(value, key) : undefined;
  if (!Array.isArray(list))
    throw new UsageError(`${path}: has no ${key}. Give it what aws ec2 ${command} --output json prints.`);
  return list.filter(isObject);
}

/** The text at a key; empty where there is none. */
export function text(object: JsonObject, key: string): string {
  const value = own(object, key);
  return typeof value === 'string' ? value : '';
}

export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

/** The objects in the list at a key. */
export function objects(object: JsonObject, key: string): readonly JsonObject[] {
  const value = own(object, key);
  return Array.isArray(value) ? value.filter(isObject) : [];
}

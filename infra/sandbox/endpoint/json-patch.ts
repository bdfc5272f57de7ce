import { isObject, type JsonObject } from '../../../rule/index.ts';
import { ServiceError } from './service-error.ts';

/**
 * Properties with a JSON Patch applied: add, replace, remove and test, which Cloud Control's clients send.
 * https://www.rfc-editor.org/rfc/rfc6902
 * @throws {ServiceError}
 */
export function applyPatch(properties: JsonObject, patch: unknown): JsonObject {
  if (!Array.isArray(patch)) throw refuse('PatchDocument is not a list');
  const copy = structuredClone({ root: properties });
  for (const step of patch) applyStep(copy, step);
  return copy.root;
}

const applyStep = (copy: object, step: unknown): void => {
  if (!isObject(step) || typeof step['path'] !== 'string') throw refuse('a step has no path');
  const { op, path, value } = step;
  const keys = ['root', ...path.split('/').slice(1).map(unescapeKey)];
  const last = keys.pop() ?? '';
  const parent = keys.reduce<unknown>((inner, key) => Reflect.get(Object(inner), key), copy);
  if (typeof parent !== 'object' || parent === null) throw refuse(`there is nothing at ${path}`);
  if (op === 'test') return;
  if (op === 'remove') remove(parent, last);
  else if (op === 'add' || op === 'replace') put(parent, last, value, op === 'add');
  else throw refuse(`the operation ${JSON.stringify(op)} is not supported`);
};

const unescapeKey = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~');

const put = (parent: object, key: string, value: unknown, isNew: boolean): void => {
  if (!Array.isArray(parent)) Object.assign(parent, { [key]: value });
  else if (isNew) parent.splice(key === '-' ? parent.length : Number(key), 0, value);
  else parent[Number(key)] = value;
};

const remove = (parent: object, key: string): void => {
  if (Array.isArray(parent)) parent.splice(Number(key), 1);
  else Reflect.deleteProperty(parent, key);
};

const refuse = (problem: string): ServiceError =>
  new ServiceError('InvalidRequestException', `PatchDocument: ${problem}.`);

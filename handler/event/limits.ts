import { isObject, type JsonObject } from '../../rule/index.ts';

/** Says what makes an event unfit to be looked at: its size, its depth, or a key that no client sends. */
export function limitProblem(event: JsonObject): string | undefined {
  const size = { characters: 0, values: 0 };
  const problem = measureObject(event, 0, size);
  if (problem !== undefined) return problem;
  if (size.characters > MAX_CHARACTERS) return `holds more than ${MAX_CHARACTERS} characters`;
  return size.values > MAX_VALUES ? `holds more than ${MAX_VALUES} lists and objects` : undefined;
}

interface Size {
  characters: number;
  values: number;
}

const MAX_CHARACTERS = 4 * 1024 * 1024;

/** Every value takes memory, so each counts, however short it is. */
const MAX_VALUES = 100_000;

/** Limits on an event, far above what CloudFormation sends: a template holds 1 MB, a security group nests four levels. */
const MAX_DEPTH = 100;

const tooDeep = (): string => `is nested more than ${MAX_DEPTH} levels deep`;

/** Adds a value to the size, or says what is wrong with what it holds. */
const measure = (value: unknown, depth: number, size: Size): string | undefined => {
  if (typeof value === 'string') size.characters += value.length;
  else if (isObject(value)) return measureObject(value, depth, size);
  // Told apart for time: the keys of a list are numbers, and would have to be made.
  else if (Array.isArray(value)) return measureList(value, depth, size);
  else size.characters += 1;
  return undefined;
};

const measureList = (list: readonly unknown[], depth: number, size: Size): string | undefined => {
  size.values += 1;
  for (const item of list) {
    const problem = depth > MAX_DEPTH ? tooDeep() : measure(item, depth + 1, size);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

const measureObject = (object: JsonObject, depth: number, size: Size): string | undefined => {
  size.values += 1;
  for (const key of Object.keys(object)) {
    if (key === '__proto__') return 'holds a key named __proto__';
    size.characters += key.length;
    const problem = depth > MAX_DEPTH ? tooDeep() : measure(object[key], depth + 1, size);
    if (problem !== undefined) return problem;
  }
  return undefined;
};

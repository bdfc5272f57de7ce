import { boundedJson, escapePointer, type JsonObject, nearest, printable } from '../value/index.ts';

/** What is wrong with an exemptions document. */
export interface ExemptionsProblem {
  /** JSON pointer (RFC 6901) to where it is; '' is the whole document. Of a hostile key, shortened and escaped. */
  readonly pointer: string;
  /** What is expected and what stands there, on one line. */
  readonly message: string;
}

export function problemAt(pointer: string, message: string): ExemptionsProblem {
  return {
    pointer: printable(pointer, 300),
    message,
  };
}

export function unexpected(pointer: string, expected: string, value: unknown): ExemptionsProblem {
  if (value === undefined) return problemAt(pointer, `missing; expected ${expected}`);
  return problemAt(pointer, `expected ${expected}, found ${printable(boundedJson(value), 60)}`);
}

export function unknownKeys(object: JsonObject, pointer: string, known: readonly string[]): ExemptionsProblem[] {
  return Object.keys(object)
    .filter((key) => !known.includes(key))
    .map((key) => unknownKey(`${pointer}/${escapePointer(key)}`, key, known));
}

export function unknownKey(pointer: string, key: string, known: readonly string[]): ExemptionsProblem {
  return problemAt(pointer, `unknown key; ${hintFor(key, known)}`);
}

const hintFor = (key: string, known: readonly string[]): string => {
  const meant = nearest(key, known);
  return meant === undefined ? `expected only ${known.join(', ')}` : `did you mean ${meant}?`;
};

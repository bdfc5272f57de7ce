/** Cuts a text to a number of UTF-16 units, without leaving half a character. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length - 3).replace(/[\uD800-\uDBFF]$/, '')}...`;
}

/** A text from outside on one line, its control characters escaped, so that it cannot forge or break a message. */
export function printable(text: string, length = 100): string {
  const start = text.slice(0, length + 1);
  return cut(PLAIN.test(start) ? start : start.replace(UNPRINTABLE, escapeCharacter).toWellFormed(), length);
}

/** A value as JSON; of a large one, the beginning. */
export function boundedJson(value: unknown): string {
  let parts = 0;
  const limit = (_key: string, part: unknown): unknown => {
    parts += 1;
    return parts > MAX_PARTS && typeof part === 'object' ? '...' : shorten(part);
  };
  return JSON.stringify(value, limit) ?? 'nothing';
}

/** A value from outside on one line: a string as it is, anything else as JSON. */
export function printableValue(value: unknown, length = 100): string {
  return printable(typeof value === 'string' ? value : boundedJson(value), length);
}

/** A value as JSON can hold it; of a large one, the beginning. */
export function boundedValue(value: unknown): unknown {
  return JSON.parse(boundedJson(value ?? null));
}

/** Nearly every text; told by a pattern that, unlike Unicode properties, compiles in no time at a cold start. */
const PLAIN = /^[ -~]*$/;

const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/** Control characters, and those that break or turn lines: what no text of one line holds. */
export const UNPRINTABLE_LINE = /[^ -~\u00a0-\u2027\u202f-\u2065\u206a-\uffff]/;

const escapeCharacter = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`;

/** Values of a template may share parts, and be far larger than their text: so many parts, items and characters are shown. */
const MAX_PARTS = 100;

const shorten = (part: unknown): unknown => {
  if (typeof part === 'string') return part.slice(0, MAX_PARTS);
  if (typeof part !== 'object' || part === null) return part;
  return Array.isArray(part) ? part.slice(0, MAX_PARTS) : Object.fromEntries(Object.entries(part).slice(0, MAX_PARTS));
};

import { pointerKeys } from '../../value/index.ts';

/**
 * Makes a function that tells the offset of the key or item that a JSON pointer names in a text that is JSON, or of the
 * nearest above it that is written. Each object and list is looked through once, when first asked for.
 */
export function makeJsonOffsetOf(text: string): (pointer: string) => number {
  const known = new Map<number, ReadonlyMap<string, Child>>();
  const childrenAt = (value: number): ReadonlyMap<string, Child> => {
    const before = known.get(value) ?? childrenOf(text, value);
    known.set(value, before);
    return before;
  };
  return (pointer) => {
    const value = skipSpace(text, 0);
    let found: Child = { offset: value, value };
    for (const key of pointerKeys(pointer)) {
      const child = childrenAt(found.value).get(key);
      if (child === undefined) break;
      found = child;
    }
    return found.offset;
  };
}

/** Where a key or item begins, and where its value does. */
interface Child {
  readonly offset: number;
  readonly value: number;
}

/** By key, the last of those that are the same; the items of a list by their indices. None of a scalar. */
const childrenOf = (text: string, start: number): ReadonlyMap<string, Child> => {
  if (text[start] === '{') return membersOf(text, start);
  return text[start] === '[' ? itemsOf(text, start) : new Map();
};

const membersOf = (text: string, start: number): ReadonlyMap<string, Child> => {
  const members = new Map<string, Child>();
  for (let at = skipSpace(text, start + 1); text[at] !== '}'; ) {
    const keyEnd = skipString(text, at);
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1);
    members.set(keyIn(text.slice(at, keyEnd)), { offset: at, value });
    at = skipComma(text, skipValue(text, value));
  }
  return members;
};

const itemsOf = (text: string, start: number): ReadonlyMap<string, Child> => {
  const items = new Map<string, Child>();
  for (let at = skipSpace(text, start + 1); text[at] !== ']'; at = skipComma(text, skipValue(text, at)))
    items.set(String(items.size), { offset: at, value: at });
  return items;
};

const skipComma = (text: string, from: number): number => skipSpace(text, text[from] === ',' ? from + 1 : from);

const keyIn = (quoted: string): string => (quoted.includes('\\') ? JSON.parse(quoted) : quoted.slice(1, -1));

const skipSpace = (text: string, from: number): number => {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
};

const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

const QUOTE = 0x22;

/** Behind the string that begins at an offset. */
const skipString = (text: string, start: number): number => {
  let end = text.indexOf('"', start + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
};

/** Whether an odd number of backslashes stands before an offset. */
const isEscaped = (text: string, offset: number): boolean => {
  let before = offset - 1;
  while (text[before] === '\\') before -= 1;
  return (offset - before) % 2 === 0;
};

/** Where the comma or bracket stands that follows the value at an offset. */
const skipValue = (text: string, start: number): number => {
  let depth = 0;
  for (let at = start; ; ) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = skipString(text, at);
    else if (isEnd(code) && depth === 0) return at;
    else {
      depth += stepOf(code);
      at += 1;
    }
  }
};

const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST, COMMA] = [0x7b, 0x7d, 0x5b, 0x5d, 0x2c];

const stepOf = (code: number): number => {
  if (code === OPEN_OBJECT || code === OPEN_LIST) return 1;
  return code === CLOSE_OBJECT || code === CLOSE_LIST ? -1 : 0;
};

/** What follows a value in an object or a list. */
const isEnd = (code: number): boolean => code === COMMA || code === CLOSE_OBJECT || code === CLOSE_LIST;

import { escapePointer } from '../value/index.ts';

/** JSON pointers to the keys that an object holds again; the parser takes the last of them without a word. `text` is JSON. */
export function duplicateKeys(text: string): string[] {
  const found: string[] = [];
  const open: Open[] = [];
  for (const [token] of text.matchAll(TOKEN)) {
    const inner = open.at(-1);
    const begun = begin(token, open);
    if (begun !== undefined) open.push(begun);
    else if (token === '}' || token === ']') open.pop();
    else if (inner !== undefined && open.length <= MAX_DEPTH && isAgain(inner, token)) found.push(pointerIn(inner));
  }
  return found;
}

/** A list that is open at a point of the scan, and its index there; or an object, its key, and all so far. */
interface Open {
  readonly pointer: string;
  readonly keys?: Set<string>;
  at: number | string;
}

/** All that a scan of JSON has to see: strings, of which a colon makes keys, and what makes lists and objects. */
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"(?:\s*:)?|[{}[\],]/g;

/** Valid documents nest four levels; deeper down everything is wrong already. */
const MAX_DEPTH = 6;

const begin = (token: string, open: readonly Open[]): Open | undefined => {
  const outer = open.length < MAX_DEPTH ? open.at(-1) : undefined;
  if (token === '{') return { pointer: pointerIn(outer), keys: new Set(), at: '' };
  return token === '[' ? { pointer: pointerIn(outer), at: 0 } : undefined;
};

const pointerIn = (inner: Open | undefined): string =>
  inner === undefined ? '' : `${inner.pointer}/${escapePointer(String(inner.at))}`;

/** Goes on in a list or an object, and tells whether it comes to a key that was there before. */
const isAgain = (inner: Open, token: string): boolean => {
  if (token === ',' && typeof inner.at === 'number') inner.at += 1;
  if (inner.keys === undefined || !token.endsWith(':')) return false;
  inner.at = String(JSON.parse(token.slice(0, -1)));
  const isKnown = inner.keys.has(inner.at);
  inner.keys.add(inner.at);
  return isKnown;
};

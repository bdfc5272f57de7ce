const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[-+]?\d+)?$/i;
/** How everything begins that is not text; nearly all scalars are. */
const MAY_BE_OTHER = /^(?:$|[-\dtfn~])/i;
const NULLS = new Set(['', '~', 'null', 'Null', 'NULL']);
const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['True', true],
  ['TRUE', true],
  ['false', false],
  ['False', false],
  ['FALSE', false],
]);

/**
 * Reads a plain YAML scalar. Numbers are what JSON calls numbers and prints as they stand; every other spelling (`-01`,
 * `-1.0`, `-0x1`, a date) stays the text that it is, so that a finding shows what is written and no two texts are confused.
 */
export const readPlain = (text: string): string | number | boolean | null => {
  if (!MAY_BE_OTHER.test(text)) return text;
  if (NULLS.has(text)) return null;
  return BOOLEANS.get(text) ?? (NUMBER.test(text) && String(Number(text)) === text ? Number(text) : text);
};

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[-+]?\d+)?$/i;
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
 * Reads a plain YAML scalar. Numbers are what JSON calls numbers; every other spelling (`-01`, `-0x1`, a date) stays the
 * text that it is, so that a finding shows what is written.
 */
export const readPlain = (text: string): string | number | boolean | null => {
  if (NULLS.has(text)) return null;
  return BOOLEANS.get(text) ?? (NUMBER.test(text) ? Number(text) : text);
};

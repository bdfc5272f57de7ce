/**
 * Reads a plain scalar as YAML 1.1 has it: `yes` is true, and `010`, `0x8` and `0:8` are 8. An integer that no number
 * holds exactly is the text of its decimal digits; a fraction is a number where JSON prints it so, else text, as is a date.
 */
export function readPlain(text: string): string | number | boolean | null {
  if (!MAY_BE_OTHER.test(text)) return text;
  const word = WORDS.get(text);
  if (word !== undefined) return word;
  return NUMERIC.test(text) ? readNumeric(text) : text;
}

/** Whether two values are the same to CloudFormation; undefined where that depends on how it prints a fraction. */
export function isSame(text: string, other: string): boolean | undefined {
  if (text === other) return true;
  const isUnsure =
    FLOAT.test(text) && FLOAT.test(other) && /[.e]/i.test(text + other) && Number(text) === Number(other);
  return isUnsure ? undefined : false;
}

/** How everything begins that is not text; nearly all scalars are. */
const MAY_BE_OTHER = /^(?:$|[-+\dtfnyo~])/i;

const WORDS: ReadonlyMap<string, boolean | null> = new Map([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['true', 'yes', 'on'].flatMap((word) => threeWays(word, true)),
  ...['false', 'no', 'off'].flatMap((word) => threeWays(word, false)),
]);

function threeWays(word: string, value: boolean): (readonly [string, boolean])[] {
  return [word, `${word[0]?.toUpperCase()}${word.slice(1)}`, word.toUpperCase()].map((way) => [way, value] as const);
}

const NUMERIC = /^[-+\d]/;

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[-+]?\d+)?$/i;

const readNumeric = (text: string): string | number =>
  JSON_NUMBER.test(text) && String(Number(text)) === text
    ? Number(text)
    : (readInteger(text) ?? readFraction(text) ?? text);

/** What is longer is no number that anybody compares, and takes long to read. */
const MAX_DIGITS = 100;

/** Binary, hexadecimal, octal, decimal and, with colons, base 60: https://yaml.org/type/int.html */
const INTEGER = /^([-+]?)(?:0b_*([01][01_]*)|0x_*([\da-f][\da-f_]*)|0([0-7_]+)|(0|[1-9][\d_]*(?::[0-5]?\d)*))$/i;

const readInteger = (text: string): number | string | undefined => {
  const match = text.length > MAX_DIGITS ? null : INTEGER.exec(text);
  if (match === null) return undefined;
  const value = match[1] === '-' ? -magnitudeOf(match) : magnitudeOf(match);
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
};

const magnitudeOf = (match: RegExpExecArray): bigint => {
  const [binary, hexadecimal, octal, decimal = '0'] = match.slice(2).map((digits) => digits?.replaceAll('_', ''));
  if (binary !== undefined) return BigInt(`0b${binary}`);
  if (hexadecimal !== undefined) return BigInt(`0x${hexadecimal}`);
  if (octal !== undefined) return BigInt(`0o${octal || '0'}`);
  return decimal.split(':').reduce((sum, part) => sum * 60n + BigInt(part), 0n);
};

/** A fraction in base 60, or with underscores between its digits. */
const FRACTION = /^[-+]?\d[\d_]*(?::[0-5]?\d)*\.[\d_]*$/;

const readFraction = (text: string): number | undefined => {
  if (!/[:_]/.test(text) || text.length > MAX_DIGITS || !FRACTION.test(text)) return undefined;
  const size = text
    .replace(/^[-+]/, '')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number(part.replaceAll('_', '')), 0);
  return text.startsWith('-') ? -size : size;
};

/** What may be printed in other ways too: `1.0`, `1.50`, `1e3`. */
const FLOAT = /^[-+]?(?=\.?\d)\d*(?:\.\d*)?(?:e[-+]?\d+)?$/i;

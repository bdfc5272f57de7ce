/** Lines as bytes, and as a text of one character for each byte: the one is looked through fast, the other is cut fast. */
export interface Lines {
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** Bytes, whatever they stand for, as lines. */
export function linesOf(bytes: Uint8Array): Lines {
  return { bytes, text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1') };
}

/** The fields of one line, by their index. Those of the next line take their place, for millions of lines are read. */
export interface RecordFields {
  /** Finds the fields of a line, which are parted by one space each; false where they are not as many as the format has. */
  readonly find: (lines: Lines, begin: number, end: number) => boolean;
  /** Empty where nothing is known, for which logs have `-`, and where the format has no such field, of the index -1. */
  readonly text: (index: number) => string;
  /** A whole number; -1 where nothing is known, NaN where it is something else. */
  readonly number: (index: number) => number;
}

/** Makes what reads lines of so many fields. */
export function makeRecordFields(count: number): RecordFields {
  const begins = new Int32Array(count + 1);
  let lines: Lines = { bytes: new Uint8Array(), text: '' };
  const find = (given: Lines, begin: number, end: number): boolean => {
    lines = given;
    const { bytes } = given;
    begins[0] = begin;
    let found = 1;
    for (let at = begin; at < end; at += 1)
      if (bytes[at] === SPACE) {
        if (found === count) return false;
        begins[found] = at + 1;
        found += 1;
      }
    begins[count] = end + 1;
    return found === count;
  };
  const isUnknown = (begin: number, end: number): boolean =>
    end <= begin || (end === begin + 1 && lines.bytes[begin] === DASH);
  const beginOf = (index: number): number => begins[index] ?? 0;
  const endOf = (index: number): number => (begins[index + 1] ?? 0) - 1;
  const text = (index: number): string => {
    const [begin, end] = [beginOf(index), endOf(index)];
    return index < 0 || isUnknown(begin, end) ? '' : lines.text.slice(begin, end);
  };
  const number = (index: number): number => {
    const [begin, end] = [beginOf(index), endOf(index)];
    return index < 0 || isUnknown(begin, end) ? -1 : wholeNumber(lines.bytes, begin, end);
  };
  return { find, text, number };
}

const [SPACE, DASH, ZERO] = [0x20, 0x2d, 0x30];

const wholeNumber = (bytes: Uint8Array, begin: number, end: number): number => {
  let number = 0;
  for (let at = begin; at < end; at += 1) {
    const digit = (bytes[at] ?? 0) - ZERO;
    if (digit < 0 || digit > 9) return Number.NaN;
    number = number * 10 + digit;
  }
  return number;
};

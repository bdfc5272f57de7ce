import { printable } from '../../rule/index.ts';

/** Longer than any text that AWS makes; a log line must not grow with its event. */
export const MAX_TEXT = 1024;

/** A text from outside; what is unknown stays so. */
export function text(value: string | undefined): string | undefined {
  return value && printable(value, MAX_TEXT);
}

export function uid(value: string): string {
  return printable(value, MAX_UID);
}

/** An identifier joins up to four texts, and is no identifier any more once it is cut. */
const MAX_UID = 4 * MAX_TEXT;

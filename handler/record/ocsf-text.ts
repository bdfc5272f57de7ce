import { printable } from '../../rule/value/text.ts';

/** Longer than any text that AWS makes; a log line must not grow with its event. */
export const MAX_TEXT = 1024;
/** An identifier joins up to four texts, and is no identifier any more once it is cut. */
const MAX_UID = 4 * MAX_TEXT;

/** A text from outside; what is unknown stays so. */
export const text = (value: string | undefined): string | undefined => value && printable(value, MAX_TEXT);

export const uid = (value: string): string => printable(value, MAX_UID);

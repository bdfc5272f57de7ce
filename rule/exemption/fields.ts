import { rules } from '../rules/index.ts';
import { ruleTypes } from '../select-rules.ts';
import { UNPRINTABLE_LINE } from '../value/index.ts';
import { dayAt, dayOf } from './expiry.ts';
import { matchesPattern } from './match.ts';

/** Whether a field may hold a text; exemptions.schema.json says the same as far as a schema can. */
export type Fields = Readonly<Record<string, (text: string, now: number) => boolean>>;

const isLine =
  (length: number) =>
  (text: string): boolean =>
    [...text].length <= length && text.trim() !== '' && !UNPRINTABLE_LINE.test(text);

export const MAX_ID = 128;

export const MAX_LINE = 1024;

export const MAX_DAYS_AHEAD = 366;

const matchesAny = (pattern: string, texts: readonly string[]): boolean =>
  texts.some((text) => matchesPattern(pattern, text));

const isName = (text: string): boolean => /^[!-~]{1,1024}$/.test(text);

export const textFields: Fields = {
  id: isLine(MAX_ID),
  reason: isLine(MAX_LINE),
  approvedBy: isLine(MAX_LINE),
  expires: (text, now) => (dayOf(text) ?? Number.POSITIVE_INFINITY) - dayAt(now) <= MAX_DAYS_AHEAD,
};

export const matchFields: Fields = {
  rule: (text) => {
    const ids = rules.map(({ meta }) => meta.id);
    return /^[a-z0-9_*?]{1,1024}$/.test(text) && matchesAny(text, ids);
  },
  account: (text) => /^(?:[0-9?]{12}|(?=.*[*])(?:[*]?[0-9?]){0,12}[*]?)$/.test(text),
  region: (text) => /^[a-z0-9*?-]{1,1024}$/.test(text),
  stackName: (text) => /^[A-Za-z0-9*?-]{1,128}$/.test(text),
  logicalId: isName,
  resourceType: (text) => /^[A-Za-z0-9:*?]{1,1024}$/.test(text) && matchesAny(text, ruleTypes),
  destination: isName,
};

export const DOCUMENT_KEYS = ['$schema', 'version', 'exemptions'];

export const EXEMPTION_KEYS = [...Object.keys(textFields), 'match'];

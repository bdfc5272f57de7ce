import { rules } from '../rules/index.ts';
import { ruleTypes, unknownRule } from '../select-rules.ts';
import { dayAt, dayOf } from './expiry.ts';
import { matchesPattern } from './match.ts';

/** What a field may hold, in words and as a test; exemptions.schema.json says the same as far as a schema can. */
export interface Field {
  readonly expected: string;
  readonly isRight: (text: string, now: number) => boolean;
  /** What a wrong text was meant to be, where that can be guessed. */
  readonly hint?: (text: string) => string;
}

const line = (length: number): Field => ({
  expected: `a text of at most ${length} printable characters, on one line`,
  isRight: (text) => [...text].length <= length && text.trim() !== '' && !UNPRINTABLE.test(text),
});

/** Control characters, and those that break or turn lines. */
const UNPRINTABLE = /[^ -~\u00a0-\u2027\u202f-\u2065\u206a-\uffff]/;

const MAX_DAYS_AHEAD = 366;

const expires: Field = {
  expected: `the last day, such as 2027-01-31, at most ${MAX_DAYS_AHEAD} days ahead`,
  isRight: (text, now) => (dayOf(text) ?? Number.POSITIVE_INFINITY) - dayAt(now) <= MAX_DAYS_AHEAD,
};

export const exemptionFields = { id: line(128), reason: line(1024), approvedBy: line(1024), expires } as const;

const ruleIds = rules.map(({ meta }) => meta.id);

const rule: Field = {
  expected: `${ruleIds.join(' or ')}, or a pattern with * and ? that matches one of them`,
  isRight: (text) => /^[a-z0-9_*?]{1,1024}$/.test(text) && ruleIds.some((id) => matchesPattern(text, id)),
  hint: (text) => unknownRule(text, ruleIds),
};

const pattern = (what: string, form: RegExp): Field => ({
  expected: `${what}, in which * and ? may stand for others`,
  isRight: (text) => form.test(text),
});

const resourceType: Field = {
  expected: `${ruleTypes.join(' or ')}, or a pattern with * and ? that matches one of them`,
  isRight: (text) => /^[A-Za-z0-9:*?]{1,1024}$/.test(text) && ruleTypes.some((type) => matchesPattern(text, type)),
};

export const matchFields = {
  rule,
  account: pattern('12 digits', /^(?:[0-9?]{12}|(?=.*[*])(?:[*]?[0-9?]){0,12}[*]?)$/),
  region: pattern('a Region such as eu-west-1', /^[a-z0-9*?-]{1,1024}$/),
  stackName: pattern('a stack name of at most 128 letters, digits and hyphens', /^[A-Za-z0-9*?-]{1,128}$/),
  logicalId: pattern('a logical id', /^[!-~]{1,1024}$/),
  resourceType,
  destination: pattern('one CIDR block, prefix list or group', /^[!-~]{1,1024}$/),
} as const;

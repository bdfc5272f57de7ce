import { rules } from '../rules/index.ts';
import { ruleTypes, unknownRule } from '../select-rules.ts';
import { DOCUMENT_KEYS, EXEMPTION_KEYS, MAX_DAYS_AHEAD, MAX_ID, MAX_LINE, matchFields } from './fields.ts';
import { type Fault, MAX_EXEMPTIONS } from './find-faults.ts';
import { jsonError } from './json-error.ts';
import { type ExemptionsProblem, problemAt, unexpected, unknownKey } from './problem.ts';
import { MAX_EXEMPTIONS_BYTES } from './read.ts';

/** Says what is wrong, what is expected and what stands there. */
export function putIntoWords({ pointer, kind, value, takenBy }: Fault): ExemptionsProblem {
  switch (kind) {
    case 'too large':
      return problemAt('', `larger than ${MAX_EXEMPTIONS_BYTES / 1024 / 1024} MB`);
    case 'not JSON':
      return problemAt('', `not JSON: ${jsonError(String(value))}`);
    case 'repeated':
      return problemAt(pointer, 'given more than once');
    case 'unknown':
      return unknownKey(pointer, String(value), keysKnownAt(pointer));
    case 'too long':
      return problemAt(pointer, `expected at most ${MAX_EXEMPTIONS} exemptions, found ${value}`);
    case 'taken':
      return unexpected(pointer, `another id than /exemptions/${takenBy} has`, value);
    case 'too broad':
      return unexpected(pointer, 'a stackName or logicalId with more than * and ? in it', value);
    default:
      return pointer.endsWith('/match/rule') && typeof value === 'string'
        ? problemAt(pointer, unknownRule(value))
        : unexpected(pointer, expectedAt(pointer), value);
  }
}

/** By how deep the key stands. */
const keysKnownAt = (pointer: string): readonly string[] => {
  const depth = pointer.split('/').length - 1;
  if (depth === 1) return DOCUMENT_KEYS;
  return depth === 3 ? EXEMPTION_KEYS : Object.keys(matchFields);
};

const line = (length: number): string => `a text of at most ${length} printable characters, on one line`;

const patternOf = (what: string): string => `${what}, in which * and ? may stand for others`;

const oneOf = (names: readonly string[]): string =>
  `${names.join(' or ')}, or a pattern with * and ? that matches one of them`;

/** By pointer; `*` stands for a number. */
const expectations: ReadonlyMap<string, string> = new Map([
  ['', 'an object {"version": 1, "exemptions": [...]}'],
  ['/$schema', 'a text'],
  ['/version', '1'],
  ['/exemptions', 'a list'],
  ['/exemptions/*', `an object with ${EXEMPTION_KEYS.join(', ')}`],
  ['/exemptions/*/id', line(MAX_ID)],
  ['/exemptions/*/reason', line(MAX_LINE)],
  ['/exemptions/*/approvedBy', line(MAX_LINE)],
  ['/exemptions/*/expires', `the last day, such as 2027-01-31, at most ${MAX_DAYS_AHEAD} days ahead`],
  ['/exemptions/*/match', 'an object such as {"stackName": "app-*"}'],
  ['/exemptions/*/match/rule', oneOf(rules.map(({ meta }) => meta.id))],
  ['/exemptions/*/match/account', patternOf('12 digits')],
  ['/exemptions/*/match/region', patternOf('a Region such as eu-west-1')],
  ['/exemptions/*/match/stackName', patternOf('a stack name of at most 128 letters, digits and hyphens')],
  ['/exemptions/*/match/logicalId', patternOf('a logical id')],
  ['/exemptions/*/match/resourceType', oneOf(ruleTypes)],
  ['/exemptions/*/match/destination', patternOf('one CIDR block, prefix list or group')],
]);

const expectedAt = (pointer: string): string => expectations.get(pointer.replace(/\d+/, '*')) ?? 'something else';

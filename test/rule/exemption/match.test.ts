import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesPattern } from '../../../rule/exemption/match.ts';
import {
  type Exemption,
  type ExemptionFacts,
  type ExemptionMatch,
  type Finding,
  findExemption,
} from '../../../rule/library.ts';
import { exampleExemption, NOW } from './example.ts';

/** The same as a regular expression, which takes its time. */
const matchesNaively = (pattern: string, text: string): boolean => {
  const parts = Array.from({ length: pattern.length }, (_, index) => {
    const unit = pattern.charCodeAt(index).toString(16).padStart(4, '0');
    return { '*': '[^]*', '?': '[^]' }[pattern.charAt(index)] ?? `\\u${unit}`;
  });
  return new RegExp(`^${parts.join('')}$`).test(text);
};

describe('a pattern', () => {
  const patterns: Record<string, readonly [pattern: string, matches: readonly string[], others: readonly string[]]> = {
    'without wildcards is the text itself': ['app', ['app'], ['App', 'apps', 'my-app', 'ap', '', 'app ']],
    'that is empty is the empty text': ['', [''], ['a']],
    'with * in the end is a beginning': ['app-*', ['app-', 'app-1', 'app-*'], ['app', 'my-app-1']],
    'with * at the start is an end': ['*-app', ['-app', 'my-app', 'app-app'], ['app', 'my-app-1']],
    'with * on both sides is a part': ['*app*', ['app', 'my-app-1'], ['ap-p', '']],
    'of * is anything': ['*', ['', 'a', '*', 'a\nb'], []],
    'with ? stands for one character': ['a?c', ['abc', 'a?c', 'a*c'], ['ac', 'abbc']],
    'of * and ? is anything so long': ['?*?', ['ab', 'abc'], ['', 'a']],
    'with several * goes back where it has to': [
      '*ab*ab',
      ['abab', 'ababab', 'xabyab', 'aabaab'],
      ['ab', 'aba', 'abba'],
    ],
    'of characters that mean something elsewhere is those': ['a.[b]+(c)|^$\\', ['a.[b]+(c)|^$\\'], ['axb', 'abbc', '']],
  };

  test.each(Object.entries(patterns))('%s', (_name, [pattern, matches, others]) => {
    expect(matches.filter((text) => !matchesPattern(pattern, text))).toEqual([]);
    expect(others.filter((text) => matchesPattern(pattern, text))).toEqual([]);
  });

  const text = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', '-', '\n', '\ud83d', '\ude00'), maxLength: 12 });
  const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '*', '?', '\ud83d'), maxLength: 8 });

  test('matches what a regular expression for it matches', () => {
    fc.assert(
      fc.property(pattern, text, (one, other) => matchesPattern(one, other) === matchesNaively(one, other)),
      {
        numRuns: 5000,
      },
    );
  });

  test('of many * ends, also where nothing matches', () => {
    expect(matchesPattern('*a'.repeat(500), 'a'.repeat(10_000))).toBe(true);
    expect(matchesPattern(`${'*a'.repeat(500)}*b`, 'a'.repeat(10_000))).toBe(false);
  });
});

const RULE = 'security_group_egress_with_all_protocols';

/** Destinations as a finding has them: texts, or functions. */
const to = (...values: readonly unknown[]): Pick<Finding, 'destinations'> => ({
  destinations: values.map((value) => ({ kind: 'CidrIp', value })),
});

const finding = {
  ruleId: RULE,
  logicalId: 'AgentSg',
  resourceType: 'AWS::EC2::SecurityGroup',
  ...to('10.1.0.0/16'),
};
const facts = { account: '123456789012', region: 'eu-west-1', stackName: 'backup-1' };

describe('an exemption covers', () => {
  const covered: Record<string, readonly [match: ExemptionMatch, different?: object, facts?: ExemptionFacts]> = {
    'what its one field names': [{ stackName: 'backup-1' }],
    'what all of its fields match': [
      {
        rule: '*_with_all_protocols',
        account: '123456789*',
        region: 'eu-*',
        stackName: 'backup-?',
        logicalId: 'Agent*',
        resourceType: 'AWS::EC2::SecurityGroup',
        destination: '10.*',
      },
    ],
    'what it does not ask about, though it is unknown': [{ logicalId: 'AgentSg' }, {}, {}],
    'each of several destinations': [{ logicalId: 'AgentSg', destination: '10.*' }, to('10.1.0.0/16', '10.2.0.0/16')],
    'any destination, were it a function': [
      { logicalId: 'AgentSg', destination: '*' },
      to({ 'Fn::GetAtt': ['Db', 'GroupId'] }),
    ],
    'any destination, were it none that EC2 takes': [{ logicalId: 'AgentSg', destination: '*' }, to('10.0.0.999/8')],
    'a whole block by its beginning': [{ logicalId: 'AgentSg', destination: '10.*' }, to('10.0.0.0/8')],
    'a block as it is written': [{ logicalId: 'AgentSg', destination: '10.0.0.0/7' }, to('10.0.0.0/7')],
    'one of several blocks of a size': [{ logicalId: 'AgentSg', destination: '10.2?.0.0/16' }, to('10.20.0.0/16')],
    'a block of IPv6 by its beginning': [{ logicalId: 'AgentSg', destination: '2001:db8:*' }, to('2001:db8::/32')],
    'a prefix list': [{ logicalId: 'AgentSg', destination: 'pl-1*' }, to('pl-12345678')],
  };

  test.each(Object.entries(covered))('%s', (_name, [match, different = {}, known = facts]) => {
    const exemption = exampleExemption({ match });
    expect(findExemption({ ...finding, ...different }, known, [exemption], NOW)).toEqual({ active: exemption });
  });

  const open: Record<string, readonly [match: ExemptionMatch, different?: object, facts?: ExemptionFacts]> = {
    'another account': [{ logicalId: 'AgentSg', account: '999999999999' }],
    'another Region': [{ logicalId: 'AgentSg', region: 'us-*' }],
    'another stack': [{ stackName: 'backup' }],
    'another logical id': [{ logicalId: 'Agent' }],
    'a logical id with other capitals': [{ logicalId: 'agentsg' }],
    'another type': [{ logicalId: 'AgentSg', resourceType: 'AWS::EC2::SecurityGroupEgress' }],
    'another destination': [{ logicalId: 'AgentSg', destination: '0.0.0.0/0' }],
    'more destinations than those': [{ logicalId: 'AgentSg', destination: '10.*' }, to('10.1.0.0/16', '0.0.0.0/0')],
    'a second destination, however long the first': [
      { logicalId: 'AgentSg', destination: '10*' },
      to('10.0.0.0/8', '1001:0db8:1111:2222:3333:4444:5555:6666/0'),
    ],
    'another rule': [{ logicalId: 'AgentSg', rule: 'security_group_without_egress' }],
    'no destination': [{ logicalId: 'AgentSg', destination: '*' }, to()],
    'a function by the text of it': [
      { logicalId: 'AgentSg', destination: '{"Fn::GetAtt":["Db",*' },
      to({ 'Fn::GetAtt': ['Db', 'GroupId'] }),
    ],
    'a reference that is left in a text': [{ logicalId: 'AgentSg', destination: '{{*' }, to('{{resolve:ssm:cidr}}')],
    'a block that begins right and ends elsewhere': [{ logicalId: 'AgentSg', destination: '10.*' }, to('10.0.0.0/7')],
    'a wider block of any size': [{ logicalId: 'AgentSg', destination: '10.0.0.0/*' }, to('10.0.0.0/7')],
    'a block of IPv6 that ends elsewhere': [{ logicalId: 'AgentSg', destination: '2001:*' }, to('2000::/3')],
    'a block that EC2 widens': [{ logicalId: 'AgentSg', destination: '10.*' }, to('10.0.0.0/0')],
    'an address that EC2 refuses': [{ logicalId: 'AgentSg', destination: '10.*' }, to('10.0.0.999/32')],
    'an unknown account': [{ logicalId: 'AgentSg', account: '*' }, {}, { ...facts, account: undefined }],
    'an unknown Region': [{ logicalId: 'AgentSg', region: '*' }, {}, { ...facts, region: undefined }],
    'an unknown stack': [{ logicalId: 'AgentSg', stackName: '*' }, {}, { account: facts.account }],
  };

  test.each(Object.entries(open))('not %s', (_name, [match, different = {}, known = facts]) => {
    expect(findExemption({ ...finding, ...different }, known, [exampleExemption({ match })], NOW)).toEqual({});
  });
});

describe('of several exemptions', () => {
  const named = (id: string, expires: string, stackName = 'backup-*'): Exemption =>
    exampleExemption({ id, expires, match: { stackName } });
  const lists: Record<string, readonly [exemptions: readonly Exemption[], found: object]> = {
    'the one that lasts longest applies': [
      [named('a', '2026-12-01'), named('b', '2027-03-01'), named('c', '2027-02-01')],
      { active: named('b', '2027-03-01') },
    ],
    'the first applies where they end on one day': [
      [named('a', '2027-01-01'), named('b', '2027-01-01')],
      { active: named('a', '2027-01-01') },
    ],
    'one that matches applies, whatever lasts longer': [
      [named('a', '2027-03-01', 'other'), named('b', '2026-12-01')],
      { active: named('b', '2026-12-01') },
    ],
    'one that holds hides those that do not': [
      [named('a', '2026-11-23'), named('b', '2026-11-24')],
      { active: named('b', '2026-11-24') },
    ],
    'the one that expired last is told where none holds': [
      [named('a', '2025-01-01'), named('b', '2026-11-23'), named('c', '2026-10-01'), named('d', '2027-01-01', 'other')],
      { lapsed: named('b', '2026-11-23') },
    ],
    'none is found where there is none': [[], {}],
  };

  test.each(Object.entries(lists))('%s', (_name, [exemptions, found]) => {
    expect(findExemption(finding, facts, exemptions, NOW)).toEqual(found);
  });
});

const FIELDS = ['account', 'region', 'stackName', 'logicalId', 'resourceType', 'destination'] as const;

type Values = Partial<Record<(typeof FIELDS)[number], readonly string[]>>;

/** Where a finding is, every value known or not; only a destination can be several. */
const values = fc.record(
  Object.fromEntries(
    FIELDS.map((field) => [field, fc.array(fc.constantFrom('a', 'ab', 'b', ''), { minLength: 1, maxLength: 3 })]),
  ),
  { requiredKeys: ['logicalId', 'resourceType'] },
);

const wild = fc.constantFrom('*', '*', '*', '*', '*', '?*', '?', 'a', 'a*', '*b', 'a?', '');
const anyMatch = fc.record(Object.fromEntries(FIELDS.map((field) => [field, wild])), { requiredKeys: [] });

const coversNaively = (match: ExemptionMatch, { destination, ...single }: Values): boolean =>
  FIELDS.filter((field) => match[field] !== undefined).every((field) => {
    const known = field === 'destination' ? destination : single[field]?.slice(0, 1);
    return known?.every((value) => matchesNaively(String(match[field]), value)) === true;
  });

test('an exemption covers a finding if, and only if, every field of it matches', () => {
  const seen = { covered: 0, open: 0 };
  const property = fc.property(anyMatch, values, (match, given: Values) => {
    const [account, region, stackName, logicalId = '', resourceType = ''] = FIELDS.map((field) => given[field]?.[0]);
    const exemption = exampleExemption({ match });
    const isCovered = coversNaively(match, given);
    seen[isCovered ? 'covered' : 'open'] += 1;
    const place = { ruleId: RULE, logicalId, resourceType, ...to(...(given.destination ?? [])) };
    const found = findExemption(place, { account, region, stackName }, [exemption], NOW);
    expect(found).toEqual(isCovered ? { active: exemption } : {});
  });
  fc.assert(property, { numRuns: 10_000 });
  expect(Math.min(seen.covered, seen.open)).toBeGreaterThan(200);
});

import { describe, expect, test } from 'vitest';
import type { EvaluateSettings } from '../../../../rule/library.ts';
import { EGRESS, type Told } from '../../../support/template.ts';
import { judgeSpellings, thrice, withProtocol } from '../../../support/template-object.ts';

const is = (parameter: string, value: unknown): unknown => ({ 'Fn::Equals': [{ Ref: parameter }, value] });
const when = (condition: string, yes: unknown, no: unknown): unknown => ({ 'Fn::If': [condition, yes, no] });
const named = (name: string): unknown => ({ Condition: name });

const sections = {
  Parameters: {
    Env: { Type: 'String', Default: 'dev' },
    Size: { Type: 'String', AllowedValues: ['s', 'm', 'l'] },
    Count: { Type: 'Number', AllowedValues: [1, 2] },
    Stored: { Type: 'AWS::SSM::Parameter::Value<String>', AllowedValues: ['/a'], Default: '/a' },
    None: { Type: 'String', AllowedValues: [] },
  },
  Conditions: {
    Prod: is('Env', 'prod'),
    Dev: { 'Fn::Equals': ['dev', { Ref: 'Env' }] },
    NotProd: { 'Fn::Not': [named('Prod')] },
    Both: { 'Fn::And': [named('Prod'), is('Size', 'l')] },
    Neither: { 'Fn::Not': [{ 'Fn::Or': [named('Prod'), is('Size', 'l')] }] },
    ProdOrDev: { 'Fn::Or': [named('Prod'), named('Dev')] },
    Small: is('Size', 's'),
    Medium: is('Size', 'm'),
    Large: is('Size', 'l'),
    Huge: is('Size', 'xl'),
    One: is('Count', '1'),
    Three: is('Count', 3),
    Always: { 'Fn::Equals': ['a', 'a'] },
    Never: { 'Fn::Equals': ['a', 'b'] },
    East: is('AWS::Region', 'east'),
    Same: { 'Fn::Equals': [{ Ref: 'Env' }, { Ref: 'Size' }] },
    NotSame: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'Env' }, { Ref: 'Size' }] }] },
    Named: is('Stored', 'x'),
    Empty: is('None', 'x'),
    Secret: { 'Fn::Equals': ['{{resolve:ssm:/env}}', 'prod'] },
    Circle: named('Other'),
    Other: { 'Fn::Not': [named('Circle')] },
    Selfish: { 'Fn::Not': [named('Selfish')] },
    Strange: { 'Fn::Contains': [['a'], 'a'] },
  },
};

const at = (path: string, condition?: string): Told => ({
  findings: [`Sg ${EGRESS}/0/IpProtocol/${path}${condition === undefined ? '' : ` if ${condition}`} = -1`],
});
const judge = (value: unknown, settings?: EvaluateSettings): Told[] =>
  judgeSpellings(withProtocol(value, sections), settings);

describe('the condition of a finding names what has to be', () => {
  const cases: Record<string, readonly [value: unknown, told: Told]> = {
    'a condition': [when('Prod', -1, 'tcp'), at('Fn::If/1', 'Prod')],
    'its contrary': [when('Prod', 'tcp', -1), at('Fn::If/2', 'not Prod')],
    'two of them': [when('Prod', when('Small', 'tcp', -1), 'tcp'), at('Fn::If/1/Fn::If/2', 'Prod and not Small')],
    'not what follows from another': [when('Prod', when('NotProd', 'tcp', -1), 6), at('Fn::If/1/Fn::If/2', 'Prod')],
    'not what is always so': [when('Always', -1, 'tcp'), at('Fn::If/1')],
    'a condition that does not exist': [when('Missing', -1, 'tcp'), at('Fn::If/1', 'Missing')],
    'a condition of a function that nobody knows': [when('Strange', -1, 'tcp'), at('Fn::If/1', 'Strange')],
    'a condition of a pseudo parameter': [when('East', -1, 'tcp'), at('Fn::If/1', 'East')],
    'a condition of a stored value, which may be anything': [when('Named', -1, 'tcp'), at('Fn::If/1', 'Named')],
    'a condition of a parameter that is allowed nothing': [when('Empty', -1, 'tcp'), at('Fn::If/1', 'Empty')],
    'a condition of a dynamic reference': [when('Secret', -1, 'tcp'), at('Fn::If/1', 'Secret')],
    'a condition in a circle': [when('Circle', -1, 'tcp'), at('Fn::If/1', 'Circle')],
    'the contrary of a condition in a circle': [when('Other', 'tcp', -1), at('Fn::If/2', 'not Other')],
    'a condition that refers to itself': [when('Selfish', -1, 'tcp'), at('Fn::If/1', 'Selfish')],
    'a number that is written as text': [when('One', -1, 'tcp'), at('Fn::If/1', 'One')],
    'the last of the allowed values': [
      when('Small', 'tcp', when('Medium', 'tcp', -1)),
      at('Fn::If/2/Fn::If/2', 'not Small and not Medium'),
    ],
  };

  test.each(Object.entries(cases))('%s', (_name, [value, told]) => {
    expect(judge(value)).toEqual(thrice(told));
  });

  test('both branches, where both are bad', () => {
    const [path, end] = [`Sg ${EGRESS}/0/IpProtocol/Fn::If`, '= -1'];
    expect(judge(when('Prod', -1, -1))).toEqual(
      thrice({ findings: [`${path}/1 if Prod ${end}`, `${path}/2 if not Prod ${end}`] }),
    );
  });
});

describe('a branch is closed by', () => {
  const closed: Record<string, unknown> = {
    'the same condition': when('Prod', when('Prod', 'tcp', -1), 'tcp'),
    'the contrary of the same condition': when('Prod', 'tcp', when('Prod', -1, 'tcp')),
    'the negation of the condition': when('Prod', when('NotProd', -1, 'tcp'), 'tcp'),
    'a value that is not allowed': when('Huge', -1, 'tcp'),
    'a number that is not allowed': when('Three', -1, 'tcp'),
    'a conjunction': when('Prod', 'tcp', when('Both', -1, 'tcp')),
    'a conjunction that is assumed': when('Both', when('Prod', 'tcp', -1), 'tcp'),
    'a disjunction': when('Neither', when('Prod', -1, 'tcp'), 'tcp'),
    'a disjunction of the only cases': when('ProdOrDev', when('Prod', 6, when('Dev', 6, -1)), 'tcp'),
    'literals that differ': when('Never', -1, 'tcp'),
    'literals that are equal': when('Always', 'tcp', -1),
    'a condition that does not exist, twice': when('Missing', when('Missing', 'tcp', -1), 'tcp'),
  };

  test.each(Object.entries(closed))('%s', (_name, value) => {
    expect(judge(value)).toEqual(thrice({}));
  });

  /** Three-valued logic compares no conditions by what they say of a parameter. */
  const open: Record<string, readonly [value: unknown, told: Told]> = {
    'another value of the same parameter': [
      when('Prod', when('Dev', -1, 'tcp'), 'tcp'),
      at('Fn::If/1/Fn::If/1', 'Prod and Dev'),
    ],
    'values of which none is left': [
      when('Small', 6, when('Medium', 6, when('Large', 6, -1))),
      at('Fn::If/2/Fn::If/2/Fn::If/2', 'not Small and not Medium and not Large'),
    ],
    'the negation of the same comparison': [
      when('Same', when('NotSame', -1, 'tcp'), 'tcp'),
      at('Fn::If/1/Fn::If/1', 'Same and NotSame'),
    ],
  };

  test.each(Object.entries(open))('but not by %s, which the finding names', (_name, [value, told]) => {
    expect(judge(value)).toEqual(thrice(told));
  });

  const given: Record<string, readonly [value: unknown, settings: EvaluateSettings]> = {
    'a given value': [when('Prod', -1, 'tcp'), { parameters: { Env: 'dev' } }],
    'a given number': [when('One', -1, 'tcp'), { parameters: { Count: 2 } }],
    'a pseudo parameter that is given': [when('East', -1, 'tcp'), { pseudo: { 'AWS::Region': 'west' } }],
    'two given values that are compared': [when('Same', -1, 'tcp'), { parameters: { Env: 's', Size: 'm' } }],
    'a final default': [when('Prod', -1, 'tcp'), { openParameters: 'defaultIsFinal' }],
  };

  test.each(Object.entries(given))('%s', (_name, [value, settings]) => {
    expect(judge(value, settings)).toEqual(thrice({}));
  });
});

test.each(['useDefault', 'anyValue'] as const)(
  'a default closes no branch with openParameters: %s',
  (openParameters) => {
    expect(judge(when('Prod', -1, 'tcp'), { openParameters })).toEqual(thrice(at('Fn::If/1', 'Prod')));
  },
);

test('a branch that given values leave alone needs no condition', () => {
  expect(judge(when('Prod', -1, 'tcp'), { parameters: { Env: 'prod' } })).toEqual(thrice(at('Fn::If/1')));
  expect(judge(when('Dev', -1, 'tcp'), { openParameters: 'defaultIsFinal' })).toEqual(thrice(at('Fn::If/1')));
});

describe('a fraction may be printed in more ways than one, so', () => {
  const fraction = (literal: unknown, AllowedValues?: readonly unknown[]): Record<string, unknown> => ({
    Parameters: { P: { Type: 'String', ...(AllowedValues && { AllowedValues }) } },
    Conditions: { Same: is('P', literal), One: is('P', '1'), Other: is('P', '2') },
  });

  test.each([
    ['1.0', '1'],
    ['1', '1.00'],
    ['1e3', '1000'],
    ['1000.0', '1E+3'],
    ['-.5', '-0.5'],
    ['90.0', '+90.'],
  ])('%s may be %s', (literal, P) => {
    const template = withProtocol(when('Same', -1, 'tcp'), fraction(literal));
    expect(judgeSpellings(template, { parameters: { P } })).toEqual(thrice(at('Fn::If/1', 'Same')));
    const allowed = withProtocol(when('Same', -1, 'tcp'), fraction(literal, [P]));
    expect(judgeSpellings(allowed)).toEqual(thrice(at('Fn::If/1', 'Same')));
  });

  test.each([
    ['1.0', '2'],
    ['1', '01'],
    ['16', '0x10'],
    ['1.0', 'a'],
    ['0.0', ''],
    ['1.0', '1.0.0'],
  ])('%s is not %s', (literal, P) => {
    const template = withProtocol(when('Same', -1, 'tcp'), fraction(literal));
    expect(judgeSpellings(template, { parameters: { P } })).toEqual(thrice({}));
  });

  test('what is 1 may be 1.0', () => {
    const within = (condition: string): unknown => when('Same', when(condition, -1, 'tcp'), 'tcp');
    const path = 'Fn::If/1/Fn::If/1';
    expect(judgeSpellings(withProtocol(within('One'), fraction('1.0')))).toEqual(thrice(at(path, 'Same and One')));
    expect(judgeSpellings(withProtocol(within('Other'), fraction('1.0')))).toEqual(thrice(at(path, 'Same and Other')));
  });
});

test('long comparisons that differ at the end are not taken for the same', () => {
  const long = (end: string): unknown => ({
    'Fn::Equals': [{ Ref: 'A' }, { 'Fn::Join': [`${'x'.repeat(200)}${end}`, []] }],
  });
  const conditions = { One: long('1'), Two: { 'Fn::Not': [long('2')] } };
  const template = withProtocol(when('One', when('Two', 'tcp', -1), 'tcp'), { Conditions: conditions });
  expect(judgeSpellings(template)).toEqual(thrice(at('Fn::If/1/Fn::If/2', 'One and not Two')));
});

test('comparisons of many parts that differ at the end are not taken for the same', () => {
  const many = (end: string): unknown => ({
    'Fn::Equals': [{ Ref: 'A' }, { 'Fn::Join': ['', [...'x'.repeat(300), { Ref: end }]] }],
  });
  const conditions = { One: many('B'), Two: { 'Fn::Not': [many('C')] } };
  const template = withProtocol(when('One', when('Two', 'tcp', -1), 'tcp'), { Conditions: conditions });
  expect(judgeSpellings(template)).toEqual(thrice(at('Fn::If/1/Fn::If/2', 'One and not Two')));
});

test('twenty conditions that name each other exclude each other all the same', () => {
  const chain = Array.from({ length: 20 }, (_, index) => [`C${index + 1}`, { 'Fn::Not': [named(`C${index}`)] }]);
  const conditions = { ...Object.fromEntries(chain), C0: is('Env', 'prod') };
  const template = withProtocol(when('C20', when('C18', 'tcp', -1), 6), {
    Parameters: sections.Parameters,
    Conditions: conditions,
  });
  expect(judgeSpellings(template)).toEqual(thrice({}));
});

import { describe, expect, test } from 'vitest';
import { EGRESS, judgePlaces, judgeText, lines, yamlProtocol } from '../../../support/template.ts';

/** Spellings of YAML 1.1, and what CloudFormation makes of them. */
const spellings: readonly (readonly [written: string, meant: string])[] = [
  ...['yes', 'Yes', 'YES', 'on', 'On', 'ON', 'true', 'True', 'TRUE'].map((word) => [word, 'true'] as const),
  ...['no', 'No', 'NO', 'off', 'Off', 'OFF', 'false', 'False', 'FALSE'].map((word) => [word, 'false'] as const),
  ['16', '16'],
  ['+16', '16'],
  ['0x10', '16'],
  ['0x_1_0', '16'],
  ['-0xFf', '-255'],
  ['0b10000', '16'],
  ['020', '16'],
  ['00', '0'],
  ['-0', '0'],
  ['1_000', '1000'],
  ['1:30', '90'],
  ['-1:30:00', '-5400'],
  ['0x10000000000000000', '18446744073709551616'],
  ['18446744073709551616', '18446744073709551616'],
];

/** What looks like one of them and is text. */
const texts = ['yEs', 'y', 'n', 'oN', 'none', 'tcp', '018', '0o20', '0b12', '0x', '1:60', '0:16', '_16', '16 MB'];

const withCondition = (operand: string): string =>
  yamlProtocol('!If [IsOpen, -1, tcp]', 'Parameters: {P: {Type: String}}', 'Conditions:') +
  lines(`  IsOpen: !Equals [!Ref P, ${operand}]`);

const holds = (operand: string, value: string): boolean =>
  judgePlaces(withCondition(operand), { parameters: { P: value } }).findings !== undefined;

describe('a plain scalar is compared as CloudFormation has it', () => {
  test.each(spellings)('%s is %s', (written, meant) => {
    expect(holds(written, meant)).toBe(true);
    expect(holds(written, 'other')).toBe(false);
  });

  test.each(texts)('%s is itself', (text) => {
    expect(holds(text, text)).toBe(true);
  });

  test.each(['yes', 'Off', '0x10', '1:30'])('%s is not the text that is written', (written) => {
    expect(holds(written, written)).toBe(false);
  });
});

describe('is text, whatever it looks like,', () => {
  test.each([
    ['what is quoted', '"yes"', 'yes'],
    ['a block', '|-\n      0x10', '0x10'],
    ['what the tag of text marks', '!!str on', 'on'],
    ['what the bare tag marks', '! 010', '010'],
    ['what the long tag of text marks', '!<tag:yaml.org,2002:str> 010', '010'],
    ['what the tag of a function marks', '!Sub 010', '010'],
  ])('%s', (_name, operand, value) => {
    const text = withCondition('@').replace('[!Ref P, @]', `\n    - !Ref P\n    - ${operand}`);
    expect(judgePlaces(text, { parameters: { P: value } }).findings).toHaveLength(1);
    expect(judgePlaces(text, { parameters: { P: 'true' } })).toEqual({});
  });

  test('what JSON quotes', () => {
    const equals = { 'Fn::Equals': [{ Ref: 'P' }, 'yes'] };
    const properties = { IpProtocol: { 'Fn::If': ['IsOpen', '-1', 'tcp'] } };
    const template = {
      Parameters: { P: { Type: 'String' } },
      Conditions: { IsOpen: equals },
      Resources: { Out: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: properties } },
    };
    expect(judgePlaces(JSON.stringify(template), { parameters: { P: 'yes' } }).findings).toHaveLength(1);
    expect(judgePlaces(JSON.stringify(template), { parameters: { P: 'true' } })).toEqual({});
  });
});

test('a tagged number is the text of a function', () => {
  expect(judgeText(yamlProtocol('!Sub -1'))).toEqual({ findings: [`6:11 Sg ${EGRESS}/0/IpProtocol = "-1"`] });
});

test('defaults and allowed values are compared as CloudFormation has them', () => {
  const text = (allowed: string): string =>
    withCondition('yes').replace('Type: String', `Type: String, Default: no, AllowedValues: ${allowed}`);
  const bad = { findings: [`Sg ${EGRESS}/0/IpProtocol/Fn::If/1 = -1`] };
  expect(judgePlaces(text('[Yes, no]'), { parameters: { P: 'true' } })).toEqual(bad);
  expect(judgePlaces(text('[Yes, no]'), { openParameters: 'defaultIsFinal' })).toEqual({});
  expect(judgePlaces(text('[on, off]')).findings).toHaveLength(1);
  expect(judgePlaces(text('["yes", off]'))).toEqual({});
});

describe('the key of a map is', () => {
  const map = (key: string, lookup: string): string =>
    yamlProtocol(`!FindInMap [M, ${lookup}, p]`, `Mappings: {M: {${key}: {p: "-1"}, other: {p: tcp}}}`);
  test.each([
    ['yes', '"true"'],
    ['"true"', 'yes'],
    ['off', 'False'],
    ['010', '8'],
    ['"8"', '0x8'],
    ['1_0', '10'],
  ])('%s, looked up as %s', (key, lookup) => {
    expect(judgePlaces(map(key, lookup)).findings).toHaveLength(1);
  });

  test.each([
    ['yes', '"yes"'],
    ['"yes"', 'yes'],
    ['010', '"010"'],
  ])('%s, not found as %s', (key, lookup) => {
    expect(judgePlaces(map(key, lookup)).undetermined).toEqual([
      `Sg ${EGRESS}/0/IpProtocol: Fn::FindInMap finds nothing`,
    ]);
  });
});

test('the key of a map that is a fraction may be printed in another way', () => {
  const map = (lookup: string): string =>
    yamlProtocol(`!FindInMap [M, ${lookup}, p, DefaultValue: tcp]`, 'Mappings: {M: {1.0: {p: "-1"}, 2: {p: udp}}}');
  const reason = 'a key of the map is a fraction that may be printed in another way';
  expect(judgePlaces(map('1.0')).findings).toHaveLength(1);
  expect(judgePlaces(map('1'))).toEqual({ undetermined: [`Sg ${EGRESS}/0/IpProtocol: ${reason}`] });
  expect(judgePlaces(map('2'))).toEqual({});
  expect(judgePlaces(map('3'))).toEqual({});
});

describe('a value is shown as it is written', () => {
  test.each([
    ['in the entry', yamlProtocol('-01')],
    ['in a branch', yamlProtocol('!If [A, tcp, -01]')],
    ['behind an anchor', yamlProtocol('&a -01')],
    ['where an alias stands', yamlProtocol('*a').replace('Resources', 'Metadata: [&a -01]\nResources')],
    ['in a default', yamlProtocol('!Ref P', 'Parameters: {P: {Type: Number, Default: -01}}')],
    ['in a map', yamlProtocol('!FindInMap [M, a, yes]', 'Mappings: {M: {a: {yes: -01}}}')],
  ])('%s', (_name, text) => {
    expect(judgePlaces(text).findings).toEqual([expect.stringMatching(/ = "-01"$/)]);
  });

  test('a given value as it is given', () => {
    const text = yamlProtocol('!Ref P', 'Parameters: {P: {Type: Number, Default: -01}}');
    expect(judgePlaces(text, { parameters: { P: '-1' } }).findings).toEqual([`Sg ${EGRESS}/0/IpProtocol = "-1"`]);
  });
});

test('a number of very many digits is read in a moment', () => {
  const digits = '7'.repeat(1_000_000);
  for (const spelling of [`0x${digits}`, `0${digits}`, digits, `1${':07'.repeat(400_000)}`])
    expect(judgePlaces(yamlProtocol(spelling)).findings).toBeUndefined();
});

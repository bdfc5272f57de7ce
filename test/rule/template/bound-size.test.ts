import { describe, expect, test, vi } from 'vitest';
import { evaluateTemplate } from '../../../rule/library.ts';
import { MEGABYTE, repeat } from '../../support/bomb.ts';
import { EGRESS, judgeText, type Told, yamlGroup } from '../../support/template.ts';

vi.setConfig({ testTimeout: 10_000 });

const DEEP = 100_000;
const NESTED = 'nesting exceeded maxDepth (200)';
const stuck = (reason: string, line: number, column: number): Told => ({ unreadable: { reason, line, column } });
const json = (egress: string): string =>
  `{"Resources":{"Sg":{"Type":"AWS::EC2::SecurityGroup","Properties":{"SecurityGroupEgress":${egress}}}}}`;
const nestedIn = (open: string, close: string): string => open.repeat(DEEP) + close.repeat(DEEP);

describe('a hundred thousand levels of', () => {
  const deep: Record<string, readonly [text: string, told: Told]> = {
    'flow lists': [yamlGroup(nestedIn('[', ']')), stuck(NESTED, 5, 224)],
    'flow lists that are left open': [yamlGroup('['.repeat(DEEP)), stuck(NESTED, 5, 224)],
    'flow mappings': [yamlGroup(nestedIn('{a: ', '}')), stuck(NESTED, 5, 809)],
    'block lists': [
      yamlGroup(`\n${'- '.repeat(DEEP)}a`),
      stuck('end of the stream or a document separator is expected', 6, 1),
    ],
    'explicit keys': [`${'? '.repeat(DEEP)}a`, stuck(NESTED, 1, 400)],
    'short tags': [yamlGroup(nestedIn('!If [a, ', ']')), stuck(NESTED, 5, 1593)],
    'JSON lists': [json(nestedIn('[', ']')), stuck(NESTED, 1, 285)],
    'JSON objects': [json(nestedIn('{"a":', '}')), stuck(NESTED, 1, 1061)],
    'JSON functions': [
      json(`[{"IpProtocol":${'{"Fn::Join":["",['.repeat(DEEP)}"-1"${']]}'.repeat(DEEP)}}]`),
      stuck(NESTED, 1, 1194),
    ],
  };

  test.each(Object.entries(deep))('%s', (_name, [text, told]) => {
    expect(judgeText(text)).toEqual(told);
  });

  test('block mappings, one deeper than the other', () => {
    expect(judgeText(repeat(1_400, (index) => `${' '.repeat(index)}a:\n`))).toEqual(stuck(NESTED, 200, 200));
  });
});

describe('a hundred levels are read', () => {
  const deep = `${'['.repeat(100)}${']'.repeat(100)}`;
  test.each([
    ['YAML', `Metadata: ${deep}\n${yamlGroup('[{IpProtocol: -1}]')}`, '6:30'],
    ['JSON', `{"Metadata":${deep},${json('[{"IpProtocol":-1}]').slice(1)}`, '1:304'],
  ])('in %s', (_name, text, at) => {
    expect(judgeText(text)).toEqual({ findings: [`${at} Sg ${EGRESS}/0/IpProtocol = -1`] });
  });
});

const long = 'x'.repeat(MEGABYTE);
const found = (at: string): Told => ({ findings: [`${at} Sg ${EGRESS}/0/IpProtocol = -1`] });

test.each([
  ['a line of a megabyte', yamlGroup(`[{IpProtocol: -1, Description: ${long}}]`), found('5:30')],
  ['a megabyte before the key', yamlGroup(`[{Description: "${long}", IpProtocol: -1}]`), found('5:1000047')],
  ['a comment of a megabyte', `${yamlGroup('[{IpProtocol: -1}]')}#${long}`, found('5:30')],
  ['a megabyte of tabs', yamlGroup(`[\n${'\t'.repeat(MEGABYTE)}{IpProtocol: -1}]`), found('6:1000002')],
  ['a megabyte of empty lines', `${'\n'.repeat(MEGABYTE)}${yamlGroup('[{IpProtocol: -1}]')}`, found('1000005:30')],
  ['a JSON string of a megabyte', json(`[{"Description":"${long}","IpProtocol":-1}]`), found('1:1000109')],
  ['a logical id of a megabyte', yamlGroup('[{IpProtocol: tcp}]').replace('Sg', long), {}],
])('%s is read', (_name, text, told) => {
  expect(judgeText(text)).toEqual(told);
});

describe('a megabyte of 500 groups gives all its findings', () => {
  const entries = Array.from({ length: 28 }, () => ({ IpProtocol: -1, CidrIp: '0.0.0.0/0', Description: 'all of it' }));
  const made = { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupEgress: entries } };
  const asJson = JSON.stringify({
    Resources: Object.fromEntries(Array.from({ length: 500 }, (_, id) => [`G${id}`, made])),
  });
  const lastLine = 4 + 500 * (4 + 28 * 3) - 5;
  const block = '        - CidrIp: 0.0.0.0/0\n          Description: all of it\n          IpProtocol: -1\n';
  const asYaml = `Resources:\n${repeat(500, (id) => `  G${id}:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      SecurityGroupEgress:\n${block.repeat(28)}`)}`;

  test.each([
    ['JSON', asJson, 1],
    ['YAML', asYaml, lastLine + 2],
  ])('in %s', (_name, text, line) => {
    const { findings } = evaluateTemplate(text);
    expect(findings).toHaveLength(14_000);
    expect(findings.at(-1)).toMatchObject({ logicalId: 'G499', line });
  });
});

test.each([
  ['indented less than their parent', '{IpProtocol: tcp},'],
  ['indented by tabs', '\t{IpProtocol: tcp},'],
])('five thousand lines %s are read, and the one after them', (_name, line) => {
  const lines = Array.from({ length: 5_000 }, () => line);
  const { findings, unreadable } = evaluateTemplate(yamlGroup('[', ...lines, '{IpProtocol: -1}', ']'));
  const [finding, ...others] = findings;
  expect(finding?.path).toBe('/Resources/Sg/Properties/SecurityGroupEgress/5000/IpProtocol');
  expect([others, unreadable]).toEqual([[], undefined]);
});

const broken = (groups: number): string =>
  `Resources:\n${repeat(groups, (id) => `  G${id}:\n    Type: AWS::EC2::SecurityGroup\n    Properties: {\n  SecurityGroupEgress: [\n  {IpProtocol: -1, Description: ${'x'.repeat(1000)}}\n  ]\n  }\n`)}`;
const indentedBy = (spaces: number, text: string): string => text.replace(/^/gm, ' '.repeat(spaces));
const stackSets = (count: number, body: string): string =>
  `Resources:\n${repeat(count, (id) => `  S${id}:\n    Type: AWS::CloudFormation::StackSet\n    Properties:\n      TemplateBody: |\n${indentedBy(8, body)}\n`)}`;

describe('what has to be read anew again and again', () => {
  test('is read where that is little', () => {
    expect(evaluateTemplate(broken(20)).findings).toHaveLength(20);
  });

  test('is given up where that is much', () => {
    expect(evaluateTemplate(broken(300)).unreadable?.reason).toBe('bad indentation of a mapping entry');
  });

  test('is given up sooner where it has many lines, each of which is looked at each time', () => {
    const text = (end: string): string => `${broken(20)}# ${end.repeat(100_000)}`;
    expect(evaluateTemplate(text(' ')).findings).toHaveLength(20);
    expect(evaluateTemplate(text('\n'))).toMatchObject({ findings: [], unreadable: { line: expect.any(Number) } });
  });

  test('is given up where many are little each', () => {
    expect(evaluateTemplate(stackSets(2, broken(20))).findings).toHaveLength(40);
    const { findings, undetermined } = evaluateTemplate(stackSets(30, broken(20)));
    expect([...findings, ...undetermined].length).toBeLessThan(600);
    expect(undetermined).not.toEqual([]);
  });
});

import { expect, test, vi } from 'vitest';
import { evaluateTemplate } from '../../../rule/library.ts';
import { laughs, repeat } from '../../support/bomb.ts';
import { EGRESS, judgePlaces, type Told, yamlGroup } from '../../support/template.ts';

vi.setConfig({ testTimeout: 10_000 });

const TOO_LARGE: Told = { unreadable: { reason: 'aliases, loops, functions or nested templates make it too large' } };
const TOO_DEEP: Told = { unreadable: { reason: 'it is nested too deeply' } };
const MERGED: Told = { unreadable: { reason: 'merge keys make it too large' } };
const entry = 'E: &e {IpProtocol: -1}\n';

const bombs: Record<string, readonly [text: string, told: Told]> = {
  'a list of lists of entries': [
    laughs('{IpProtocol: -1}') + yamlGroup('*a60'),
    {
      undetermined: Array.from({ length: 9 }, (_, index) => `Sg ${EGRESS}/${index}: an egress entry must be an object`),
    },
  ],
  'a destination': [
    laughs('lol') + yamlGroup('[{IpProtocol: -1, CidrIp: *a60}]'),
    { findings: [`Sg ${EGRESS}/0/IpProtocol = -1`] },
  ],
  'the value, joined': [
    laughs('lol', (aliases) => `!Join ["", [${aliases}]]`) + yamlGroup('[{IpProtocol: *a60}]'),
    TOO_LARGE,
  ],
  'the value, substituted': [
    laughs('lol', (aliases) => `!Sub ["\${A}\${B}", {A: ${aliases.split(',')[0]}, B: ${aliases.split(',')[1]}}]`) +
      yamlGroup('[{IpProtocol: *a60}]'),
    TOO_LARGE,
  ],
  'a condition': [
    `${laughs('!Equals [!Ref A, b]', (aliases) => `!And [${aliases}]`)}Conditions: {C: *a60}\n${yamlGroup('[!If [C, {IpProtocol: -1}, {IpProtocol: tcp}]]')}`,
    TOO_LARGE,
  ],
  'a comparison': [
    `${laughs('lol', (aliases) => `!Join ["", [${aliases}]]`)}Conditions: {C: !Equals [*a60, b]}\n${yamlGroup('[!If [C, {IpProtocol: -1}, {IpProtocol: tcp}]]')}`,
    TOO_LARGE,
  ],
  branches: [
    `Laughs:\n  - &a0 {IpProtocol: -1}\n${repeat(60, (index) => `  - &a${index + 1} !If [C${index}, *a${index}, *a${index}]\n`)}${yamlGroup('[*a60]')}`,
    TOO_LARGE,
  ],
  'many groups with the same long list': [
    `${entry}L: &l [${repeat(20_000, () => '*e', ',')}]\nResources:\n  G: &g {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupEgress: *l}}\n${repeat(10_000, (index) => `  G${index}: *g\n`)}`,
    TOO_LARGE,
  ],
  'a chain, through keys that are written twice': [
    `x: &a0 [1]\n${repeat(30_000, (index) => `x: &a${index + 1} [*a${index}]\n`)}${yamlGroup('[]')}`,
    TOO_DEEP,
  ],
  'a chain of functions': [
    `x: &a0 "-1"\n${repeat(20_000, (index) => `x${index}: &a${index + 1} !Join ["", [*a${index}]]\n`)}${yamlGroup('[{IpProtocol: *a20000}]')}`,
    TOO_DEEP,
  ],
  'a long text, joined': [
    `X: &b ${'a'.repeat(400_000)}\n${yamlGroup(`[{IpProtocol: !Join ["", [${repeat(2_000, () => '*b', ',')}]]}]`)}`,
    TOO_LARGE,
  ],
  'a long text, split again and again': [
    `X: &b "${','.repeat(400_000)}"\nY: &e {IpProtocol: !Select [0, !Split [",", *b]]}\n${yamlGroup(`[${repeat(20_000, () => '*e', ',')}]`)}`,
    TOO_LARGE,
  ],
  'merged mappings': [
    `B: &b {${repeat(9_000, (index) => `k${index}: 1`, ', ')}}\nL:\n${repeat(50_000, () => '- <<: *b\n')}${yamlGroup('[]')}`,
    MERGED,
  ],
  'mappings that merge each other': [
    `L:\n  - &a0 {k: 1}\n${repeat(60, (index) => `  - &a${index + 1} {k${index}: 1, <<: [${repeat(9, () => `*a${index}`, ',')}]}\n`)}${yamlGroup('[{<<: *a60, IpProtocol: -1}]')}`,
    { findings: [`Sg ${EGRESS}/0/IpProtocol = -1`] },
  ],
};

test.each(Object.entries(bombs))('an alias bomb in %s', (_name, [text, told]) => {
  expect(judgePlaces(text)).toEqual(told);
});

test('of the same template in thousands of stack sets, those beyond the budget are undetermined', () => {
  const inner = yamlGroup(`[${repeat(3_000, () => '{IpProtocol: tcp}', ',')}]`).replace(/^/gm, '  ');
  const set = 'Type: AWS::CloudFormation::StackSet, Properties: {TemplateBody: *b}';
  const { undetermined, unreadable } = evaluateTemplate(
    `B: &b |\n${inner}\nResources:\n${repeat(5_000, (index) => `  S${index}: {${set}}\n`)}`,
  );
  expect(unreadable).toBeUndefined();
  expect(undetermined.length).toBeGreaterThan(4_000);
  expect(undetermined.at(-1)?.path).toBe('/Resources/S4999/Properties/TemplateBody');
});

test('twenty thousand aliases of keys are read', () => {
  const text = yamlGroup('[{IpProtocol: -1}]') + repeat(20_000, (index) => `  &k${index} k${index}: {a: *k${index}}\n`);
  expect(judgePlaces(text)).toEqual({ findings: [`Sg ${EGRESS}/0/IpProtocol = -1`] });
});

import { expect, test, vi } from 'vitest';
import { repeat } from '../../support/bomb.ts';
import { EGRESS, judgePlaces, type Told, yamlGroup } from '../../support/template.ts';

vi.setConfig({ testTimeout: 10_000 });

const TOO_LARGE: Told = { unreadable: { reason: 'aliases, loops, functions or nested templates make it too large' } };
const LATER = 'its value is resolved only when the resource is provisioned';
const hole = (name: string): string => `\${${name}}`;
const choice = '[!If [C, {IpProtocol: -1}, {IpProtocol: tcp}]]';
const inCase = (condition: string): Told => ({ findings: [`Sg ${EGRESS}/0/Fn::If/1/IpProtocol if ${condition} = -1`] });
const loop = (name: string, items: string, body: string): string =>
  `  Fn::ForEach::${name}: [X, [${items}], ${body}]\n`;
const group = '{Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupEgress: [{IpProtocol: -1}]}}';
const many = (count: number): string => repeat(count, (index) => `a${index}`, ',');

const operands = repeat(12, (index) => `!Condition A${index}`, ',');
const dag = repeat(500, (index) => `  C${index}: !And [!Or [${operands}], !Not [!Or [${operands}]]]\n`);
const open = repeat(12, (index) => `  A${index}: !Equals [!Ref P${index}, a]\n`);

const bombs: Record<string, readonly [text: string, told: Told]> = {
  'a chain of 30,000 conditions': [
    `Conditions:\n  C0: !Equals [!Ref P, a]\n${repeat(30_000, (index) => `  C${index + 1}: !Not [!Condition C${index}]\n`)}${yamlGroup('[!If [C30000, {IpProtocol: -1}, {IpProtocol: tcp}]]')}`,
    inCase('C30000'),
  ],
  'a condition on 10,000 parameters of one value': [
    `Parameters:\n${repeat(10_000, (index) => `  P${index}: {Type: String, AllowedValues: [x]}\n`)}Conditions:\n  C: !And [${repeat(10_000, (index) => `!Equals [!Ref P${index}, x]`, ',')}]\n${yamlGroup(choice)}`,
    { findings: [`Sg ${EGRESS}/0/Fn::If/1/IpProtocol = -1`] },
  ],
  'a condition on 1,000 parameters of two values': [
    `Parameters:\n${repeat(1_000, (index) => `  P${index}: {Type: String, AllowedValues: [x, y]}\n`)}Conditions:\n  C: !And [${repeat(1_000, (index) => `!Equals [!Ref P${index}, x]`, ',')}]\n${yamlGroup(choice)}`,
    inCase('C'),
  ],
  'conditions that name each other in many ways': [
    `Conditions:\n  C0: !Equals [!Ref P, a]\n${repeat(300, (index) => `  C${index + 1}: !And [!Condition C${index}, !Condition C${index}, !Condition C${index}]\n`)}${yamlGroup('[!If [C300, {IpProtocol: -1}, {IpProtocol: tcp}]]')}`,
    inCase('C300'),
  ],
  'loops over 10,000 items of 10,000 keys': [
    `Resources:\n${loop('L', many(10_000), `{${repeat(10_000, (index) => `"k${hole('X')}x${index}": {}`, ', ')}}`)}`,
    TOO_LARGE,
  ],
  'loops over the items of a parameter': [
    `Parameters: {L: {Type: CommaDelimitedList, Default: "${many(100_000)}"}}\nResources:\n  Fn::ForEach::L: [X, !Ref L, {"k${hole('X')}": {a: {b: {c: d}}}}]\n`,
    TOO_LARGE,
  ],
  'a loop before another, which would not be reached': [
    `Resources:\n${loop('L', many(60_000), `{"k${hole('X')}": {Type: T, Properties: {a: 1}}}`)}${loop('M', 'a', `{"m${hole('X')}": ${group}}`)}`,
    TOO_LARGE,
  ],
  'loops within loops': [
    `Resources: ${repeat(30, (index) => `{Fn::ForEach::L${index}: [X${index}, [a, b, c], `)}{"m${hole('X1')}": ${group}}${']}'.repeat(30)}`,
    TOO_LARGE,
  ],
  'a loop over a long item in many places': [
    `Resources:\n${loop('L', 'a'.repeat(100_000), `{"k${hole('X')}": {Type: T, Properties: {a: "${hole('X').repeat(100_000)}"}}}`)}`,
    TOO_LARGE,
  ],
  'variables that are left open': [
    yamlGroup(`[{IpProtocol: !Sub "${'${a'.repeat(300_000)}"}]`),
    { undetermined: [`Sg ${EGRESS}/0/IpProtocol: ${LATER}`] },
  ],
  'combinations of values': [
    `Parameters: {P: {Type: String, AllowedValues: [${many(60)}]}}\n${yamlGroup(`[{IpProtocol: !Join ["", [${repeat(1_000, () => '!Ref P', ',')}]]}]`)}`,
    { undetermined: [`Sg ${EGRESS}/0/IpProtocol: it can take too many values`] },
  ],
  'a map that is searched by keys of which nothing is known': [
    `Mappings:\n  M:\n${repeat(1_000, (row) => `    r${row}: {${repeat(20, (key) => `k${key}: tcp`, ', ')}}\n`)}${yamlGroup(`[${repeat(5_000, () => '{IpProtocol: !FindInMap [M, !Ref A, !Ref B]}', ',')}]`)}`,
    TOO_LARGE,
  ],
  'nested functions, a hundred levels of them': [
    yamlGroup(`[{IpProtocol: ${'!Join ["", ['.repeat(90)}"-1"${']]'.repeat(90)}}]`),
    { findings: [`Sg ${EGRESS}/0/IpProtocol = "-1"`] },
  ],
};

test.each(Object.entries(bombs))('%s', (_name, [text, told]) => {
  expect(judgePlaces(text)).toEqual(told);
});

test('500 conditions, each on twelve open parameters', () => {
  const text = `Parameters:\n${repeat(12, (index) => `  P${index}: {Type: String}\n`)}Conditions:\n${open}${dag}${yamlGroup(`[${repeat(500, (index) => `!If [C${index}, {IpProtocol: -1}, {IpProtocol: tcp}]`, ',')}]`)}`;
  expect(judgePlaces(text).findings).toHaveLength(500);
});

test('100,000 entries that are written out are not too many', () => {
  const text = `{"Resources":{"Sg":{"Type":"AWS::EC2::SecurityGroup","Properties":{"SecurityGroupEgress":[${repeat(100_000, () => '{"IpProtocol":6}', ',')}]}}}}`;
  expect(judgePlaces(text)).toEqual({});
});

test('a megabyte of violations takes more steps than a hook has, which are spent on telling of them', () => {
  const entries = (count: number): string => yamlGroup(`[${'{IpProtocol: -1},'.repeat(count)}]`);
  expect(judgePlaces(entries(55_000))).toEqual(TOO_LARGE);
  expect(judgePlaces(entries(8000)).findings).toHaveLength(8000);
});

test('each value that a parameter may have takes a step wherever it is asked for', () => {
  const text = (count: number): string =>
    `Parameters: {Q: {Type: String, AllowedValues: [${many(count)}]}}\n${yamlGroup(`[${'{IpProtocol: !Ref Q},'.repeat(2000)}]`)}`;
  expect(judgePlaces(text(50))).toEqual({});
  expect(judgePlaces(text(3000))).toEqual(TOO_LARGE);
});

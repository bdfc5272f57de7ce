import { describe, expect, test } from 'vitest';
import type { EvaluateSettings } from '../../../../rule/library.ts';
import { judgeText, lines, type Told } from '../../../support/template.ts';

const BODY = '/Resources/Set/Properties/TemplateBody';
const OUT = '/Resources/Out/Properties/IpProtocol';
const json = '{"Resources":{"Out":{"Type":"AWS::EC2::SecurityGroupEgress","Properties":{"IpProtocol":-1}}}}';
const set = (body: string, ...inner: readonly string[]): string =>
  lines(
    'Resources:',
    '  Set:',
    '    Type: AWS::CloudFormation::StackSet',
    '    Properties:',
    `      TemplateBody: ${body}`,
    ...inner.map((line) => `        ${line}`),
  );
const out = (protocol: string): string[] => [
  'Resources:',
  '  Out:',
  '    Type: AWS::EC2::SecurityGroupEgress',
  `    Properties: {IpProtocol: ${protocol}}`,
];
const found = (at: string, path = BODY, value: unknown = -1): Told => ({
  findings: [`${at} Out ${path}${OUT} = ${JSON.stringify(value)}`],
});
const hole = (name: string): string => `\${${name}}`;

describe('a template in a template is read', () => {
  const cases: Record<string, readonly [text: string, told: Told]> = {
    'in a literal block, at the line of the key': [set('|', ...out('-1')), found('9:26')],
    'in a literal block that is stripped': [set('|-', ...out('-1')), found('9:26')],
    'in a literal block that begins with an empty line': [set('|', '', ...out('-1')), found('10:26')],
    'in a literal block that says how far it is indented': [set('|2', ...out('-1')), found('9:26')],
    'in a literal block, in line breaks of Windows': [set('|', ...out('-1')).replaceAll('\n', '\r\n'), found('9:26')],
    'as JSON in a literal block': [set('|', json), found('6:83')],
    'in a folded block, at the key of the template': [set('>', json), found('5:7')],
    'in single quotes, at the key of the template': [set(`'${json}'`), found('5:7')],
    'in double quotes, at the key of the template': [set(JSON.stringify(json)), found('5:7')],
    'in a JSON template': [
      JSON.stringify({
        Resources: { Set: { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateBody: json } } },
      }),
      found('1:75'),
    ],
    'in a nested stack': [set('|', ...out('-1')).replace('StackSet', 'Stack'), found('9:26')],
    'in an Fn::Sub': [set('!Sub |', ...out('-1')), found('9:26', `${BODY}/Fn::Sub`)],
    'in an Fn::Sub with variables': [
      set('', `  Fn::Sub:`, '    - |', ...out('-1').map((line) => `      ${line}`), '    - {}'),
      found('11:32', `${BODY}/Fn::Sub/0`),
    ],
    'and a template in that': [
      set(
        '|',
        ...set('|', ...out('-1'))
          .trimEnd()
          .split('\n'),
      ),
      found('14:34', `${BODY}${BODY}`),
    ],
  };

  test.each(Object.entries(cases))('%s', (_name, [text, told]) => {
    expect(judgeText(text)).toEqual(told);
  });
});

describe('a template in a template that functions make is read, at the key of the template,', () => {
  const text = out('-1').join('\\n');
  const half = text.indexOf('-1');
  const parts = [text.slice(0, half), text.slice(half)].map((part) => `"${part}"`);
  const cases: Record<string, readonly [text: string, told: Told]> = {
    'from parts': [set(`!Join ["", [${parts}]]`), found('5:7')],
    'from a parameter': [
      `Parameters: {Body: {Type: String, Default: "${text}"}}\n${set('!Ref Body')}`,
      { findings: [`6:7 Out ${BODY}${OUT} = -1`] },
    ],
    'from a part of a type': [
      set(
        '!Join ["", [\'{"Resources":{"Out":{"Type":"AWS::EC2::Security\', \'GroupEgress","Properties":{"IpProtocol":-1}}}}\']]',
      ),
      found('5:7'),
    ],
  };

  test.each(Object.entries(cases))('%s', (_name, [given, told]) => {
    expect(judgeText(given)).toEqual(told);
  });

  test('and is undetermined where they do not resolve', () => {
    expect(judgeText(set('!ImportValue Body'))).toEqual({
      undetermined: [`5:7 Set ${BODY}: Fn::ImportValue is resolved by CloudFormation only`],
    });
  });

  test('with what the stack is given', () => {
    const child = [...out('!Ref P'), 'Parameters: {P: {Type: String, Default: tcp}}'];
    const stack = set('|', ...child).replace('StackSet', 'Stack');
    expect(judgeText(stack)).toEqual({});
    expect(judgeText(`${stack}      Parameters: {P: "-1"}\n`).findings).toEqual([`9:26 Out ${BODY}${OUT} = "-1"`]);
  });
});

describe('of a template in a template is undetermined', () => {
  test('what an Fn::Sub around it decides', () => {
    expect(judgeText(set('!Sub |', ...out(`"${hole('Protocol')}"`)))).toEqual({
      undetermined: [`9:26 Out ${BODY}/Fn::Sub${OUT}: its value is resolved only when the resource is provisioned`],
    });
  });

  test('all of it, where it cannot be read', () => {
    expect(judgeText(set('|', 'Resources: [', 'AWS::EC2::SecurityGroupEgress'))).toEqual({
      undetermined: [`5:7 Set ${BODY}: the template in it cannot be read`],
    });
  });
});

const conditional = (operand: string): string =>
  set(
    '!Sub |',
    'Parameters: {Env: {Type: String, Default: dev}}',
    `Conditions: {Prod: !Equals [${operand}, prod]}`,
    ...out('!If [Prod, -1, tcp]'),
  );

describe('what the outer template is given closes no branch of the inner one:', () => {
  const settings: Record<string, readonly [operand: string, settings: EvaluateSettings]> = {
    parameters: ['!Ref Env', { parameters: { Env: 'dev' } }],
    'pseudo parameters': ['!Ref AWS::Region', { pseudo: { 'AWS::Region': 'eu-west-1' } }],
    'final defaults': ['!Ref Env', { openParameters: 'defaultIsFinal' }],
    'variables of an Fn::Sub around it': [`"${hole('Env')}"`, {}],
  };

  test.each(Object.entries(settings))('%s', (_name, [operand, given]) => {
    expect(judgeText(conditional(operand), given)).toEqual({
      findings: [`11:26 Out ${BODY}/Fn::Sub${OUT}/Fn::If/1 if Prod = -1`],
    });
  });
});

describe('nothing is said of', () => {
  const silent: Record<string, string> = {
    'a template without egress': set('|', 'Resources: {}'),
    'a text that cannot be read and names no egress': set('|', 'Resources: ['),
    'a template in the property of another type': set('|', ...out('-1')).replace('StackSet', 'Macro'),
    'a body that is a number': set('1'),
    'a stack set without properties': 'Resources: {Set: {Type: AWS::CloudFormation::StackSet}}',
  };

  test.each(Object.entries(silent))('%s', (_name, text) => {
    expect(judgeText(text)).toEqual({});
  });
});

test('the second rule applies to a template in a template', () => {
  const text = set('|', 'Resources: {Sg: {Type: AWS::EC2::SecurityGroup, Properties: {}}}');
  expect(judgeText(text, { rules: ['security_group_without_egress'] })).toEqual({
    findings: [`6:57 Sg ${BODY}/Resources/Sg/Properties/SecurityGroupEgress = null`],
  });
});

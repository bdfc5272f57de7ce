import { describe, expect, test } from 'vitest';
import type { Evaluated } from '../../../handler/decide/decision.ts';
import { evaluateChangeSet } from '../../../handler/template/evaluate-change-set.ts';
import { evaluateStack } from '../../../handler/template/evaluate-stack.ts';
import type { ChangedResource } from '../../../handler/template/payload.ts';
import type { Location } from '../../../rule/rule.ts';
import { variable } from '../../support/stacks.ts';

const SG = 'AWS::EC2::SecurityGroup';
const EGRESS = 'AWS::EC2::SecurityGroupEgress';

type Told = readonly [logicalId: string, path: string, line: number | undefined];

/** The end of a path, after the properties of the resource. */
const told = ({ logicalId, path, line }: Location): Told => [logicalId, path.replace(/^.*?\/Properties/, ''), line];

const summary = ({ findings, undetermined }: Evaluated) => ({
  findings: findings.map(told),
  undetermined: undetermined.map(told),
});

const nothing = { findings: [], undetermined: [] };
const PROTOCOL = '/SecurityGroupEgress/0/IpProtocol';
const found = (...line: [line?: number]) => ({ findings: [['Sg', PROTOCOL, line[0]]], undetermined: [] });
const open = (...line: [line?: number]) => ({ findings: [], undetermined: [['Sg', PROTOCOL, line[0]]] });

/** A template whose parameter is the protocol of a group, on the fifth line. */
const asking = (parameter: string): string => `Parameters: { P: { ${parameter} } }
Resources:
  Sg:
    Type: ${SG}
    Properties: { SecurityGroupEgress: [ { IpProtocol: !Ref P } ] }
`;

const parameters: Record<string, readonly [parameter: string, expected: object]> = {
  'a parameter may be anything': ['Type: String', open(5)],
  'a Default does not bind who deploys': ['Type: String, Default: tcp', open(5)],
  'a Default of all protocols may be changed': ['Type: String, Default: "-1"', open(5)],
  'only named protocols are allowed': ['Type: String, AllowedValues: [tcp, udp]', nothing],
  'only named protocols are allowed, one by Default': [
    'Type: String, Default: tcp, AllowedValues: [tcp, udp]',
    nothing,
  ],
  'only all protocols are allowed': ['Type: String, AllowedValues: ["-1", all]', found(5)],
  'all protocols are allowed among others': ['Type: String, Default: tcp, AllowedValues: [tcp, "-1"]', open(5)],
  'the value is kept in Systems Manager': [
    'Type: AWS::SSM::Parameter::Value<String>, Default: /p, AllowedValues: [tcp]',
    open(5),
  ],
};

describe('of a stack, the values of parameters are not known:', () => {
  test.each(Object.entries(parameters))('%s', (_name, [parameter, expected]) => {
    expect(summary(evaluateStack({ template: asking(parameter) }, {}))).toEqual(expected);
  });

  test('what stands in a template that is deployed under a condition only is left open', () => {
    const template = `Parameters: { Env: { Type: String, Default: dev } }
Conditions: { IsProd: !Equals [ !Ref Env, prod ] }
Resources:
  Set:
    Type: AWS::CloudFormation::StackSet
    Condition: IsProd
    Properties:
      TemplateBody: |
        Resources:
          Sg:
            Type: ${SG}
            Properties: { SecurityGroupEgress: [ { IpProtocol: -1 } ] }
`;
    const { findings, undetermined } = evaluateStack({ template }, {});
    expect({ findings, undetermined }).toMatchObject({
      findings: [],
      undetermined: [{ line: 12, condition: 'IsProd' }],
    });
    expect(evaluateStack({ template: template.replace('    Condition: IsProd\n', '') }, {}).findings).toHaveLength(1);
  });

  test('what only a condition brings about is left open', () => {
    const template = `Parameters: { Env: { Type: String, Default: dev } }
Conditions: { IsProd: !Equals [ !Ref Env, prod ] }
Resources:
  Sg:
    Type: ${SG}
    Properties:
      SecurityGroupEgress:
        - Fn::If:
            - IsProd
            - IpProtocol: -1
            - IpProtocol: tcp
`;
    const { findings, undetermined } = evaluateStack({ template }, {});
    const message =
      'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0].Fn::If[1] allows all protocols (IpProtocol -1) if IsProd.';
    expect(findings).toEqual([]);
    expect(undetermined).toMatchObject([{ line: 10, condition: 'IsProd', message }]);
  });
});

test('of a stack, the changes of a change set do not count', () => {
  const changes = [
    { logicalId: 'Sg', type: SG, beforeContext: null, afterContext: context({ SecurityGroupEgress: [all] }) },
  ];
  expect(summary(evaluateStack({ template: 'Resources: {}', changedResources: changes }, {}))).toEqual(nothing);
});

const all = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };
const tcp = { IpProtocol: 'tcp', FromPort: '443', ToPort: '443', CidrIp: '0.0.0.0/0' };

const context = (Properties: unknown): string => JSON.stringify({ Properties });

const group = (...egress: unknown[]): ChangedResource => ({
  logicalId: 'Sg',
  type: SG,
  beforeContext: null,
  afterContext: context({ GroupDescription: 'x', SecurityGroupEgress: egress }),
});

const TEMPLATE = `Resources:
  Sg:
    Type: ${SG}
    Properties:
      SecurityGroupEgress:
        - IpProtocol: !Ref P
  Untouched:
    Type: ${SG}
    Properties: { SecurityGroupEgress: [ { IpProtocol: -1 } ] }
`;

/** Applied to the template above. */
const changes: Record<string, readonly [change: ChangedResource, expected: object]> = {
  'all protocols, as the text that a change set makes of a number': [group(all), found(6)],
  'all protocols as a number': [group({ IpProtocol: -1 }), found(6)],
  'all protocols by their name': [group({ IpProtocol: 'all' }), found(6)],
  'a named protocol': [group(tcp), nothing],
  'no egress': [{ ...group(), afterContext: context({ GroupDescription: 'x' }) }, nothing],
  'no properties that are set': [{ ...group(), afterContext: context({}) }, nothing],
  'properties in lower case': [
    { ...group(), afterContext: JSON.stringify({ properties: { SecurityGroupEgress: [all] } }) },
    found(6),
  ],
  'properties beside other attributes': [
    {
      ...group(),
      afterContext: JSON.stringify({ Metadata: { a: 'b' }, Properties: { SecurityGroupEgress: [all] } }),
    },
    found(6),
  ],
  'a protocol that is known after the change set is applied': [
    group({ IpProtocol: '{{changeSet:KNOWN_AFTER_APPLY}}' }),
    open(6),
  ],
  'a protocol that is a dynamic reference': [group({ IpProtocol: '{{resolve:ssm:/p}}' }), open(6)],
  'an entry that is known later': [
    group('{{changeSet:KNOWN_AFTER_APPLY}}'),
    { findings: [], undetermined: [['Sg', '/SecurityGroupEgress/0', 6]] },
  ],
  'a list that is known later': [
    { ...group(), afterContext: context({ SecurityGroupEgress: '{{changeSet:KNOWN_AFTER_APPLY}}' }) },
    { findings: [], undetermined: [['Sg', '/SecurityGroupEgress', 5]] },
  ],
  'a destination that is known later': [group({ ...all, CidrIp: '{{changeSet:KNOWN_AFTER_APPLY}}' }), found(6)],
  'properties that are a text': [
    { ...group(), afterContext: context('x') },
    { findings: [], undetermined: [['Sg', '', 4]] },
  ],
  'a creation that does not say of what': [
    { ...group(), afterContext: undefined },
    { findings: [], undetermined: [['Sg', '', 4]] },
  ],
  'a deletion': [{ ...group(), afterContext: null }, nothing],
  'another type': [{ ...group(all), type: 'AWS::EC2::NetworkAclEntry' }, nothing],
  'another type whose context cannot be read': [
    { ...group(), type: 'AWS::SQS::Queue', afterContext: 'not JSON' },
    nothing,
  ],
  'another group of the same name in a nested template': [
    { ...group(all), logicalId: 'Other' },
    { findings: [['Other', PROTOCOL, undefined]], undetermined: [] },
  ],
  'a name of the language': [
    { ...group(all), logicalId: 'constructor' },
    { findings: [['constructor', PROTOCOL, undefined]], undetermined: [] },
  ],
  'a standalone egress': [
    { logicalId: 'Out', type: EGRESS, beforeContext: null, afterContext: context(all) },
    { findings: [['Out', '/IpProtocol', undefined]], undetermined: [] },
  ],
};

describe('of a change set, what it touches counts:', () => {
  test.each(Object.entries(changes))('%s', (_name, [change, expected]) => {
    expect(summary(evaluateChangeSet({ template: TEMPLATE, changedResources: [change] }, {}))).toEqual(expected);
  });

  test('and what it does not touch does not', () => {
    expect(summary(evaluateChangeSet({ template: TEMPLATE, changedResources: [] }, {}))).toEqual(nothing);
  });

  test('and every change of several does', () => {
    const changedResources = [
      group(all, tcp, all),
      { ...group(tcp), logicalId: 'B' },
      { ...group(all), logicalId: 'C' },
    ];
    expect(summary(evaluateChangeSet({ template: '', changedResources }, {})).findings).toEqual([
      ['Sg', '/SecurityGroupEgress/0/IpProtocol', undefined],
      ['Sg', '/SecurityGroupEgress/2/IpProtocol', undefined],
      ['C', PROTOCOL, undefined],
    ]);
  });

  test('and loopback alone does not where the setting allows it', () => {
    const changedResources = [group({ IpProtocol: '-1', CidrIp: '127.0.0.1/32' })];
    expect(summary(evaluateChangeSet({ template: '', changedResources }, {})).findings).toHaveLength(1);
    expect(summary(evaluateChangeSet({ template: '', changedResources }, { allowLoopbackOnly: true }))).toEqual(
      nothing,
    );
  });
});

/** What the line of a finding is told from, if anything. */
const templates: Record<string, readonly [template: string, line: number | undefined]> = {
  'the key of the protocol': [TEMPLATE, 6],
  'JSON on one line': ['{"Resources":{"Sg":{"Properties":{"SecurityGroupEgress":[{"IpProtocol":-1}]}}}}', 1],
  'the list, where a function makes it': [
    'Resources:\n  Sg:\n    Properties:\n      SecurityGroupEgress: !Ref List\n',
    4,
  ],
  'the second of two documents': [`Description: x\n---\n${TEMPLATE}`, 8],
  'nothing: the template is empty': ['', undefined],
  'nothing: the template cannot be read': ['Resources: [', undefined],
  'nothing: it is a text': ['Sg', undefined],
  'nothing: it has no such resource': ['Resources: {}', undefined],
  'nothing: its Resources are a list': ['Resources: [Sg]', undefined],
  'nothing: a loop makes the resource': [
    `Resources: { "Fn::ForEach::A": [X, [S], { "${variable('X')}g": {} }] }`,
    undefined,
  ],
};

describe('of a change set, the line of a finding is that of', () => {
  test.each(Object.entries(templates))('%s', (_name, [template, line]) => {
    expect(summary(evaluateChangeSet({ template, changedResources: [group(all)] }, {}))).toEqual(found(line));
  });
});

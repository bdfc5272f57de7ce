import { describe, expect, test } from 'vitest';
import { EGRESS, type Told } from '../../../support/template.ts';
import { judgeSpellings, thrice, withEgress, withProperties, withProtocol } from '../../../support/template-object.ts';

const bad = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };
const good = { IpProtocol: 'tcp', CidrIp: '0.0.0.0/0' };
const PROPERTIES = '/Resources/Sg/Properties';
const NOTHING = { Ref: 'AWS::NoValue' };

const parts = {
  Parameters: {
    Protocol: { Type: 'String', Default: '-1' },
    Protocols: { Type: 'CommaDelimitedList', Default: 'tcp, -1' },
  },
  Mappings: { Map: { Row: { Protocol: '-1' } } },
};

/** Functions that come to the text `-1`. */
const functions: Record<string, unknown> = {
  Ref: { Ref: 'Protocol' },
  'Fn::FindInMap': { 'Fn::FindInMap': ['Map', 'Row', 'Protocol'] },
  'Fn::Sub': { 'Fn::Sub': '-1' },
  'Fn::Sub of a parameter': { 'Fn::Sub': `\${Protocol}` },
  'Fn::Sub with variables': { 'Fn::Sub': [`-\${One}`, { One: '1' }] },
  'Fn::Join': { 'Fn::Join': ['', ['-', 1]] },
  'Fn::Select': { 'Fn::Select': [1, ['tcp', '-1']] },
  'Fn::Select from a parameter': { 'Fn::Select': ['1', { Ref: 'Protocols' }] },
  'Fn::Split': { 'Fn::Select': [0, { 'Fn::Split': [';', '-1;tcp'] }] },
};

describe('as the value, it is resolved and the place is the IpProtocol itself', () => {
  test.each(Object.entries(functions))('%s', (_name, value) => {
    expect(judgeSpellings(withProtocol(value, parts))).toEqual(
      thrice({ findings: [`Sg ${EGRESS}/0/IpProtocol = "-1"`] }),
    );
  });
});

/** Where an `Fn::If` leads, wherever it stands. */
const branches: Record<string, readonly [template: Readonly<Record<string, unknown>>, told: Told]> = {
  'at the value': [
    withProtocol({ 'Fn::If': ['IsProd', 'tcp', -1] }),
    { findings: [`Sg ${EGRESS}/0/IpProtocol/Fn::If/2 if not IsProd = -1`] },
  ],
  'at the value, nested': [
    withProtocol({ 'Fn::If': ['IsProd', { 'Fn::If': ['IsBlue', -1, 'tcp'] }, 'udp'] }),
    { findings: [`Sg ${EGRESS}/0/IpProtocol/Fn::If/1/Fn::If/1 if IsProd and IsBlue = -1`] },
  ],
  'at an entry': [
    withEgress([{ 'Fn::If': ['IsProd', bad, good] }]),
    { findings: [`Sg ${EGRESS}/0/Fn::If/1/IpProtocol if IsProd = "-1"`] },
  ],
  'at an entry, or none': [
    withEgress([{ 'Fn::If': ['IsProd', NOTHING, bad] }]),
    { findings: [`Sg ${EGRESS}/0/Fn::If/2/IpProtocol if not IsProd = "-1"`] },
  ],
  'at the list': [
    withEgress({ 'Fn::If': ['IsProd', [good], [good, bad]] }),
    { findings: [`Sg ${EGRESS}/Fn::If/2/1/IpProtocol if not IsProd = "-1"`] },
  ],
  'at the list, of one object': [
    withEgress({ 'Fn::If': ['IsProd', bad, NOTHING] }),
    { findings: [`Sg ${EGRESS}/Fn::If/1/IpProtocol if IsProd = "-1"`] },
  ],
  'at the properties': [
    withProperties({ 'Fn::If': ['IsProd', { SecurityGroupEgress: [bad] }, {}] }),
    { findings: [`Sg ${PROPERTIES}/Fn::If/1/SecurityGroupEgress/0/IpProtocol if IsProd = "-1"`] },
  ],
  'around a function with a branch that it closes': [
    withProtocol({
      'Fn::If': [
        'A',
        { 'Fn::Join': ['', ['-', { 'Fn::If': ['A', '1', '2'] }]] },
        { 'Fn::Sub': ['-${P}', { P: { 'Fn::If': ['A', '1', '2'] } }] },
      ],
    }),
    { findings: [`Sg ${EGRESS}/0/IpProtocol/Fn::If/1 if A = "-1"`] },
  ],
  'at every place at once': [
    withProperties({
      'Fn::If': [
        'A',
        {
          SecurityGroupEgress: {
            'Fn::If': ['B', [{ 'Fn::If': ['C', { IpProtocol: { 'Fn::If': ['D', -1, 6] } }, good] }], []],
          },
        },
        {},
      ],
    }),
    {
      findings: [
        `Sg ${PROPERTIES}/Fn::If/1/SecurityGroupEgress/Fn::If/1/0/Fn::If/1/IpProtocol/Fn::If/1 if A and B and C and D = -1`,
      ],
    },
  ],
  'of no condition': [
    withProtocol({ 'Fn::If': [{ Condition: 'IsProd' }, -1, 'tcp'] }),
    { undetermined: [`Sg ${EGRESS}/0/IpProtocol/Fn::If: Fn::If without the name of a condition`] },
  ],
};

describe('Fn::If is followed to its branches', () => {
  test.each(Object.entries(branches))('%s', (_name, [template, told]) => {
    expect(judgeSpellings(template)).toEqual(thrice(told));
  });
});

const nowhere = { 'Fn::FindInMap': ['Map', 'None', 'Rule', { DefaultValue: NOTHING }] };

describe('AWS::NoValue is nothing', () => {
  test.each([
    ['as the default of a map, for the value', withProtocol(nowhere, parts)],
    ['as the default of a map, for an entry', withEgress([good, nowhere], parts)],
    ['as the default of a map, for the list', withEgress(nowhere, parts)],
    ['as the value', withProtocol(NOTHING)],
    ['as an entry', withEgress([NOTHING])],
    ['as the list', withEgress(NOTHING)],
    ['as the properties', withProperties(NOTHING)],
  ])('%s', (_name, template) => {
    expect(judgeSpellings(template)).toEqual(thrice({}));
  });
});

const selected = { 'Fn::Select': [1, [good, bad]] };

test.each([
  ['an entry that is selected', withEgress([selected]), `${EGRESS}/0`],
  ['a list that is selected', withEgress({ 'Fn::Select': [0, [[bad], []]] }), `${EGRESS}/0`],
])('%s is resolved', (_name, template, path) => {
  expect(judgeSpellings(template)).toEqual(thrice({ findings: [`Sg ${path}/IpProtocol = "-1"`] }));
});

const opaque = {
  'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://bucket/key' } },
  'Fn::ImportValue': 'Shared',
  'Fn::GetAtt': ['Other', 'Value'],
  'Fn::GetStackOutput': { StackName: 'a', OutputName: 'b' },
  'Fn::Base64': 'LTE=',
  'Fn::Cidr': ['10.0.0.0/16', 1, 8],
  'Fn::GetAZs': '',
  'Fn::Length': ['tcp'],
  'Fn::ToJsonString': { a: 1 },
  'Fn::NeverHeardOf': [],
};

describe('what only CloudFormation resolves is undetermined where it stands in the way', () => {
  describe.each(Object.entries(opaque))('%s', (name, argument) => {
    const value = { [name]: argument };
    const reason = `${name} is resolved by CloudFormation only`;
    test.each([
      ['as the value', withProtocol(value), `${EGRESS}/0/IpProtocol`],
      ['as an entry', withEgress([good, value]), `${EGRESS}/1`],
      ['as the list', withEgress(value), EGRESS],
      ['as the properties', withProperties(value), PROPERTIES],
      ['beside properties', withProperties({ SecurityGroupEgress: [good], ...value }), PROPERTIES],
      ['beside a protocol', withEgress([{ ...good, ...value }]), `${EGRESS}/0`],
    ])('%s', (_place, template, path) => {
      expect(judgeSpellings(template)).toEqual(thrice({ undetermined: [`Sg ${path}: ${reason}`] }));
    });

    test('in other properties, it is nothing', () => {
      const template = withProperties({ GroupDescription: value, SecurityGroupEgress: [{ ...good, CidrIp: value }] });
      expect(judgeSpellings({ ...template, Transform: 'Macro' })).toEqual(thrice({}));
    });
  });
});

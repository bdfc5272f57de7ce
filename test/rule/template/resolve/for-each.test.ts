import { describe, expect, test } from 'vitest';
import type { EvaluateSettings } from '../../../../rule/library.ts';
import { judgePlaces, judgeText, lines, type Told } from '../../../support/template.ts';
import { spellings, withEgress, withProperties } from '../../../support/template-object.ts';

const hole = (name: string): string => `\${${name}}`;
const GROUP = 'AWS::EC2::SecurityGroup';
const group = (egress: unknown): unknown => ({ Type: GROUP, Properties: { SecurityGroupEgress: egress } });
const loop = (collection: unknown, body: unknown, identifier = 'Name'): unknown => [identifier, collection, body];
const resources = (value: unknown): Record<string, unknown> => ({
  Transform: 'AWS::LanguageExtensions',
  Parameters: {
    Names: { Type: 'CommaDelimitedList', Default: 'Red, Blue' },
    Open: { Type: 'CommaDelimitedList' },
  },
  Resources: { 'Fn::ForEach::Groups': value },
});
const PATH = '/Resources/Fn::ForEach::Groups/2';
const AT = `${PATH}/Sg${hole('Name')}/Properties/SecurityGroupEgress/0`;
const bad = [{ IpProtocol: '-1' }];
const body = { [`Sg${hole('Name')}`]: group(bad) };
const each = (...ids: readonly string[]): Told => ({ findings: ids.map((id) => `${id} ${AT}/IpProtocol = "-1"`) });

const byName = (value: unknown): unknown => ({ [`Sg${hole('Name')}`]: group([{ IpProtocol: value }]) });
const nested = loop(['A', 'B'], {
  'Fn::ForEach::Inner': loop(['1', '2'], { [`Sg${hole('Name')}${hole('Index')}`]: group(bad) }, 'Index'),
});
const INNER = `${PATH}/Fn::ForEach::Inner/2/Sg${hole('Name')}${hole('Index')}/Properties/SecurityGroupEgress/0/IpProtocol`;

type Case = readonly [value: unknown, told: Told, settings?: EvaluateSettings];

const cases: Record<string, Case> = {
  'over a literal list': [loop(['Red', 'Blue'], body), each('SgRed', 'SgBlue')],
  'over a list parameter': [loop({ Ref: 'Names' }, body), each('SgRed', 'SgBlue')],
  'over a list that is given': [loop({ Ref: 'Open' }, body), each('SgA'), { parameters: { Open: 'A' } }],
  'over a split text': [loop({ 'Fn::Split': ['.', 'A.B'] }, body), each('SgA', 'SgB')],
  'over numbers': [loop([1, 2], body), each('Sg1', 'Sg2')],
  'over nothing': [loop([], body), {}],
  'over a collection that is unknown': [loop({ Ref: 'Open' }, body), each(`Sg${hole('Name')}`)],
  nested: [nested, { findings: ['SgA1', 'SgA2', 'SgB1', 'SgB2'].map((id) => `${id} ${INNER} = "-1"`) }],
  'with the item as the value': [
    loop(['tcp', 'all'], byName(hole('Name'))),
    { findings: [`Sgall ${AT}/IpProtocol = "all"`] },
  ],
  'with a reference to the item': [
    loop(['tcp', 'all'], byName({ Ref: 'Name' })),
    { findings: [`Sgall ${AT}/IpProtocol = "all"`] },
  ],
  'with the item in an Fn::Sub': [
    loop(['tcp', '1'], byName({ 'Fn::Sub': `-${hole('Name')}` })),
    { findings: [`Sg1 ${AT}/IpProtocol = "-1"`] },
  ],
  'with an item that is unknown as the value': [
    loop({ Ref: 'Open' }, byName(hole('Name'))),
    {
      undetermined: [`Sg${hole('Name')} ${AT}/IpProtocol: its value is resolved only when the resource is provisioned`],
    },
  ],
  'with the item in the type': [
    loop(['', 'Egress'], {
      [`Out${hole('Name')}`]: { Type: `${GROUP}${hole('Name')}`, Properties: { IpProtocol: -1 } },
    }),
    { findings: [`OutEgress ${PATH}/Out${hole('Name')}/Properties/IpProtocol = -1`] },
  ],
  'with the item in a condition': [
    loop(['A'], {
      [`Sg${hole('Name')}`]: { Type: GROUP, Condition: `Is${hole('Name')}`, Properties: { SecurityGroupEgress: bad } },
    }),
    { findings: [`SgA ${AT}/IpProtocol if IsA = "-1"`] },
  ],
  'with the item for logical ids': [
    loop(['10.0.0.0/8'], { 'Sg&{Name}': group([{ IpProtocol: '-1' }]) }),
    { findings: [`Sg100008 ${PATH}/Sg&{Name}/Properties/SecurityGroupEgress/0/IpProtocol = "-1"`] },
  ],
  'without a body': [['Name', ['A']], {}],
  'without an identifier': [[['A'], ['A'], body], {}],
};

describe('Fn::ForEach', () => {
  test.each(Object.entries(cases))('%s', (_name, [value, told, settings]) => {
    for (const text of spellings(resources(value))) expect(judgePlaces(text, settings)).toEqual(told);
  });

  test('is reported at the body, once for each item', () => {
    const text = lines(
      'Resources:',
      "  'Fn::ForEach::Groups':",
      '    - Name',
      '    - [A, B]',
      `    - 'Sg${hole('Name')}':`,
      '        Type: AWS::EC2::SecurityGroupEgress',
      '        Properties:',
      '          IpProtocol: -1',
    );
    const path = `${PATH}/Sg${hole('Name')}/Properties/IpProtocol`;
    expect(judgeText(text)).toEqual({ findings: [`8:11 SgA ${path} = -1`, `8:11 SgB ${path} = -1`] });
  });

  test('among the properties adds to them', () => {
    const value = loop(['Egress', 'Ingress'], { [`SecurityGroup${hole('Name')}`]: bad });
    const path = `/Resources/Sg/Properties/Fn::ForEach::Lists/2/SecurityGroupEgress/0/IpProtocol`;
    const template = withProperties({ GroupDescription: 'app', 'Fn::ForEach::Lists': value });
    for (const text of spellings(template)) expect(judgePlaces(text)).toEqual({ findings: [`Sg ${path} = "-1"`] });
  });

  test('in an entry adds to it', () => {
    const value = loop(['Protocol'], { [`Ip${hole('Name')}`]: -1 });
    const path = '/Resources/Sg/Properties/SecurityGroupEgress/0/Fn::ForEach::Keys/2/IpProtocol';
    for (const text of spellings(withEgress([{ CidrIp: '::/0', 'Fn::ForEach::Keys': value }])))
      expect(judgePlaces(text)).toEqual({ findings: [`Sg ${path} = -1`] });
  });
});

describe('a loop in Conditions makes conditions', () => {
  const withConditions = (collection: unknown, condition: string): Record<string, unknown> => ({
    ...withEgress([{ IpProtocol: { 'Fn::If': [condition, 'tcp', -1] } }], {
      Parameters: { Env: { Type: 'String' }, Envs: { Type: 'CommaDelimitedList', Default: 'dev,prod' } },
      Conditions: {
        'Fn::ForEach::Is': ['E', collection, { [`Is${hole('E')}`]: { 'Fn::Equals': [{ Ref: 'Env' }, { Ref: 'E' }] } }],
        IsEither: { 'Fn::Or': [{ Condition: 'Isdev' }, { Condition: 'Isprod' }] },
      },
    }),
  });
  const bad = (condition?: string): Told => ({
    findings: [
      `Sg /Resources/Sg/Properties/SecurityGroupEgress/0/IpProtocol/Fn::If/2${condition === undefined ? '' : ` if not ${condition}`} = -1`,
    ],
  });
  const judge = (collection: unknown, condition: string, Env?: string): Told[] =>
    spellings(withConditions(collection, condition)).map((text) =>
      judgePlaces(text, Env === undefined ? {} : { parameters: { Env } }),
    );

  test.each([
    ['over a list', ['dev', 'prod']],
    ['over a parameter', { Ref: 'Envs' }],
  ])('%s', (_name, collection) => {
    for (const [told, condition, Env] of [
      [{}, 'Isprod', 'prod'],
      [bad(), 'Isprod', 'dev'],
      [{}, 'IsEither', 'prod'],
      [bad(), 'IsEither', 'test'],
      [bad('Isprod'), 'Isprod', undefined],
    ] as const)
      expect(judge(collection, condition, Env)).toEqual([told, told, told]);
  });

  test('that are open where the collection is unknown', () => {
    const told = bad('Isprod');
    expect(judge({ 'Fn::GetAtt': ['A', 'B'] }, 'Isprod', 'prod')).toEqual([told, told, told]);
  });
});

test('a loop in a loop is reported where its body is written', () => {
  const text = lines(
    'Resources:',
    '  Fn::ForEach::Outer:',
    '    - Name',
    '    - [A, B]',
    '    - Fn::ForEach::Inner:',
    '        - Index',
    `        - !Split [",", "${hole('Name')}1,2"]`,
    `        - Out${hole('Name')}x${hole('Index')}:`,
    '            Type: AWS::EC2::SecurityGroupEgress',
    '            Properties:',
    '              IpProtocol: -1',
  );
  const path = `/Resources/Fn::ForEach::Outer/2/Fn::ForEach::Inner/2/Out${hole('Name')}x${hole('Index')}/Properties/IpProtocol`;
  expect(judgeText(text)).toEqual({
    findings: ['OutAxA1', 'OutAx2', 'OutBxB1', 'OutBx2'].map((id) => `11:15 ${id} ${path} = -1`),
  });
});

import { describe, expect, test } from 'vitest';
import { filesIn, reportOn } from '../../../support/check.ts';

const child = (declaration: string): string => `Parameters: { P: { Type: String${declaration} } }
Resources:
  Out:
    Type: AWS::EC2::SecurityGroupEgress
    Properties: { GroupId: sg-1, CidrIp: 0.0.0.0/0, IpProtocol: !Ref P }
`;

const parent = (...uses: readonly object[]): string =>
  JSON.stringify({
    Parameters: { Q: { Type: 'String' }, Fixed: { Type: 'String', Default: '-1' } },
    Resources: Object.fromEntries(
      uses.map((properties, index) => [
        `N${index}`,
        { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'child.yaml', ...properties } },
      ]),
    ),
  });

const withP = (value: unknown): object => ({ Parameters: { P: value } });

const told = async (text: string, declaration: string, ...args: readonly string[]) => {
  const files = { 'a.json': text, 'child.yaml': child(declaration) };
  const { findings, undetermined } = await reportOn(['@/a.json', ...args], { files });
  return { findings: findings.length, undetermined: undetermined.map(({ reason }) => reason) };
};

const UNKNOWN = 'the value of parameter P is not known here';
const TCP = ', Default: tcp';
const OPEN = ", Default: '-1'";

describe('a nested template is checked with what its parent gives it:', () => {
  const cases: Record<string, readonly [given: object, declaration: string, findings: number, undetermined?: string]> =
    {
      'what opens, whatever the default': [withP('-1'), TCP, 1],
      'what closes, whatever the default': [withP('tcp'), OPEN, 0],
      'what closes, where there is no default': [withP('tcp'), '', 0],
      'the default of the parameter of the parent': [withP({ Ref: 'Fixed' }), TCP, 1],
      'what is made of parts': [withP({ 'Fn::Join': ['', ['-', '1']] }), TCP, 1],
      'nothing, so that the default is final': [{}, OPEN, 1],
      'nothing but a default that closes': [{}, TCP, 0],
      'AWS::NoValue, so that the default is final': [withP({ Ref: 'AWS::NoValue' }), OPEN, 1],
      'what is not known': [withP({ Ref: 'Q' }), TCP, 0, UNKNOWN],
      'what is not known, of which all is allowed that may be': [
        withP({ Ref: 'Q' }),
        ', Default: tcp, AllowedValues: [tcp, udp]',
        0,
      ],
      'what a transform gives': [{ 'Fn::Transform': { Name: 'Macro' } }, TCP, 0, UNKNOWN],
      'all of what a transform gives': [{ Parameters: { 'Fn::Transform': { Name: 'Macro' } } }, TCP, 0, UNKNOWN],
    };

  test.each(Object.entries(cases))('%s', async (_name, [given, declaration, findings, undetermined]) => {
    const expected = { findings, undetermined: undetermined === undefined ? [] : [undetermined] };
    const { findings: found, undetermined: open } = await told(parent(given), declaration);
    expect({ findings: found, undetermined: [...new Set(open)] }).toEqual(expected);
  });

  test('so that nobody is told to give it by hand', async () => {
    const files = { 'a.json': parent(withP({ Ref: 'Q' })), 'child.yaml': child(TCP) };
    const [nested] = (await reportOn(['@/a.json'], { files })).undetermined;
    const [alone] = (await reportOn(['@/child.yaml'], { files: { 'child.yaml': child('') } })).undetermined;
    expect(nested?.remediation).toMatch(/^Write /);
    expect(alone?.remediation).toMatch(/^Give its value: --parameters P=VALUE\. Write /);
  });

  test('each use by itself, and what several come to once', async () => {
    expect(await told(parent(withP('tcp'), withP('-1'), withP('-1'), withP('udp')), TCP)).toEqual({
      findings: 1,
      undetermined: [],
    });
  });

  test('a value that is given to the parent', async () => {
    expect((await told(parent(withP({ Ref: 'Q' })), TCP, '--parameters', 'Q=-1')).findings).toBe(1);
    expect((await told(parent(withP({ Ref: 'Q' })), OPEN, '--parameters', 'Q=tcp')).findings).toBe(0);
  });

  test('also in conditions, which are settled then', async () => {
    const conditional = `Conditions: { IsOpen: !Equals [!Ref P, 'yes'] }\n${child(", Default: 'no'").replace('!Ref P }', '!If [IsOpen, -1, tcp] }')}`;
    const count = async (given: object): Promise<number> => {
      const files = { 'a.json': parent(given), 'child.yaml': conditional };
      return (await reportOn(['@/a.json'], { files })).findings.length;
    };
    expect([await count({}), await count(withP('yes')), await count(withP({ Ref: 'Q' }))]).toEqual([0, 1, 1]);
  });

  test('through any depth', async () => {
    const middle = JSON.parse(parent(withP({ Ref: 'Q' })));
    const top = JSON.stringify({
      Resources: {
        Middle: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: 'middle.json', Parameters: { Q: '-1' } },
        },
      },
    });
    const files = { 'top.json': top, 'middle.json': JSON.stringify(middle), 'child.yaml': child(TCP) };
    expect(filesIn((await reportOn(['@/top.json'], { files })).findings)).toEqual(['@/child.yaml']);
  });

  test('and given more and more in a circle, comes to an end', async () => {
    const circle = JSON.stringify({
      Parameters: { Q: { Type: 'String', Default: 'a' } },
      Resources: {
        Again: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: { TemplateURL: 'a.json', Parameters: { Q: { 'Fn::Sub': 'x${Q}' } } },
        },
      },
    });
    const { code, unreadable } = await reportOn(['@/a.json'], { files: { 'a.json': circle } });
    expect({ code, unreadable }).toEqual({
      code: 2,
      unreadable: [{ file: '@/a.json', reason: 'it is nested in more than 1000 ways, and the others are not checked' }],
    });
  });
});

test('the instances of a stack set may be given something else', async () => {
  const set = (P: string): string =>
    JSON.stringify({
      Resources: {
        Set: {
          Type: 'AWS::CloudFormation::StackSet',
          Properties: { TemplateURL: 'child.yaml', Parameters: [{ ParameterKey: 'P', ParameterValue: P }] },
        },
      },
    });
  expect(await told(set('-1'), TCP)).toMatchObject({ findings: 1 });
  expect(await told(set('tcp'), OPEN)).toMatchObject({ findings: 0 });
});

const IF = (then: unknown, otherwise: unknown): object => ({ 'Fn::If': ['IsProd', then, otherwise] });
const NOTHING = { Ref: 'AWS::NoValue' };
const conditional = (text: string): string =>
  JSON.stringify({
    ...JSON.parse(text),
    Conditions: {
      IsProd: { 'Fn::Equals': [{ Ref: 'Q' }, 'prod'] },
      IsTest: { 'Fn::Equals': [{ Ref: 'Q' }, 'test'] },
    },
  });

describe('what a parent gives under a condition is judged in each case:', () => {
  const cases: Record<string, readonly [properties: object, declaration: string, conditions: readonly unknown[]]> = {
    'the case that opens, by its condition': [withP(IF('-1', 'tcp')), TCP, ['IsProd']],
    'the other case': [withP(IF('tcp', '-1')), TCP, ['not IsProd']],
    'none that opens': [withP(IF('tcp', 'udp')), OPEN, []],
    'nothing given, so that the default is final': [withP(IF('tcp', NOTHING)), OPEN, ['not IsProd']],
    'both, which is always': [withP(IF('-1', 'all')), TCP, [undefined, undefined]],
    'two parameters that go together': [{ Parameters: { P: IF('tcp', '-1'), R: IF('a', 'b') } }, TCP, ['not IsProd']],
    'all parameters at once': [{ Parameters: IF({ P: '-1' }, { P: 'tcp' }) }, TCP, ['IsProd']],
    'another template': [{ TemplateURL: IF('child.yaml', 'other.yaml'), ...withP('-1') }, TCP, ['IsProd']],
    'a condition on the parameters of another template': [
      { TemplateURL: IF('child.yaml', 'other.yaml'), ...withP(IF('tcp', '-1')) },
      TCP,
      [],
    ],
  };

  test.each(Object.entries(cases))('%s', async (name, [properties, declaration, conditions]) => {
    const files = {
      'a.json': conditional(parent(properties)),
      'child.yaml': child(declaration),
      'other.yaml': 'Resources: {}',
    };
    const { findings, undetermined } = await reportOn(['@/a.json'], { files });
    const expected = name.startsWith('both') ? [{ value: '-1' }, { value: 'all' }] : conditions.map(() => ({}));
    expect(findings).toMatchObject(expected);
    if (!name.startsWith('both')) expect(findings.map(({ condition }) => condition)).toEqual(conditions);
    expect(undetermined).toEqual([]);
  });

  test('the parameters of a stack set, which may be there or not', async () => {
    const set = (Parameters: unknown): string =>
      conditional(
        JSON.stringify({
          Parameters: { Q: { Type: 'String' } },
          Resources: {
            Set: { Type: 'AWS::CloudFormation::StackSet', Properties: { TemplateURL: 'child.yaml', Parameters } },
          },
        }),
      );
    const entry = (value: unknown): object => ({ ParameterKey: 'P', ParameterValue: value });
    const conditionsOf = async (parameters: unknown, declaration: string): Promise<unknown[]> => {
      const files = { 'a.json': set(parameters), 'child.yaml': child(declaration) };
      return (await reportOn(['@/a.json'], { files })).findings.map(({ condition }) => condition);
    };
    expect(await conditionsOf([IF(entry('-1'), NOTHING)], TCP)).toEqual(['IsProd']);
    expect(await conditionsOf([IF(entry('tcp'), NOTHING)], OPEN)).toEqual(['not IsProd']);
    expect(await conditionsOf(IF([entry('-1')], NOTHING), TCP)).toEqual(['IsProd']);
    expect(await conditionsOf([entry(IF('tcp', '-1'))], TCP)).toEqual(['not IsProd']);
  });

  test('a condition on the nested stack itself, which its findings name', async () => {
    const stack = JSON.parse(conditional(parent(withP('-1'))));
    stack.Resources.N0.Condition = 'IsProd';
    const own = `Conditions: { IsOwn: !Equals [!Ref P, x] }\n${child(TCP).replace('Out:', 'Out:\n    Condition: IsOwn')}`;
    const read = async (text: string) =>
      (await reportOn(['@/a.json'], { files: { 'a.json': JSON.stringify(stack), 'child.yaml': text } })).findings;
    expect((await read(child(TCP))).map(({ condition }) => condition)).toEqual(['IsProd']);
    stack.Resources.N0.Properties.Parameters.P = { Ref: 'Q' };
    const open = own.replace('!Ref P }', '-1 }');
    expect((await read(open)).map(({ condition }) => condition)).toEqual(['IsProd and IsOwn']);
  });

  test('what several uses come to under different conditions is told once', async () => {
    const always = child(TCP).replace('!Ref P }', '-1 }');
    const conditionsOf = async (...names: readonly string[]) => {
      const stack = JSON.parse(conditional(parent(...names.map(() => withP('tcp')))));
      for (const [index, name] of names.entries()) if (name !== '') stack.Resources[`N${index}`].Condition = name;
      const files = { 'a.json': JSON.stringify(stack), 'child.yaml': always };
      return (await reportOn(['@/a.json'], { files })).findings.map(({ condition }) => condition);
    };
    expect(await conditionsOf('IsProd', 'IsTest')).toEqual(['IsProd or IsTest']);
    expect(await conditionsOf('IsProd', '')).toEqual([undefined]);
    const both = { 'a.json': conditional(parent(withP(IF('a', 'b')))), 'child.yaml': always };
    expect((await reportOn(['@/a.json'], { files: both })).findings.map(({ condition }) => condition)).toEqual([
      undefined,
    ]);
  });

  test('one of several values that no condition tells apart, as one that the child allows', async () => {
    const withAllowed = (...values: readonly string[]): string => {
      const stack = JSON.parse(parent(withP({ Ref: 'Q' })));
      stack.Parameters.Q.AllowedValues = values;
      return JSON.stringify(stack);
    };
    expect(await told(withAllowed('tcp', 'udp'), OPEN)).toEqual({ findings: 0, undetermined: [] });
    expect(await told(withAllowed('tcp', '-1'), TCP)).toEqual({
      findings: 0,
      undetermined: ['it can take several values'],
    });
  });

  test('one of several lists, whose items the child selects', async () => {
    const stack = JSON.parse(parent(withP({ Ref: 'Q' })));
    stack.Parameters.Q.AllowedValues = ['tcp,udp', 'udp,tcp'];
    const list = child('').replace('String', 'CommaDelimitedList').replace('!Ref P', '!Select [0, !Ref P]');
    const listed = async (values: readonly string[]) => {
      stack.Parameters.Q.AllowedValues = values;
      const files = { 'a.json': JSON.stringify(stack), 'child.yaml': list };
      const { findings, undetermined } = await reportOn(['@/a.json'], { files });
      return [findings.length, undetermined.map(({ reason }) => reason)];
    };
    expect(await listed(['tcp,udp', 'udp,tcp'])).toEqual([0, []]);
    expect(await listed(['tcp,-1', 'udp,-1'])).toEqual([0, []]);
    expect(await listed(['-1,tcp', 'tcp,-1'])).toEqual([0, ['it can take several values']]);
  });

  test('more cases than can be told apart are unknown', async () => {
    const names = ['A', 'B', 'C', 'D', 'E'];
    const text = {
      Parameters: Object.fromEntries(names.map((name) => [name, { Type: 'String' }])),
      Conditions: Object.fromEntries(names.map((name) => [`Is${name}`, { 'Fn::Equals': [{ Ref: name }, 'x'] }])),
      Resources: {
        N: {
          Type: 'AWS::CloudFormation::Stack',
          Properties: {
            TemplateURL: 'child.yaml',
            Parameters: {
              ...Object.fromEntries(names.map((name) => [name, { 'Fn::If': [`Is${name}`, 'a', 'b'] }])),
              P: { 'Fn::If': ['IsA', 'tcp', 'udp'] },
            },
          },
        },
      },
    };
    expect(await told(JSON.stringify(text), OPEN)).toEqual({ findings: 0, undetermined: [] });
    const last = structuredClone(text);
    last.Resources.N.Properties.Parameters.P = { 'Fn::If': ['IsE', 'tcp', '-1'] };
    expect((await told(JSON.stringify(last), OPEN)).undetermined).toEqual([UNKNOWN]);
  });
});

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

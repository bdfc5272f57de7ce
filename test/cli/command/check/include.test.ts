import { describe, expect, test } from 'vitest';
import { check, reportOn } from '../../../support/check.ts';

const include = (location: unknown, sections: object = {}): string =>
  JSON.stringify({
    ...sections,
    Resources: {
      Vpc: { Type: 'AWS::EC2::VPC' },
      'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: location } },
    },
  });

const part = (protocol: string): string => `Out:
  Type: AWS::EC2::SecurityGroupEgress
  Properties: { GroupId: sg-1, CidrIp: 0.0.0.0/0, IpProtocol: ${protocol} }
`;

const told = async (files: Readonly<Record<string, string>>, ...args: readonly string[]) => {
  const { code, findings, undetermined, unreadable } = await reportOn(['@/a.json', ...args], { files });
  const at = ({ file, line }: { file: string; line?: number }): string => `${file}:${line}`;
  return { code, findings: findings.map(at), undetermined: undetermined.map(at), unreadable: unreadable.map(at) };
};

const CLEAN = { code: 0, findings: [], undetermined: [], unreadable: [] };

describe('what a template includes from a local file', () => {
  test('is checked, and told where it is written', async () => {
    const files = { 'a.json': include('parts/b.yaml'), 'parts/b.yaml': part('-1') };
    expect(await told(files)).toEqual({ ...CLEAN, code: 1, findings: ['@/parts/b.yaml:3'] });
  });

  test('is clean where it opens nothing', async () => {
    expect(await told({ 'a.json': include('b.yaml'), 'b.yaml': part('tcp') }, '--strict')).toEqual(CLEAN);
  });

  test('has the parameters, mappings and conditions of the template', async () => {
    const sections = {
      Parameters: { P: { Type: 'String', Default: 'tcp' } },
      Conditions: { IsOpen: { 'Fn::Equals': [{ Ref: 'P' }, '-1'] } },
    };
    const files = { 'a.json': include('b.yaml', sections), 'b.yaml': part('!If [IsOpen, all, !Ref P]') };
    expect(await told(files, '--parameters', 'P=tcp')).toEqual(CLEAN);
    expect(await told(files, '--parameters', 'P=-1')).toMatchObject({ findings: ['@/b.yaml:3'] });
  });

  test('may include more, and itself', async () => {
    const more = JSON.stringify({ 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: '../c.yaml' } } });
    const again = `${part('-1')}Fn::Transform: { Name: AWS::Include, Parameters: { Location: c.yaml } }\n`;
    const files = { 'a.json': include('parts/b.json'), 'parts/b.json': more, 'c.yaml': again };
    expect(await told(files)).toMatchObject({ findings: ['@/c.yaml:3'], undetermined: [] });
  });

  test('may hold a template of its own', async () => {
    const inner = part('-1').replace(/^/gm, '        ');
    const set = `Set:\n  Type: AWS::CloudFormation::StackSet\n  Properties:\n    TemplateBody: |\n      Resources:\n${inner}\n`;
    expect(await told({ 'a.json': include('b.yaml'), 'b.yaml': set })).toMatchObject({ findings: ['@/b.yaml:8'] });
  });

  test('may name a nested template, beside it', async () => {
    const stack = 'Child: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: c.yaml } }\n';
    const child = `Resources:\n${part('-1').replace(/^(?=.)/gm, '  ')}`;
    const files = { 'a.json': include('parts/b.yaml'), 'parts/b.yaml': stack, 'parts/c.yaml': child };
    expect(await told(files)).toMatchObject({ findings: ['@/parts/c.yaml:4'] });
  });

  test('is undetermined where there is no such file', async () => {
    expect(await told({ 'a.json': include('b.yaml') })).toEqual({ ...CLEAN, undetermined: ['@/a.json:1'] });
    expect(await told({ 'a.json': include('s3://bucket/b.yaml') })).toEqual({ ...CLEAN, undetermined: ['@/a.json:1'] });
    expect(await told({ 'a.json': include({ 'Fn::ImportValue': 'b' }) })).toEqual({
      ...CLEAN,
      undetermined: ['@/a.json:1'],
    });
  });

  test('is unreadable where it is no mapping', async () => {
    expect(await told({ 'a.json': include('b.yaml'), 'b.yaml': 'text\n' })).toMatchObject({
      code: 2,
      unreadable: ['@/b.yaml:undefined'],
    });
  });
});

describe('an include is read wherever it stands:', () => {
  const TRANSFORM = { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 'b.yaml' } } };
  const TOP = { Name: 'AWS::Include', Parameters: { Location: 'b.yaml' } };
  const group = (body: object): object => ({ Sg: { Type: 'AWS::EC2::SecurityGroup', ...body } });
  const entry = { CidrIp: '0.0.0.0/0', ...TRANSFORM };
  const cases: Record<string, readonly [template: object, included: string]> = {
    'at the top, as Transform': [
      { Transform: TOP, Resources: {} },
      `Resources:\n  ${part('-1').replace(/\n(?=.)/g, '\n  ')}`,
    ],
    'at the top, as one of several transforms': [
      { Transform: ['AWS::LanguageExtensions', TOP], Resources: { Vpc: { Type: 'AWS::EC2::VPC' } } },
      `Resources:\n  ${part('-1').replace(/\n(?=.)/g, '\n  ')}`,
    ],
    'at the top, as Fn::Transform, where it brings all resources': [
      { AWSTemplateFormatVersion: '2010-09-09', ...TRANSFORM },
      `Resources:\n  ${part('-1').replace(/\n(?=.)/g, '\n  ')}`,
    ],
    'beside the type of a resource': [
      { Resources: group(TRANSFORM) },
      'Properties:\n  GroupDescription: a\n  SecurityGroupEgress:\n    - { CidrIp: 0.0.0.0/0, IpProtocol: -1 }\n',
    ],
    'among the properties': [
      { Resources: group({ Properties: { GroupDescription: 'a', ...TRANSFORM } }) },
      '\n\nSecurityGroupEgress:\n  - { IpProtocol: -1 }\n',
    ],
    'as all properties': [
      { Resources: group({ Properties: TRANSFORM }) },
      '\n\n\nSecurityGroupEgress: [{ IpProtocol: -1 }]\n',
    ],
    'in an entry': [{ Resources: group({ Properties: { SecurityGroupEgress: [entry] } }) }, '\n\n\nIpProtocol: -1\n'],
    'in a branch of a condition': [
      {
        Conditions: { C: { 'Fn::Equals': [{ Ref: 'AWS::Region' }, 'x'] } },
        Resources: group({
          Properties: { SecurityGroupEgress: [{ 'Fn::If': ['C', entry, { Ref: 'AWS::NoValue' }] }] },
        }),
      },
      '\n\n\nIpProtocol: -1\n',
    ],
  };

  test.each(Object.entries(cases))('%s', async (_name, [template, included]) => {
    const files = { 'a.json': JSON.stringify(template), 'b.yaml': included };
    const line = included.split('\n').findIndex((text) => text.includes('-1')) + 1;
    expect(await told(files)).toEqual({ ...CLEAN, code: 1, findings: [`@/b.yaml:${line}`] });
    expect(await told({ ...files, 'b.yaml': included.replace(': -1', ': tcp') }, '--strict')).toEqual(CLEAN);
  });

  test('what the template writes itself stays', async () => {
    const own = { IpProtocol: 'tcp', CidrIp: '0.0.0.0/0', ...TRANSFORM };
    const files = (template: object) => ({
      'a.json': JSON.stringify({ Resources: group(template) }),
      'b.yaml': 'IpProtocol: -1\n',
    });
    expect(await told(files({ Properties: { SecurityGroupEgress: [own] } }), '--strict')).toEqual(CLEAN);
  });

  test('where there is no such file, it is undetermined', async () => {
    const text = JSON.stringify({ Resources: group({ Properties: { SecurityGroupEgress: [entry] } }) });
    expect(await told({ 'a.json': text })).toMatchObject({ findings: [], undetermined: ['@/a.json:1'] });
  });

  test('what a parameter or a mapping says of the place is resolved', async () => {
    const text = {
      Parameters: { Part: { Type: 'String', Default: 'b' } },
      Resources: group({
        Properties: {
          SecurityGroupEgress: [
            { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: { 'Fn::Sub': '${Part}.yaml' } } } },
          ],
        },
      }),
    };
    expect(await told({ 'a.json': JSON.stringify(text), 'b.yaml': 'IpProtocol: -1\n' })).toMatchObject({
      findings: ['@/b.yaml:1'],
    });
  });

  test('a group knows the egress that is included beside it', async () => {
    const text = JSON.stringify({ Resources: { ...group({ Properties: { GroupDescription: 'a' } }), ...TRANSFORM } });
    const files = { 'a.json': text, 'b.yaml': part('tcp').replace('sg-1', '!Ref Sg') };
    const report = await reportOn(['@/a.json', '--rules', 'security_group_without_egress'], { files });
    expect(report).toMatchObject({ code: 0, findings: [], undetermined: [] });
  });

  test('a file that includes two files that each include two more is read, and in time', async () => {
    const two = (name: string): string =>
      JSON.stringify({
        A: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: name } } },
        B: { 'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: name } } },
      });
    const names = Array.from({ length: 40 }, (_, index) => `f${index}.json`);
    const files = Object.fromEntries(names.map((name, index) => [name, two(names[index + 1] ?? 'none.json')]));
    const { code, unreadable } = await reportOn(['@/a.json'], { files: { 'a.json': include('f0.json'), ...files } });
    expect({ code, reasons: unreadable.map(({ reason }) => reason) }).toEqual({
      code: 2,
      reasons: ['aliases, loops, functions or nested templates make it too large'],
    });
  });

  test('a report is never written over what is included', async () => {
    const files = { 'a.json': include('b.yaml'), 'b.yaml': part('tcp') };
    const { code, err } = await check(['@/a.json', '--output', '@/b.yaml'], { files });
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('b.yaml') });
  });

  test('the text of what is included is shown', async () => {
    const files = { 'a.json': include('b.yaml'), 'b.yaml': part('-1') };
    expect((await check(['@/a.json'], { files })).out).toMatch(/@\/b\.yaml:3:.*\n[\s\S]*> 3 \|.*IpProtocol: -1/);
  });
});

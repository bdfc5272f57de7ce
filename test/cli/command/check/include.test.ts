import { describe, expect, test } from 'vitest';
import { reportOn } from '../../../support/check.ts';

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

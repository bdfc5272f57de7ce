import { describe, expect, test } from 'vitest';
import { run } from '../../../support/command-line.ts';

const template = `Parameters:
  Protocol: { Type: String }
  Cidr: { Type: String, Default: 0.0.0.0/0 }
Resources:
  Sg:
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupEgress:
        - IpProtocol: !Ref Protocol
          CidrIp: !Ref Cidr
`;

const files = {
  'template.yaml': template,
  'pairs.json': '[{"ParameterKey":"Protocol","ParameterValue":"-1"},{"ParameterKey":"Cidr","ParameterValue":"::/0"}]',
  'texts.json': '["Protocol=-1", "Cidr=::/0"]',
  'shorthands.json': '["ParameterKey=Protocol,ParameterValue=-1", "Cidr=::/0"]',
  'object.json': '{"Protocol": -1, "Cidr": "::/0"}',
  'configuration.json': '{"Parameters": {"Protocol": "-1", "Cidr": "::/0"}, "Tags": {"a": "b"}}',
  'tcp.json': '{"Protocol": "tcp"}',
};

const simulate = (args: readonly string[], input = '') =>
  run(['simulate', '@/template.yaml', '--cloud-control', ...args], { files, input });

const given = (...values: readonly string[]): string[] => values.flatMap((value) => ['--parameters', value]);

const forms: Record<string, readonly string[]> = {
  'Name=Value': given('Protocol=-1', 'Cidr=::/0'),
  'ParameterKey=Name,ParameterValue=Value': given('ParameterKey=Protocol,ParameterValue=-1', 'Cidr=::/0'),
  'a file with a list of pairs': given('@/pairs.json'),
  'a file with a list of texts': given('@/texts.json'),
  'a file with a list of texts in the shorthand of the AWS CLI': given('@/shorthands.json'),
  'a file with an object': given('@/object.json'),
  'a template configuration file': given('@/configuration.json'),
  'standard input': given('-'),
  'a file and a value that wins over it': given('@/tcp.json', 'Protocol=-1', 'Cidr=::/0'),
};

describe('--parameters', () => {
  test.each(Object.entries(forms))('takes %s', async (_name, args) => {
    const { code, out } = await simulate(args, files['object.json']);
    expect(code).toBe(1);
    expect(out).toContain('SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to ::/0.');
  });

  test('leaves a parameter that is not given its default', async () => {
    const { code, out } = await simulate(given('Protocol=-1'));
    expect(code).toBe(1);
    expect(out).toContain('to 0.0.0.0/0.');
  });

  test('takes a value with an equals sign and commas, to the letter', async () => {
    const { out } = await simulate(given('Protocol=-1', 'Cidr=a=b,c'));
    expect(out).toContain('to a=b,c.');
  });

  test.each(['new', 'old'])(
    'gives each template of an update what it declares: only the %s one does',
    async (which) => {
      const plain = 'Resources: { Sg: { Type: AWS::EC2::SecurityGroup } }';
      const templates = which === 'new' ? [template, plain] : [plain, template];
      const { code, err } = await run(
        ['simulate', '@/new.yaml', '--operation', 'update', '--previous', '@/old.yaml', '--parameters', 'Protocol=tcp'],
        { files: { 'new.yaml': String(templates[0]), 'old.yaml': String(templates[1]) } },
      );
      expect({ code, err }).toEqual({ code: 0, err: '' });
    },
  );
});

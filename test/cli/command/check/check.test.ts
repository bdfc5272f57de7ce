import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { BAD, check, GOOD, reportOn } from '../../../support/check.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const RULE = 'security_group_egress_with_all_protocols';

/** Each option lets the template pass that comes with it, or stops it. */
interface Case {
  readonly template: string;
  readonly args: readonly string[];
  readonly without: number;
  readonly with: number;
  readonly files?: Readonly<Record<string, string>>;
}

const asking = `Parameters:
  Protocol: { Type: String }
Resources:
  Sg:
    Type: AWS::EC2::SecurityGroup
    Properties: { SecurityGroupEgress: [ { IpProtocol: !Ref Protocol } ] }
`;

const bound = `Mappings:
  Protocols: { eu-west-1: { Egress: -1 }, us-east-1: { Egress: tcp } }
Resources:
  Sg:
    Type: AWS::EC2::SecurityGroup
    Properties: { SecurityGroupEgress: [ { IpProtocol: !FindInMap [ Protocols, !Ref AWS::Region, Egress ] } ] }
`;

const loopback = BAD.replace('0.0.0.0/0', '127.0.0.1/32');
const silent = 'Resources: { Sg: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: x } } }';
const strict = ['--strict'];

const parameterCase = (...args: readonly string[]): Case => ({
  template: asking,
  args: args.flatMap((value) => ['--parameters', value]),
  without: 0,
  with: 1,
  files: {
    'pairs.json': '[{"ParameterKey":"Protocol","ParameterValue":"-1"}]',
    'texts.json': '["Protocol=-1"]',
    'object.json': '{"Protocol":-1}',
    'configuration.json': '{"Parameters":{"Protocol":"-1"},"Tags":{}}',
    'tcp.json': '{"Protocol":"tcp"}',
    'utf16.json': '\uFEFF{"Protocol":-1}',
  },
});

const options: Record<string, Case> = {
  '--parameters Name=Value': parameterCase('Protocol=-1'),
  '--parameters with the shorthand of the AWS CLI': parameterCase('ParameterKey=Protocol,ParameterValue=-1'),
  '--parameters with a list of pairs': parameterCase('@/pairs.json'),
  '--parameters with a list of texts': parameterCase('@/texts.json'),
  '--parameters with an object': parameterCase('@/object.json'),
  '--parameters with a template configuration': parameterCase('@/configuration.json'),
  '--parameters, the last of several': parameterCase('@/tcp.json', 'Protocol=tcp', 'Protocol=-1'),
  '--parameter, which is the same': {
    ...parameterCase(),
    args: ['--parameter', 'Protocol=tcp', '--parameters', '@/tcp.json', '--parameter=Protocol=-1'],
  },
  '--pseudo': { template: bound, args: ['--pseudo', 'AWS::Region=eu-west-1'], without: 0, with: 1 },
  '--pseudo of another Region': { template: bound, args: ['--pseudo', 'AWS::Region=us-east-1'], without: 0, with: 0 },
  '--allow-loopback-only': { template: loopback, args: ['--allow-loopback-only'], without: 1, with: 0 },
  '--allow-loopback-only elsewhere': { template: BAD, args: ['--allow-loopback-only'], without: 1, with: 1 },
  '--rules': { template: silent, args: ['--rules', 'security_group_without_egress'], without: 0, with: 1 },
  '--rules with the one that is on by itself': { template: BAD, args: ['--rules', RULE], without: 1, with: 1 },
  '--rules without the one that is on by itself': {
    template: BAD,
    args: ['--rules', 'security_group_without_egress'],
    without: 1,
    with: 0,
  },
  '--rules with two': {
    template: silent,
    args: ['--rules', `${RULE},security_group_without_egress`],
    without: 0,
    with: 1,
  },
  '--strict where something is undetermined': { template: asking, args: strict, without: 0, with: 1 },
  '--strict where nothing is': { template: GOOD, args: strict, without: 0, with: 0 },
  'an option behind --': { template: BAD, args: ['--strict', '--'], without: 1, with: 1 },
};

describe('an option', () => {
  test.each(Object.entries(options))('%s', async (_name, { template, args, files, ...codes }) => {
    const folder = await temporaryFolder({ 'template.yaml': template, ...files });
    const path = '@/template.yaml';
    expect((await check([path], { folder })).code).toBe(codes.without);
    const { code, err } = await check([...args, path], { folder });
    expect({ code, err }).toEqual({ code: codes.with, err: '' });
  });

  test('--parameters from standard input', async () => {
    const given = { files: { 'a.yaml': asking }, input: '{"Protocol":-1}' };
    expect((await check(['@/a.yaml', '--parameters', '-'], given)).code).toBe(1);
  });

  test('--pseudo decides what is undetermined without it', async () => {
    const folder = await temporaryFolder({ 'a.yaml': bound });
    const open = await reportOn(['@/a.yaml'], { folder });
    expect([open.findings.length, open.undetermined.length]).toEqual([0, 1]);
    const decided = await reportOn(['@/a.yaml', '--pseudo', 'AWS::Region=us-east-1'], { folder });
    expect([decided.findings.length, decided.undetermined.length]).toEqual([0, 0]);
  });
});

const strange = `Resources:
  "S\\e[31mg\\n":
    Type: AWS::EC2::SecurityGroup
    Properties:
      SecurityGroupEgress: [{Description: "${'long '.repeat(20)}", IpProtocol: all, CidrIp: 10.0.0.0/8}, {"a":\t"\u202e",\tIpProtocol: -1}]
      GroupDescription: last`;

describe('the report as text', () => {
  test('shows each violation in its lines, and counts in the end', async () => {
    const files = { 'a.yaml': BAD, 'b.yaml': asking, 'c.yaml': GOOD };
    const { code, out, err } = await check(['@'], { files });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatchInlineSnapshot(`
      "@/a.yaml:6:11  all protocols  [security_group_egress_with_all_protocols, Medium]

          4 |     Properties:
          5 |       SecurityGroupEgress:
        > 6 |         - IpProtocol: -1
            |           ^
          7 |           CidrIp: 0.0.0.0/0

        Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.
        Name the protocol and ports it needs, e.g. tcp 443.
        Instead, for example: { "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0" }

      @/b.yaml:6:44  undetermined  [security_group_egress_with_all_protocols, Medium]

          4 |   Sg:
          5 |     Type: AWS::EC2::SecurityGroup
        > 6 |     Properties: { SecurityGroupEgress: [ { IpProtocol: !Ref Protocol } ] }
            |                                            ^

        Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] cannot be decided: the value of parameter Protocol is not known here.
        Give its value: --parameters Protocol=VALUE. Write the egress and its IpProtocol as literals, or as parameters and mappings that resolve to them.

      1 finding, 1 undetermined in 3 templates.
      Flow logs tell what a group used: egress-guard suggest
      "
    `);
  });

  test('keeps to its lines, whatever a template holds', async () => {
    const { out } = await check(['@'], { files: { 'odd \u001b[31m\n.yaml': strange } });
    expect(out).toMatchInlineSnapshot(`
      "@/odd \\u001b[31m\\u000a.yaml:5:147  all protocols  [security_group_egress_with_all_protocols, Medium]

          3 |
          4 |
        > 5 |  long long long long long long long long long ", IpProtocol: all, CidrIp: 10.0.0.0/8}, {"a": "\\u2...
            |                                                  ^
          6 |

        S\\u001b[31mg\\u000a (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol all) to 10.0.0.0/8.
        Name the protocol and ports it needs, e.g. tcp 443.
        Instead, for example: { "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "10.0.0.0/8" }

      @/odd \\u001b[31m\\u000a.yaml:5:196  all protocols  [security_group_egress_with_all_protocols, Medium]

          3 |
          4 |
        > 5 | IpProtocol: all, CidrIp: 10.0.0.0/8}, {"a": "\\u202e", IpProtocol: -1}]
            |                                                       ^
          6 |

        S\\u001b[31mg\\u000a (AWS::EC2::SecurityGroup) SecurityGroupEgress[1] allows all protocols (IpProtocol -1).
        Name the protocol and ports it needs, e.g. tcp 443.
        Instead, for example: { "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443 }

      2 findings in 1 template.
      Flow logs tell what a group used: egress-guard suggest
      "
    `);
  });

  test('says that there is nothing to say', async () => {
    expect(await check(['@'], { files: { 'a.yaml': GOOD } })).toEqual({
      code: 0,
      out: 'No findings in 1 template.\n',
      err: '',
    });
  });
});

describe('the report as JSON', () => {
  test('has the fields that are documented', async () => {
    const files = { 'a.yaml': BAD, 'b.yaml': asking, 'c.yaml': `${BAD}  - [`, 'd.yaml': silent };
    const { code, err, ...report } = await reportOn(['@'], { files });
    expect({ code, err }).toEqual({ code: 2, err: '' });
    const path = '/Resources/Sg/Properties/SecurityGroupEgress/0/IpProtocol';
    const spot = { ruleId: RULE, severity: 'Medium', logicalId: 'Sg', resourceType: 'AWS::EC2::SecurityGroup', path };
    const where = 'Sg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0]';
    const reason = 'the value of parameter Protocol is not known here';
    expect(report).toStrictEqual({
      version: 1,
      summary: {
        files: 4,
        templates: 3,
        findings: 1,
        exempted: 0,
        undetermined: 1,
        notes: 1,
        unreadable: 1,
        notChecked: { nestedTemplates: 0, additions: 0, ignored: 0, excluded: 0 },
      },
      findings: [
        {
          ...spot,
          file: '@/a.yaml',
          line: 6,
          column: 11,
          value: -1,
          sources: [],
          destinations: [{ kind: 'CidrIp', value: '0.0.0.0/0' }],
          destination: '0.0.0.0/0',
          instead: { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' },
          message: `${where} allows all protocols (IpProtocol -1) to 0.0.0.0/0.`,
          remediation: 'Name the protocol and ports it needs, e.g. tcp 443.',
        },
      ],
      exempted: [],
      undetermined: [
        {
          ...spot,
          file: '@/b.yaml',
          line: 6,
          column: 44,
          reason,
          message: `${where} cannot be decided: ${reason}.`,
          remediation:
            'Give its value: --parameters Protocol=VALUE. Write the egress and its IpProtocol as literals, or as parameters and mappings that resolve to them.',
        },
      ],
      notes: [
        {
          ...spot,
          ruleId: 'security_group_without_egress',
          path: '/Resources/Sg/Properties/SecurityGroupEgress',
          file: '@/d.yaml',
          line: expect.any(Number),
          column: expect.any(Number),
          message:
            'Sg (AWS::EC2::SecurityGroup) names no egress, so EC2 allows everything unless another resource adds some.',
          remediation: expect.stringMatching(/^Name the egress it needs/),
        },
      ],
      unreadable: [{ file: '@/c.yaml', line: 8, column: 3, reason: expect.any(String) }],
    });
  });
});

describe('--output', () => {
  const formats = ['text', 'json', 'sarif', 'junit', 'github', 'gitlab', 'compact'];

  test.each(formats)('writes the report as %s to a file, and the summary to standard error', async (format) => {
    const folder = await temporaryFolder({
      'a.yaml': BAD,
      'report.txt': 'what was there before, and longer'.repeat(999),
    });
    const args = ['@/a.yaml', '--format', format];
    const printed = await check(args, { folder });
    const { code, out, err } = await check([...args, '--output', '@/report.txt'], { folder });
    expect({ code, out, err }).toEqual({ code: printed.code, out: '', err: '1 finding in 1 template.\n' });
    const written = await readFile(join(folder, 'report.txt'), 'utf8');
    expect(written.length).toBeGreaterThan(50);
    expect(written.length).toBeLessThan(9999);
    const isDated = ['junit', 'sarif', 'gitlab', 'github', 'compact'].includes(format);
    if (!isDated) expect(written.replace(/[^\s"]+(?=\/a\.yaml)/g, '@')).toBe(printed.out);
  });

  test('does not find its own report', async () => {
    const folder = await temporaryFolder({ 'a.yaml': BAD });
    const args = ['@', '--format', 'json', '--output', '@/report.json'];
    expect([(await check(args, { folder })).code, (await check(args, { folder })).code]).toEqual([1, 1]);
    expect((await reportOn(['@'], { folder })).findings).toHaveLength(1);
  });
});

describe('of several', () => {
  test('hundred thousand violations, each is told', async () => {
    const entry = '        - IpProtocol: -1\n          CidrIp: 0.0.0.0/0\n';
    const { summary } = await reportOn(['@'], { files: { 'a.yaml': BAD + entry.repeat(149_999) } });
    expect(summary.findings).toBe(150_000);
  });

  test('ten thousands of the shortest violations, each is told', async () => {
    const text = `Resources: {Sg: {Type: AWS::EC2::SecurityGroup, Properties: {SecurityGroupEgress: [${'{IpProtocol: -1},'.repeat(55_000)}]}}}`;
    const { summary } = await reportOn(['@'], { files: { 'a.yaml': text } });
    expect(summary).toMatchObject({ findings: 55_000, unreadable: 0 });
  });

  test('documents in a file, each is checked', async () => {
    const { findings } = await reportOn(['@'], { files: { 'a.yaml': `${BAD}---\n${GOOD}---\n${BAD}` } });
    expect(findings.map(({ line }) => line)).toEqual([6, 22]);
  });

  test('violations in a file, each is told, in the order of lines', async () => {
    const json = JSON.stringify({
      Resources: {
        B: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { IpProtocol: -1 } },
        A: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupEgress: [{ IpProtocol: 'all' }] } },
      },
    });
    const { findings } = await reportOn(['@'], { files: { 'a.json': json } });
    expect(findings.map(({ logicalId, line }) => [logicalId, line])).toEqual([
      ['B', 1],
      ['A', 1],
    ]);
  });
});

describe('a group that names no egress', () => {
  const note =
    'a.yaml:2:3  Sg (AWS::EC2::SecurityGroup) names no egress, so EC2 allows everything unless another resource adds some.';

  test('is told, and is no violation', async () => {
    const { code, out } = await check(['@/a.yaml'], {
      files: { 'a.yaml': 'Resources:\n  Sg: { Type: AWS::EC2::SecurityGroup }\n' },
    });
    expect(code).toBe(0);
    expect(out).toContain(note);
    expect(out).toContain('No findings in 1 template.');
  });

  test('is not told again where there are very many', async () => {
    const groups = Array.from({ length: 25 }, (_, index) => `  Sg${index}: { Type: AWS::EC2::SecurityGroup }\n`);
    const { out } = await check(['@/a.yaml'], { files: { 'a.yaml': `Resources:\n${groups.join('')}` } });
    expect(out.match(/names no egress/g)).toHaveLength(20);
    expect(out).toContain('and 5 more notes; --format json has all');
  });

  test('is not told where a resource beside it names some', async () => {
    const beside =
      '  Out: { Type: AWS::EC2::SecurityGroupEgress, Properties: { IpProtocol: tcp, GroupId: !Ref Sg } }\n';
    const files = { 'a.yaml': `Resources:\n  Sg: { Type: AWS::EC2::SecurityGroup }\n${beside}` };
    expect((await check(['@/a.yaml'], { files })).out).not.toContain('names no egress');
  });
});

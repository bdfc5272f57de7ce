import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import schema from '../../../../cli/command/suggest/suggest.schema.json' with { type: 'json' };
import { main } from '../../../../cli/main.ts';
import { evaluated, groupWith, reportOn, stackId, stackOf } from '../../../support/audited-stack.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const [WEB, BATCH, UNUSED] = ['sg-0123456789abcdef0', 'sg-0fedcba9876543210', 'sg-00000000000000000'];

const [WEB_ENI, BATCH_ENI] = ['eni-1235b8ca123456789', 'eni-0fedcba9876543210'];

const standalone = `Resources:
  Rule:
    Type: AWS::EC2::SecurityGroupEgress
    Properties: { GroupId: sg-1, IpProtocol: -1, CidrIp: 0.0.0.0/0 }
`;

const audit = JSON.stringify(
  reportOn([
    evaluated(stackOf('shop'), groupWith('-1', 'WebSg')),
    evaluated(stackOf('jobs'), groupWith('-1', 'BatchSg')),
    evaluated(stackOf('old'), groupWith('-1', 'OldSg')),
    evaluated(stackOf('gone'), groupWith('-1', 'GoneSg')),
    evaluated(stackOf('apart'), standalone),
  ]),
);

const groupOf = (id: string, stack: string, logicalId: string) => ({
  GroupId: id,
  Tags: [
    { Key: 'aws:cloudformation:stack-name', Value: stack },
    { Key: 'aws:cloudformation:stack-id', Value: stackId(stack) },
    { Key: 'aws:cloudformation:logical-id', Value: logicalId },
  ],
});

const files = {
  'audit.json': audit,
  'groups.json': JSON.stringify({
    SecurityGroups: [
      groupOf(WEB, 'shop', 'WebSg'),
      groupOf(BATCH, 'jobs', 'BatchSg'),
      groupOf(UNUSED, 'old', 'OldSg'),
      { GroupId: 'sg-0a0a0a0a' },
    ],
  }),
  'interfaces.json': JSON.stringify({
    NetworkInterfaces: [
      { NetworkInterfaceId: WEB_ENI, Groups: [{ GroupId: WEB }], PrivateIpAddress: '10.0.0.5' },
      { NetworkInterfaceId: BATCH_ENI, Groups: [{ GroupId: BATCH }], PrivateIpAddress: '10.0.0.6' },
    ],
  }),
};

const start = Math.floor(Date.now() / 1000) - 900;

const log = [
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action tcp-flags',
  `${WEB_ENI} 10.0.0.5 10.0.9.9 40000 5432 6 1 1 ${start} ${start + 60} ACCEPT 2`,
  `${BATCH_ENI} 10.0.0.6 10.0.8.8 40000 25 6 1 1 ${start} ${start + 60} ACCEPT 2`,
  `eni-0a0a0a0a0a0a0a0a0 10.0.0.7 10.0.7.7 40000 22 6 1 1 ${start} ${start + 60} ACCEPT 2`,
].join('\n');

const run = async (args: readonly string[], more = {}) => {
  const folder = await temporaryFolder({ ...files, 'flow.log': log, ...more });
  const printed = { out: '', err: '' };
  const terminal = {
    out: (text: string) => {
      printed.out += text;
    },
    err: (text: string) => {
      printed.err += text;
    },
    ask: async () => undefined,
    input: async () => Buffer.alloc(0),
    isInteractive: false,
    paint: (_format: unknown, text: string) => text,
  };
  const all = ['suggest', '--flow-logs', '@/flow.log', ...args].map((one) => one.replace('@', folder));
  const code = await main(all, terminal, 'dist');
  return { code, ...printed };
};

const around = ['--security-groups', '@/groups.json', '--interfaces', '@/interfaces.json'];

describe('suggest --from', () => {
  test('answers for each group of an audit, and tells which it cannot find', async () => {
    const { code, out } = await run(['--from', '@/audit.json', ...around]);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^BatchSg of the stack jobs \(sg-0fedcba9876543210\)\n\nPROTOCOL.*\ntcp +25 +10\.0\.8\.8\/32 .*\n\nWebSg of the stack shop \(sg-0123456789abcdef0\)\n\nPROTOCOL.*\ntcp +5432 +10\.0\.9\.9\/32 /s,
    );
    expect(out).not.toContain('10.0.7.7');
    expect(out).toContain('\nEntries that stand apart from their group, which --group names: Rule of apart.\n');
    expect(out).toContain('\nGoneSg of the stack gone: the file of --security-groups has no such group.\n');
    expect(out).toContain(`\n${UNUSED}: no interface of the file of --interfaces has it.`);
  });

  test('answers for programs by the schema, each by its names', async () => {
    const { out } = await run(['--from', '@/audit.json', ...around, '--format', 'json']);
    const answer = JSON.parse(out);
    const validate = addFormats.default(new Ajv2020({ strict: true, allErrors: true })).compile(schema);
    expect(validate(answer), JSON.stringify(validate.errors)).toBe(true);
    expect(answer.suggestions.map(({ for: subject }: { for: object }) => subject)).toEqual([
      { stack: 'jobs', stackId: stackId('jobs'), resource: 'BatchSg', group: BATCH, interfaces: [BATCH_ENI] },
      { stack: 'shop', stackId: stackId('shop'), resource: 'WebSg', group: WEB, interfaces: [WEB_ENI] },
    ]);
    expect(answer.notes).toHaveLength(3);
  });

  test.each([
    ['yaml', '# BatchSg of the stack jobs (sg-0fedcba9876543210)\nSecurityGroupEgress:\n'],
    ['cdk', '// BatchSg of the stack jobs (sg-0fedcba9876543210)\ngroup.addEgressRule('],
  ])('names each group in what is pasted, as %s', async (format, begin) => {
    const { out, err } = await run(['--from', '@/audit.json', ...around, '--format', format]);
    expect(out).toMatch(new RegExp(`^${begin.replaceAll(/[()/]/g, '\\$&')}`));
    expect(err).toContain('\nWebSg of the stack shop (sg-0123456789abcdef0): That is less than a week');
    if (format === 'yaml') expect(parseAllDocuments(out.replaceAll(/^# /gm, '---\n# '))).toHaveLength(2);
  });

  test('finds one group by its stack in the same way', async () => {
    const { out } = await run(['--stack', 'shop', '--resource', 'WebSg', ...around]);
    expect(out).toMatch(/^PROTOCOL.*\ntcp +5432 /s);
  });

  test.each([
    [['--from', '@/audit.json'], /--from needs --security-groups with --flow-logs/],
    [['--from', '@/audit.json', '--security-groups', '@/groups.json'], /--from needs --interfaces with --flow-logs/],
    [['--from', '@/none.json', ...around], /none\.json: it does not exist/],
    [['--from', '@/groups.json', ...around], /groups\.json: is no report of an audit/],
    [['--from', '@/clean.json', ...around], /clean\.json: has no finding in a security group/],
    [['--from', '@/audit.json', '--group', WEB, ...around], /--group and --from ask about different things/],
    [['--from', '@/audit.json', '--template', '@/t.yaml', ...around], /--template is for one group/],
    [['--from', '@/audit.json', '--format', 'template-json', ...around], /--format template-json is for one group/],
    [['--stack', 'shop', '--resource', 'Webb', ...around], /Webb of the stack shop: the file of --security-groups/],
    [['--stack', 'a', '--resource', 'b', '--security-groups', '@/audit.json'], /audit\.json: has no SecurityGroups\./],
  ])('%j is told in one line', async (args, message) => {
    const { code, out, err } = await run(args, { 'clean.json': JSON.stringify(reportOn([])) });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import schema from '../../../../cli/command/suggest/suggest.schema.json' with { type: 'json' };
import { main } from '../../../../cli/main.ts';
import type { Run } from '../../../support/command-line.ts';
import { type Files, temporaryFolder } from '../../../support/temporary-folder.ts';

const [ENI, GROUP, OTHER] = ['eni-1235b8ca123456789', 'sg-0123456789abcdef0', 'sg-0fedcba9876543210'];

const HEADER =
  'interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status tcp-flags flow-direction';

const DAY = 86_400;

const now = Math.floor(Date.now() / 1000);

interface Flow {
  readonly to: string;
  readonly port: number;
  readonly protocol?: number;
  readonly flags?: number;
  readonly action?: string;
  readonly days?: number;
  readonly eni?: string;
}

const lineOf = ({ to, port, protocol = 6, flags = 2, action = 'ACCEPT', days = 1, eni = ENI }: Flow): string => {
  const start = now - days * DAY;
  return `${eni} 10.0.0.5 ${to} 40000 ${port} ${protocol} 3 300 ${start} ${start + 60} ${action} OK ${flags} egress`;
};

const logOf = (...flows: readonly Flow[]): string => [HEADER, ...flows.map(lineOf)].join('\n');

const interfaces = JSON.stringify({
  NetworkInterfaces: [
    { NetworkInterfaceId: ENI, Groups: [{ GroupId: GROUP }], PrivateIpAddress: '10.0.0.5' },
    {
      NetworkInterfaceId: 'eni-0fedcba9876543210',
      Groups: [{ GroupId: OTHER }],
      PrivateIpAddresses: [{ PrivateIpAddress: '10.0.3.7' }],
      Ipv6Addresses: [{ Ipv6Address: '2001:db8::7' }],
    },
  ],
});

const prefixLists = JSON.stringify({
  PrefixLists: [
    { PrefixListId: 'pl-63a5400a', PrefixListName: 'com.amazonaws.us-east-1.s3', Cidrs: ['52.216.0.0/15'] },
  ],
});

const web = { to: '93.184.216.34', port: 443 };

const database = { to: '10.0.3.7', port: 5432 };

/** A terminal that keeps what is printed. */
const makeTerminal = () => {
  const printed = { out: '', err: '' };
  const print = (stream: 'out' | 'err') => (text: string) => {
    printed[stream] += text;
  };
  const terminal = {
    out: print('out'),
    err: print('err'),
    ask: async () => undefined,
    input: async () => Buffer.alloc(0),
    isInteractive: false,
    paint: (_format: unknown, text: string) => text,
  };
  return { terminal, printed };
};

/** Runs `suggest`; `@` in an argument is the folder of the files. */
const suggest = async (args: readonly string[], files: Files): Promise<Run> => {
  const folder = await temporaryFolder(files);
  const { terminal, printed } = makeTerminal();
  const all = ['suggest', ...args].map((argument) => argument.replace('@', folder));
  const code = await main(all, terminal, 'dist');
  return { code, out: printed.out.replaceAll(folder, '@'), err: printed.err.replaceAll(folder, '@') };
};

const ofLogs = (log: string, ...args: readonly string[]): Promise<Run> =>
  suggest(['--flow-logs', '@/logs', ...args], {
    'logs/a.log': log,
    'interfaces.json': interfaces,
    'lists.json': prefixLists,
  });

describe('what suggest answers', () => {
  test('for people: a table, what it covers, and what to mind', async () => {
    const { code, out } = await ofLogs(
      logOf(
        web,
        web,
        { ...database, days: 20 },
        { to: '10.9.9.9', port: 22, action: 'REJECT' },
        { to: '169.254.169.254', port: 80 },
      ),
    );
    expect(code).toBe(0);
    expect(out).toMatch(
      /^PROTOCOL +PORTS +DESTINATION +FLOWS +BYTES +FIRST SEEN \(UTC\) +LAST SEEN \(UTC\) +HOW SURE +OPENS\n/,
    );
    expect(out).toMatch(
      /\ntcp +443 +93\.184\.216\.34\/32 +2 +600 +[-\d]+ [\d:]+ +[-\d]+ [\d:]+ +sure +1 address seen\n/,
    );
    expect(out).toContain('\n2 entries for 100 % of 3 flow records.\n');
    expect(out).toContain('not among the entries:\n- protocol 6, port 22 to 10.9.9.9: 1 flow record\n');
    expect(out).toContain('The logs cover 19.0 of the 30 days that were asked about.\n');
    expect(out).toContain('Left out, since no group governs it: instance metadata.\n');
    expect(out).not.toContain('less than a week');
  });

  test.each([
    ['yaml', (text: string): unknown => parse(text)],
    ['template-json', (text: string): unknown => JSON.parse(text)],
  ])('for a template, as %s', async (format, read) => {
    const { out, err } = await ofLogs(
      logOf(web, { ...database, flags: 0 }, { to: '10.0.0.9', port: 0, protocol: 1, flags: 0 }),
      '--format',
      format,
    );
    expect(read(out)).toEqual({
      SecurityGroupEgress: [
        { Description: 'Seen in flow logs', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '93.184.216.34/32' },
        {
          Description: 'Likely, from flow logs',
          IpProtocol: 'tcp',
          FromPort: 5432,
          ToPort: 5432,
          CidrIp: '10.0.3.7/32',
        },
        { Description: 'Likely, from flow logs', IpProtocol: 'icmp', FromPort: -1, ToPort: -1, CidrIp: '10.0.0.9/32' },
      ],
    });
    expect(err).toContain('Where it says likely, no SYN was seen');
  });

  test('for CDK, as lines of TypeScript', async () => {
    const flows = Array.from({ length: 9 }, (_, index) => ({ to: `93.184.216.${index}`, port: 443 }));
    const ftp = Array.from({ length: 10 }, (_, index) => ({ to: '10.0.0.9', port: 2000 + index }));
    const { out } = await ofLogs(
      logOf(
        ...flows,
        ...ftp,
        { to: '2001:db8::9', port: 53, protocol: 17, flags: 0 },
        { to: '10.0.0.9', port: 0, protocol: 50, flags: 0 },
      ),
      '--format',
      'cdk',
    );
    expect(out.trimEnd().split('\n').sort()).toEqual([
      'group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443));',
      "group.addEgressRule(ec2.Peer.ipv4('10.0.0.9/32'), ec2.Port.tcpRange(2000, 2009));",
      "group.addEgressRule(ec2.Peer.ipv4('10.0.0.9/32'), new ec2.Port({ protocol: '50' as ec2.Protocol, stringRepresentation: 'protocol 50' }));",
      "group.addEgressRule(ec2.Peer.ipv6('2001:db8::9/128'), ec2.Port.udp(53));",
    ]);
  });

  test('for programs, whole', async () => {
    const { out } = await ofLogs(logOf(web, { to: '10.9.9.9', port: 22, action: 'REJECT' }), '--format', 'json');
    const first = new Date((now - DAY) * 1000).toISOString();
    const last = new Date((now - DAY + 60) * 1000).toISOString();
    const counts = { flows: 1, packets: 3, bytes: 300, first, last };
    expect(JSON.parse(out)).toEqual({
      version: 1,
      suggestions: [
        {
          for: {},
          seen: { first, last },
          coverage: { covered: 1, all: 1 },
          entries: [
            {
              entry: {
                Description: 'Seen in flow logs',
                IpProtocol: 'tcp',
                FromPort: 443,
                ToPort: 443,
                CidrIp: '93.184.216.34/32',
              },
              ...{ sure: true, ...counts, addressesSeen: 1, addressesNotSeen: '0' },
            },
          ],
          left: [],
          rejected: [{ protocol: 6, port: 22, address: '10.9.9.9', sure: true, ...counts }],
          unclear: [],
          ungoverned: {},
          notes: [expect.stringContaining('The logs cover 0.0'), expect.stringContaining('less than a week')],
        },
      ],
      notes: [],
    });
  });

  test('for programs, by its schema', async () => {
    const validate = addFormats.default(new Ajv2020({ strict: true, allErrors: true })).compile(schema);
    const many = Array.from({ length: 12 }, (_, index) => ({ to: `2001:db8::${index}`, port: 443 }));
    const flows = [...many, database, { to: '10.0.0.9', port: 0, protocol: 1, flags: 0 }, { ...web, action: 'REJECT' }];
    const logs = [HEADER, logOf(...flows, { to: '169.254.169.254', port: 80 })];
    for (const log of logs) {
      const { out } = await ofLogs(log, '--format', 'json', '--max-entries', '2', '--interfaces', '@/interfaces.json');
      expect(validate(JSON.parse(out)), JSON.stringify(validate.errors)).toBe(true);
    }
  });

  test('where nothing was seen: nothing, which is no proof', async () => {
    const { code, out } = await ofLogs(HEADER);
    expect({ code, out }).toEqual({
      code: 0,
      out: expect.stringContaining('That is no proof that nothing is needed.'),
    });
  });

  test('what may answer scans is told, and is no entry', async () => {
    const scans = Array.from({ length: 12 }, (_, index) => ({ to: `198.51.100.${index}`, port: 2000 + index * 100 }));
    const log = logOf(web, ...scans)
      .replaceAll(/ \d+ egress$/gm, '')
      .replace(' tcp-flags flow-direction', '');
    const { out } = await ofLogs(log);
    expect(out).toContain('\n1 entry for 100 % of 1 flow record.\n');
    expect(out).toContain(
      '\n12 flow records to as many other ports, seen once and without flags, may be answers to scans',
    );
    const { unclear } = JSON.parse((await ofLogs(log, '--format', 'json')).out).suggestions[0];
    expect(unclear).toHaveLength(12);
  });

  test.each(['yaml', 'template-json', 'cdk'])('where nothing was seen, as %s: nothing to paste', async (format) => {
    const { code, out, err } = await ofLogs(HEADER, '--format', format);
    expect({ code, out, err }).toEqual({ code: 0, out: '', err: expect.stringContaining('no proof that nothing') });
  });

  test('names groups and prefix lists, where files tell them', async () => {
    const log = logOf(web, database, { to: '52.216.1.9', port: 443 }, { ...web, eni: 'eni-0fedcba9876543210' });
    const args = [
      '--group',
      GROUP,
      '--interfaces',
      '@/interfaces.json',
      '--prefix-lists',
      '@/lists.json',
      '--format',
      'yaml',
    ];
    expect(parse((await ofLogs(log, ...args)).out)['SecurityGroupEgress']).toMatchObject([
      { DestinationPrefixListId: 'pl-63a5400a', FromPort: 443 },
      { CidrIp: '93.184.216.34/32', FromPort: 443 },
      { DestinationSecurityGroupId: OTHER, FromPort: 5432 },
    ]);
  });

  test('leaves out the resolver of the VPC, where a file tells which it is', async () => {
    const dns = (to: string): Flow => ({ to, port: 53, protocol: 17, flags: 0 });
    const vpcs = JSON.stringify({ Vpcs: [{ VpcId: 'vpc-0a', CidrBlock: '10.0.0.0/16' }] });
    const files = { 'a.log': logOf(dns('10.0.0.2'), dns('10.0.9.2'), { to: '10.0.0.2', port: 443 }), 'v.json': vpcs };
    const { out } = await suggest(['--flow-logs', '@/a.log', '--vpcs', '@/v.json', '--format', 'json'], files);
    const { entries, ungoverned } = JSON.parse(out).suggestions[0];
    expect(entries.map(({ entry }: { entry: object }) => entry)).toMatchObject([
      { IpProtocol: 'udp', FromPort: 53, CidrIp: '10.0.9.2/32' },
      { IpProtocol: 'tcp', FromPort: 443, CidrIp: '10.0.0.2/32' },
    ]);
    expect(ungoverned).toEqual({ 'the DNS resolver of the VPC': 1 });
  });

  test('tells that groups cannot be told apart', async () => {
    const several = interfaces.replace(`[{"GroupId":"${GROUP}"}]`, `[{"GroupId":"${GROUP}"},{"GroupId":"${OTHER}"}]`);
    const files = { 'a.log': logOf(web), 'i.json': several };
    const { out } = await suggest(['--flow-logs', '@/a.log', '--group', GROUP, '--interfaces', '@/i.json'], files);
    expect(out).toContain('Some of the interfaces are in several groups, and flow logs do not tell which');
  });

  test('keeps to the time and to the number of entries', async () => {
    const log = logOf(web, { ...database, days: 20 });
    expect((await ofLogs(log, '--since', '10d')).out).not.toContain('5432');
    const { out } = await ofLogs(log, '--max-entries', '1');
    expect(out).toContain(
      '\n1 entry for 50 % of 2 flow records.\n\nLeft out, with no room for it:\n- protocol 6, port',
    );
  });
});

test('entries that are pasted into a template are not blocked', async () => {
  const flows = Array.from({ length: 12 }, (_, index) => ({ to: `93.184.216.${index}`, port: 443 }));
  const { out } = await ofLogs(
    logOf(...flows, database, { to: '10.0.0.2', port: 53, protocol: 17, flags: 0 }),
    '--format',
    'yaml',
  );
  const egress = out.replaceAll(/^/gm, '      ').trimEnd();
  const template = `Resources:\n  App:\n    Type: AWS::EC2::SecurityGroup\n    Properties:\n      GroupDescription: app\n${egress}\n`;
  const folder = await temporaryFolder({ 'app.yaml': template });
  const { terminal, printed } = makeTerminal();
  const rules =
    'security_group_egress_with_all_protocols,security_group_egress_with_all_ports,security_group_without_egress';
  const code = await main(['simulate', join(folder, 'app.yaml'), '--rules', rules], terminal, 'dist');
  expect({ code, out: printed.out }).toEqual({ code: 0, out: expect.stringContaining('CREATE_COMPLETE') });
});

describe('wrong use', () => {
  test.each([
    [[], /give the logs by one of --flow-logs FILE or FOLDER, --log-group NAME, --athena DATABASE\.TABLE\.\n$/],
    [['--flow-logs', '@/a.log', '--log-group', 'x'], /give the logs by one of/],
    [['--log-group', '/vpc/flows'], /say whose egress is asked for: --group SG/],
    [['--athena', 'flows', '--group', GROUP], /--athena takes DATABASE\.TABLE, such as logs\.vpc_flows, not "flows"/],
    [
      ['--log-group', 'x', '--group', GROUP, '--interfaces', '@/i.json'],
      /--interfaces, --security-groups, --prefix-lists and --vpcs are for --flow-logs/,
    ],
    [
      ['--flow-logs', '@/a.log', '--group', GROUP, '--interface', ENI],
      /--group and --interface ask about different things/,
    ],
    [['--log-group', 'x', '--stack', 'shop'], /--stack and --resource go together/],
    [
      ['--flow-logs', '@/a.log', '--stack', 'shop', '--resource', 'Sg'],
      /--stack needs --security-groups with --flow-logs: the file that aws ec2 describe-security-groups prints/,
    ],
    [['--flow-logs', '@/a.log', '--max-scan', 'much'], /--max-scan takes a size such as 500MB/],
    [['logs'], /suggest takes options only/],
    [['--flow-logs', '@/none'], /@\/none: it does not exist/],
    [['--flow-logs', '@/a.log', '--group', GROUP], /--group needs --interfaces/],
    [
      ['--flow-logs', '@/a.log', '--group', 'web', '--interfaces', '@/i.json'],
      /--group takes an id such as sg-0123456789abcdef0, not "web"/,
    ],
    [
      ['--flow-logs', '@/a.log', '--group', 'sg-00000000', '--interfaces', '@/i.json'],
      /sg-00000000: no interface of the file/,
    ],
    [['--flow-logs', '@/a.log', '--interface', 'eni'], /--interface takes an id such as eni-/],
    [
      ['--flow-logs', '@/a.log', '--interfaces', '@/a.log'],
      /a\.log: has no NetworkInterfaces\. Give it what aws ec2 describe-network-interfaces/,
    ],
    [['--flow-logs', '@/a.log', '--interfaces', '@/none'], /none: it does not exist\.\n$/],
    [['--flow-logs', '@/a.log', '--prefix-lists', '@/i.json'], /i\.json: has no PrefixLists/],
    [['--flow-logs', '@/a.log', '--vpcs', '@/i.json'], /i\.json: has no Vpcs\. Give it what aws ec2 describe-vpcs/],
    [['--flow-logs', '@/a.log', '--since', 'soon'], /--since takes e\.g\. 24h/],
    [['--flow-logs', '@/a.log', '--max-entries', '61'], /--max-entries takes a number from 1 to 60/],
    [['--flow-logs', '@/a.log', '--max-unseen', '101'], /--max-unseen takes a number from 0 to 100/],
    [['--flow-logs', '@/a.log', '--format', 'xml'], /--format/],
    [['--flow-logs', '@/b.log', '--log-format', 'version srcaddr'], /b\.log: its format lacks interface-id/],
  ])('%j is told in one line', async (args, message) => {
    const files = { 'a.log': logOf(web), 'b.log': lineOf(web), 'i.json': interfaces };
    const { code, out, err } = await suggest(args, files);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(message);
    expect(err.trimEnd().split('\n')).toHaveLength(1);
  });
});

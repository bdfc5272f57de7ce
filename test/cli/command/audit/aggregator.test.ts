import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from 'vitest';
import { run } from '../../../support/command-line.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

// AWS Config is a stand-in in the shapes of its SDK: no emulator knows its aggregators.

interface Group {
  readonly account?: string;
  readonly id: string;
  readonly name?: string;
  readonly egress?: readonly object[];
  readonly tags?: Readonly<Record<string, string>>;
}

const permission = (ipProtocol: string, cidrIp = '0.0.0.0/0', more: object = {}) => ({
  ...{ ipProtocol, ipv4Ranges: [{ cidrIp }], ipRanges: [cidrIp] },
  ...{ ipv6Ranges: [], prefixListIds: [], userIdGroupPairs: [], ...more },
});

const byStack = (name: string, account = '111111111111', logicalId = 'AppSg') => ({
  'aws:cloudformation:stack-name': name,
  'aws:cloudformation:stack-id': `arn:aws:cloudformation:eu-west-1:${account}:stack/${name}/1a2b`,
  'aws:cloudformation:logical-id': logicalId,
});

const itemOf = ({ account = '111111111111', id, name = id, egress = [permission('-1')], tags = {} }: Group): string =>
  JSON.stringify({
    ...{ accountId: account, awsRegion: 'eu-west-1', resourceId: id },
    configuration: { groupName: name, ipPermissionsEgress: egress },
    tags: Object.entries(tags).map(([key, value]) => ({ key, value, tag: `${key}=${value}` })),
  });

interface Asked {
  readonly Expression: string;
  readonly NextToken?: string;
}

/** Answers queries with these groups, two to a page. */
const startConfig = async (groups: readonly Group[]) => {
  const asked: Asked[] = [];
  const answer = (query: Asked & { ConfigurationAggregatorName: string }): object => {
    if (query.ConfigurationAggregatorName !== 'main')
      throw Object.assign(new Error('none'), { code: 'NoSuchConfigurationAggregatorException' });
    if (query.Expression.startsWith('SELECT COUNT')) {
      return { Results: [JSON.stringify({ 'COUNT(*)': groups.length })] };
    }
    const start = Number(query.NextToken ?? 0);
    const next = start + 2 < groups.length ? { NextToken: String(start + 2) } : {};
    return { Results: groups.slice(start, start + 2).map(itemOf), ...next };
  };
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (request.headers['x-amz-target'] !== 'StarlingDoveService.SelectAggregateResourceConfig') {
      const caller = '<Arn>arn:aws:iam::111111111111:user/a</Arn><Account>111111111111</Account>';
      response.end(
        `<GetCallerIdentityResponse><GetCallerIdentityResult>${caller}</GetCallerIdentityResult></GetCallerIdentityResponse>`,
      );
      return;
    }
    const query = JSON.parse(body);
    asked.push(query);
    try {
      response.end(JSON.stringify(answer(query)));
    } catch (error) {
      response.writeHead(400).end(JSON.stringify({ __type: (error as { code: string }).code, message: 'none' }));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const audit = (...args: readonly string[]) =>
    run(['audit', '--endpoint-url', origin, '--region', 'eu-west-1', '--aggregator', 'main', ...args]);
  return { audit, asked };
};

beforeEach(() => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'any');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'any');
});

afterEach(() => void vi.unstubAllEnvs());

const groups: readonly Group[] = [
  { id: 'sg-1', tags: { ...byStack('shop'), team: 'web' } },
  {
    id: 'sg-2',
    egress: [permission('tcp', '0.0.0.0/0', { fromPort: 443, toPort: 443 }), permission('-1', '10.0.0.0/8')],
  },
  { id: 'sg-3', name: 'default', account: '222222222222' },
  {
    id: 'sg-4',
    account: '222222222222',
    tags: byStack('StackSet-base-1a2b3c4d-1a2b-1a2b-1a2b-1a2b3c4d5e6f', '222222222222'),
  },
  {
    id: 'sg-5',
    account: '222222222222',
    egress: [
      permission('-1', '10.0.0.0/8', { prefixListIds: [{ prefixListId: 'pl-1' }], ipv6Ranges: [{ cidrIpv6: '::/0' }] }),
    ],
    tags: byStack('db', '222222222222', 'DbSg'),
  },
];

const jsonOf = async (out: Promise<{ out: string }>) => JSON.parse((await out).out);

describe('audit of an aggregator', () => {
  test('tells the live groups by account and stack, and which of them no hook ever sees', async () => {
    const { audit, asked } = await startConfig(groups);
    const { code, out } = await audit();
    expect(code).toBe(1);
    expect(out).toContain(
      '7 entries in 2 accounts are open: 5 in groups that CloudFormation made, which the hooks would have seen, 2 in others, which no hook ever sees.',
    );
    for (const row of [/^111111111111 +2 +2 +2 /m, /^222222222222 +3 +3 +5 /m, /^111111111111 shop +1 +1 +1 /m])
      expect(out).toMatch(row);
    expect(out).toContain('222222222222 StackSet base');
    expect(out).toContain('111111111111 outside CloudFormation');
    expect(asked.map(({ NextToken }) => NextToken)).toEqual([undefined, undefined, '2', '4']);
    expect(asked[1]?.Expression).toBe(
      "SELECT accountId, awsRegion, resourceId, tags, configuration.groupName, configuration.ipPermissionsEgress WHERE resourceType = 'AWS::EC2::SecurityGroup'",
    );
  });

  test('tells each destination as an entry of its own, and what EC2 gives by itself', async () => {
    const { audit } = await startConfig(groups);
    const { findings } = await jsonOf(audit('--format', 'json'));
    const messages = findings.map(({ message }: { message: string }) => message);
    expect(messages).toContain(
      'sg-3 (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0. It is sg-3, default. It is what EC2 gives every group until somebody takes it away.',
    );
    expect(
      messages.filter((one: string) => one.startsWith('DbSg')).map((one: string) => /to (\S+)\. It is/.exec(one)?.[1]),
    ).toEqual(['10.0.0.0/8', '::/0', 'pl-1']);
    expect(messages.find((one: string) => one.includes('sg-1'))).toContain(
      'It is what EC2 gives a group whose template names no egress, unless that names just this.',
    );
    expect(messages.find((one: string) => one.includes('sg-2'))).not.toContain('EC2 gives');
  });

  test('applies exemptions, and has teams', async () => {
    const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const folder = await temporaryFolder({
      'exemptions.json': JSON.stringify({
        version: 1,
        exemptions: [
          { id: 'db', reason: 'r', approvedBy: 'N', expires, match: { account: '222222222222', stackName: 'db' } },
        ],
      }),
    });
    const { audit } = await startConfig(groups);
    const report = await jsonOf(audit('--format', 'json', '--exemptions', join(folder, 'exemptions.json')));
    expect(report.exempted).toHaveLength(3);
    expect(report.findings).toHaveLength(4);
    expect(report.teams.map(({ name }: { name: string | null }) => name)).toEqual(
      expect.arrayContaining(['web', null]),
    );
  });

  test('applies the rules that are asked for, and says nothing of a group without egress', async () => {
    const wide = { id: 'sg-8', egress: [permission('tcp', '0.0.0.0/0', { fromPort: 0, toPort: 65_535 })] };
    const { audit } = await startConfig([wide, { id: 'sg-9', egress: [] }, { id: 'sg-10' }]);
    const rules = 'security_group_egress_with_all_ports,security_group_without_egress';
    const { findings } = await jsonOf(audit('--rules', rules, '--format', 'json'));
    expect(findings.map(({ logicalId }: { logicalId: string }) => logicalId)).toEqual(['sg-8']);
  });

  test('goes on with a state where another run ended, and begins anew where that was done', async () => {
    const folder = await temporaryFolder({});
    const state = join(folder, 'audit.state');
    const first = await startConfig(groups);
    const whole = await jsonOf(first.audit('--format', 'json', '--state', state));
    const [page = ''] = readFileSync(state, 'utf8').split('\n');
    const broken = join(await temporaryFolder({ state: `${page}\n{"aggregator":"main","wh` }), 'state');
    const second = await startConfig(groups);
    const resumed = await jsonOf(second.audit('--format', 'json', '--state', broken));
    expect(resumed.findings).toEqual(whole.findings);
    expect(second.asked.map(({ NextToken }) => NextToken)).toEqual([undefined, '2', '4']);
    const lines = readFileSync(broken, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line).next)).toEqual(['2', '4', null]);
    const third = await startConfig(groups);
    await third.audit('--state', state);
    expect(third.asked).toHaveLength(4);
    const { code, err } = await third.audit('--state', join(await temporaryFolder({ a: 'other' }), 'a'));
    expect({ code, told: err.includes('is another file') }).toEqual({ code: 2, told: true });
  });

  test('is a page, too', async () => {
    const { audit } = await startConfig(groups);
    const { out } = await audit('--format', 'html');
    expect(out).toContain(
      '<title>Egress audit: All accounts and Regions of the aggregator main in 111111111111, eu-west-1</title>',
    );
    expect(out).toContain('By account');
  });

  test('says how to get what is not there', async () => {
    const { audit } = await startConfig([]);
    expect(await audit()).toMatchObject({
      code: 2,
      err: expect.stringContaining('knows no security group: AWS Config has to record'),
    });
    expect(await audit('--aggregator', 'other')).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no aggregator other in this account and Region.'),
    });
  });

  test.each([
    [['--aggregator', 'a b'], 'the name of an aggregator'],
    [['--stack', 'app'], '--stack and --exclude-stack choose among'],
  ])('refuses wrong use: %j', async (args, told) => {
    const { audit } = await startConfig([]);
    expect(await audit(...args)).toMatchObject({ code: 2, err: expect.stringContaining(told) });
  });
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { run } from '../../../support/command-line.ts';
import { dayFrom, documentOf, exemption } from '../../../support/exemptions.ts';
import { temporaryFolder } from '../../../support/temporary-folder.ts';

const group = (...entries: readonly string[]): string => `Resources:
  AppSg:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: app
      SecurityGroupEgress:
${entries.map((entry) => `        - ${entry}\n`).join('')}`;

const ALL = '{ IpProtocol: -1, CidrIp: 10.0.0.0/8 }';
const WORSE = '{ IpProtocol: -1, CidrIp: 0.0.0.0/0 }';
const TCP = '{ IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0 }';

const now = Date.now();
const match = { stackName: 'legacy-*', account: '111122223333', region: 'eu-west-1', logicalId: 'AppSg' };
const files = {
  'old.yaml': group(ALL),
  'moved.yaml': group(TCP, ALL),
  'worse.yaml': group(WORSE, ALL),
  'exempt.json': documentOf(exemption(now, { match })),
  'expired.json': documentOf(exemption(now, { match: { logicalId: 'AppSg' }, expires: dayFrom(now, -1) })),
  'faulty.json': documentOf(exemption(now, { match: { logicalId: 'AppSg' }, prio: 1 })),
};

const LEGACY = [
  '--pseudo',
  'AWS::StackName=legacy-vpn',
  '--pseudo',
  'AWS::AccountId=111122223333',
  '--pseudo',
  'AWS::Region=eu-west-1',
];
const UPDATE = ['--operation', 'update', '--previous', '@/old.yaml'];

/** Simulates with a log, and reads it. */
const simulate = async (...args: readonly string[]) => {
  const log = join(await temporaryFolder(), 'log.jsonl');
  const { code, out, err } = await run(['simulate', ...args, '--log', log], { files });
  const lines = (await readFile(log, 'utf8'))
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const decisions = lines.filter(({ event }) => event === 'decision');
  return { code, out, err, decisions, findings: lines.filter(({ class_uid }) => class_uid === 2003) };
};

const outcomes = ({ decisions }: Awaited<ReturnType<typeof simulate>>) =>
  decisions.map(({ targetOperation, outcome }) => [targetOperation, outcome]);

describe('simulate shows an update', () => {
  test('that is exempted', async () => {
    const shown = await simulate('@/moved.yaml', ...UPDATE, ...LEGACY, '--exemptions', '@/exempt.json');
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toContain(`Exempted by VPN-7 until ${dayFrom(now, 100)}.`);
    expect(shown.out).toContain('Deployed: stack legacy-vpn is UPDATE_COMPLETE.');
    expect(outcomes(shown)).toEqual([
      ['STACK', 'EXEMPTED'],
      ['RESOURCE', 'EXEMPTED'],
    ]);
    expect(shown.decisions).toMatchObject([
      { accountId: '111122223333', region: 'eu-west-1', stackName: 'legacy-vpn', exemptions: [{ id: 'VPN-7' }] },
      { accountId: '111122223333', region: 'eu-west-1', stackName: 'legacy-vpn', exemptions: [{ id: 'VPN-7' }] },
    ]);
    expect(shown.findings).toMatchObject([{ status: 'Suppressed' }, { status: 'Suppressed' }]);
  });

  test('whose exemption is for another stack', async () => {
    const shown = await simulate('@/moved.yaml', ...UPDATE, '--exemptions', '@/exempt.json');
    expect(shown.code).toBe(1);
    expect(outcomes(shown)).toEqual([
      ['STACK', 'BLOCKED'],
      ['RESOURCE', 'BLOCKED'],
    ]);
  });

  test('whose exemption expired', async () => {
    const shown = await simulate('@/moved.yaml', ...UPDATE, '--exemptions', '@/expired.json');
    expect(shown.code).toBe(1);
    expect(shown.out).toContain(`Its exemption VPN-7 expired on ${dayFrom(now, -1)}.`);
  });

  test('with exemptions that cannot be used', async () => {
    const shown = await simulate('@/moved.yaml', ...UPDATE, '--exemptions', '@/faulty.json');
    expect(shown.code).toBe(1);
    expect(shown.out).toContain('Exemptions were not applied');
    expect(shown.decisions).toMatchObject([
      { exemptionsProblem: expect.stringContaining('/exemptions/0/prio') },
      { exemptionsProblem: expect.stringContaining('/exemptions/0/prio') },
    ]);
  });

  test('of what stood there before', async () => {
    const shown = await simulate('@/moved.yaml', ...UPDATE, '--existing-violations', 'allow');
    expect(shown.code).toBe(0);
    expect(outcomes(shown)).toEqual([
      ['STACK', 'EXISTING'],
      ['RESOURCE', 'EXISTING'],
    ]);
    expect((await simulate('@/moved.yaml', ...UPDATE)).code).toBe(1);
  });

  test('with something new beside what stood there before', async () => {
    const shown = await simulate('@/worse.yaml', ...UPDATE, '--existing-violations', 'allow');
    expect(shown.code).toBe(1);
    expect(shown.out).toContain('SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.');
    expect(shown.out).not.toContain('10.0.0.0/8');
  });

  test('as a change set', async () => {
    const shown = await simulate('@/moved.yaml', ...UPDATE, '--change-set', '--existing-violations', 'allow');
    expect(outcomes(shown)).toEqual([
      ['CHANGE_SET', 'EXISTING'],
      ['STACK', 'EXISTING'],
      ['RESOURCE', 'EXISTING'],
    ]);
  });
});

test('simulate accepts loopback only where it is asked to', async () => {
  const loopback = { 'lo.yaml': group('{ IpProtocol: -1, CidrIp: 127.0.0.1/32 }') };
  expect((await run(['simulate', '@/lo.yaml'], { files: loopback })).code).toBe(1);
  expect((await run(['simulate', '@/lo.yaml', '--allow-loopback-only'], { files: loopback })).code).toBe(0);
});

describe('simulate refuses', () => {
  const wrong: Record<string, readonly [args: readonly string[], message: string]> = {
    'exemptions that do not exist': [['--exemptions', '@/none.json'], 'egress-guard: @/none.json: '],
    'a log that is the template': [['--log', '@/old.yaml'], 'egress-guard: --log @/old.yaml: is read, too.'],
    'a log that cannot be written': [
      ['--log', '@/none/log'],
      'egress-guard: --log @/none/log: cannot be written: there is no folder @/none.\n',
    ],
    'another word for existing violations': [
      ['--existing-violations', 'ignore'],
      'egress-guard: --existing-violations takes block or allow, not "ignore".\n',
    ],
    'a stack name that is none': [
      ['--pseudo', 'AWS::StackName=my_stack'],
      'egress-guard: --pseudo AWS::StackName=my_stack: simulate takes',
    ],
    'another pseudo parameter': [
      ['--pseudo', 'AWS::Partition=aws'],
      'egress-guard: --pseudo AWS::Partition=aws: simulate takes',
    ],
    'what is no pseudo parameter': [
      ['--pseudo', 'Region=x'],
      'egress-guard: --pseudo takes a pseudo parameter and its value',
    ],
  };

  test.each(Object.entries(wrong))('%s', async (_name, [args, message]) => {
    const { code, out, err } = await run(['simulate', '@/old.yaml', ...args], { files });
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err.slice(0, message.length)).toBe(message);
  });
});

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AuditReport } from '../../infra/audit/report.ts';
import { dayFrom, documentOf, exemption } from '../support/exemptions.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { answerAccount, makeAccount } from './support/audit-account.ts';
import { runCommand } from './support/command.ts';
import { startMoto } from './support/moto.ts';
import { type StandIn, startStandIn } from './support/stand-in.ts';

// moto makes the stacks; the stand-in adds what moto does not say of them: what is nested, denied, unprocessed or gone.

let moto: string;
let standIn: StandIn;

beforeAll(async () => {
  moto = await startMoto();
  await makeAccount(moto);
  standIn = await startStandIn(moto);
});

beforeEach(() => {
  standIn.reset();
  answerAccount(standIn, moto);
});

const audit = (...args: readonly string[]) => runCommand(['audit', '--endpoint-url', standIn.origin, ...args]);

const ACCOUNT = 'Account 123456789012, Region us-east-1, as arn:aws:sts::123456789012:user/moto\n';

const WITHOUT_UNREAD = ['--exclude-stack', 'denied-*', '--exclude-stack', 'unreadable'];

const auditJson = async (...args: readonly string[]): Promise<AuditReport> =>
  JSON.parse((await audit('--format', 'json', ...args)).out);

const counts = (rows: AuditReport['groups']) =>
  rows
    .filter(({ name }) => name?.startsWith('clean-') !== true)
    .map(({ name, stacks, blocked, findings, exempted, undetermined, unread }) =>
      [name, stacks, blocked, findings, exempted, undetermined, unread].join(' '),
    );

describe('an audit of an account', () => {
  test('tells what would be blocked, what it cannot tell, and what it could not read', async () => {
    const { code, out, err } = await audit('--format', 'json');
    expect({ code, err }).toEqual({ code: 2, err: ACCOUNT });
    const report: AuditReport = JSON.parse(out);
    expect(report).toMatchObject({ version: 1, account: '123456789012', region: 'us-east-1', exemptionsGiven: false });
    expect(report.summary).toEqual({
      stacks: 38,
      blocked: 8,
      findings: 8,
      exempted: 0,
      undetermined: 1,
      unread: 3,
      leftOut: 2,
    });
    expect(counts(report.groups)).toEqual([
      'StackSet baseline 3 3 3 0 0 0',
      'shop 3 2 2 0 0 0',
      'given-all 1 1 1 0 0 0',
      'partner 1 1 1 0 0 0',
      'unprocessed 1 1 1 0 0 0',
      'masked 1 0 0 0 1 0',
      'denied-1 1 0 0 0 0 1',
      'denied-2 1 0 0 0 0 1',
      'unreadable 1 0 0 0 0 1',
      'given-tcp 1 0 0 0 0 0',
    ]);
    expect(counts(report.teams)).toEqual([
      'payments 7 4 4 0 1 0',
      'security 3 3 3 0 0 0',
      'data 1 1 1 0 0 0',
      ' 3 0 0 0 0 3',
      'platform 24 0 0 0 0 0',
    ]);
    expect(report.unread.map(({ stackName, reason }) => `${stackName}: ${reason}`)).toEqual([
      'denied-1: the permission cloudformation:GetTemplate is missing (with an explicit deny in a policy)',
      'denied-2: the permission cloudformation:GetTemplate is missing (with an explicit deny in a policy)',
      'unreadable: its template cannot be read: unexpected end of the stream within a flow collection (1:13)',
    ]);
    expect(report.leftOut.map(({ stackName, reason }) => `${stackName}: ${reason}`)).toEqual([
      'egress-guard: it is the stack of the hook itself',
      'vanished: it was deleted while the audit ran',
    ]);
    expect(report.stacks.filter(({ isOriginal }) => isOriginal).map(({ stackName }) => stackName)).toEqual([
      'unprocessed',
    ]);
  });

  test('in text ends with the sum, and leaves out what it is told to', async () => {
    const { code, out, err } = await audit(...WITHOUT_UNREAD);
    expect({ code, err }).toEqual({ code: 1, err: ACCOUNT });
    expect(out.trimEnd().split('\n').at(-1)).toBe(
      '8 entries in 8 of 35 stacks would be blocked, 1 undetermined, 5 left out.',
    );
    expect(out).toContain('\n  denied-1: its name matches denied-*, which is excluded\n');
    expect(out).toContain('\nshop-Network-1A2B:10:11  (in shop, team payments)  all protocols  [');
  });

  test('is done where nothing would be blocked', async () => {
    expect(await audit('--stack', 'clean-*', '--stack', 'given-tcp')).toEqual({
      code: 0,
      out: 'Nothing would be blocked in 25 stacks.\n',
      err: ACCOUNT,
    });
  });

  test('counts what is undetermined as blocked where that is asked for', async () => {
    expect((await audit('--stack', 'masked')).code).toBe(0);
    expect((await audit('--stack', 'masked', '--strict')).code).toBe(1);
  });

  test('brings along what is nested in a stack', async () => {
    const { stacks } = await auditJson('--stack', 'shop');
    expect(stacks.map(({ stackName }) => stackName)).toEqual([
      'shop',
      'shop-Network-1A2B',
      'shop-Network-1A2B-Deep-3C4D',
    ]);
  });

  test('of a stack that does not exist is wrong', async () => {
    expect(await audit('--stack', 'shop', '--stack', 'shpo')).toEqual({
      code: 2,
      out: '',
      err: `${ACCOUNT}egress-guard: --stack shpo: there is no such stack in this account and Region.\n`,
    });
  });

  test('tells what exemptions cover', async () => {
    const now = Date.now();
    const document = documentOf(
      exemption(now, { id: 'NET-1', match: { stackName: 'partner', account: '123456789012' } }),
      exemption(now, { id: 'NET-2', match: { stackName: 'StackSet-baseline-*', region: 'us-east-1' } }),
      exemption(now, { id: 'NET-3', match: { stackName: 'given-all', region: 'eu-west-1' } }),
    );
    const path = join(await temporaryFolder({ 'exemptions.json': document }), 'exemptions.json');
    const report = await auditJson('--exemptions', path);
    expect(report.summary).toMatchObject({ findings: 4, exempted: 4 });
    expect(report.exempted[0]).toMatchObject({
      stackName: expect.stringMatching(/^StackSet-baseline-/),
      exemption: { id: 'NET-2', expires: dayFrom(now, 100), approvedBy: 'Network security' },
    });
  });

  test('never tells the value of a masked parameter', async () => {
    const { undetermined } = await auditJson('--stack', 'masked');
    expect(undetermined.map(({ message }) => message)).toEqual([
      'AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] cannot be decided: the value of parameter Protocol is not known here.',
    ]);
  });

  test('changes nothing', async () => {
    await audit();
    expect([...new Set(standIn.calls.map(({ action }) => action))].sort()).toEqual([
      'DescribeStacks',
      'GetCallerIdentity',
      'GetTemplate',
    ]);
  });

  test('writes its report to a file, and says the sum', async () => {
    const path = join(await temporaryFolder(), 'audit.sarif');
    const { code, out, err } = await audit(...WITHOUT_UNREAD, '--format', 'sarif', '--output', path);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe(`${ACCOUNT}8 entries in 8 of 35 stacks would be blocked, 1 undetermined, 5 left out.\n`);
    expect(JSON.parse(await readFile(path, 'utf8')).runs[0].results).toHaveLength(9);
  });
});

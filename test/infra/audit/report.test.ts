import { describe, expect, test } from 'vitest';
import { makeReport } from '../../../infra/audit/make-report.ts';
import type { AuditReport } from '../../../infra/audit/report.ts';
import {
  ended,
  evaluated,
  groupWith,
  instanceName,
  NOW,
  reportOn,
  stackId,
  stackOf,
} from '../../support/audited-stack.ts';

const owned = (team: string) => ({ tags: [['team', team]] as const });

const two = `${groupWith('-1')}  More:\n    Type: AWS::EC2::SecurityGroupEgress\n    Properties: { IpProtocol: all }\n`;

const audited = [
  evaluated(stackOf('app-Net-1A2B', { rootId: stackId('app') }), groupWith('-1', 'NetSg')),
  evaluated(stackOf('app', owned('payments')), two),
  evaluated(stackOf(instanceName('base'), owned('platform')), groupWith('-1')),
  evaluated(stackOf('hidden', owned('payments')), groupWith('!Ref Protocol')),
  evaluated(stackOf('clean'), groupWith('tcp')),
  evaluated(stackOf('broken'), 'Resources: ['),
  ended(stackOf('secret'), { kind: 'unread', reason: 'the permission cloudformation:GetTemplate is missing' }),
  ended(stackOf('short-lived'), { kind: 'gone' }),
];

const counts = (rows: AuditReport['groups']) =>
  rows.map(({ name, stacks, blocked, findings, exempted, undetermined, unread }) =>
    [name, stacks, blocked, findings, exempted, undetermined, unread].join(' '),
  );

const exemptionOf = (id: string, match: object, expires = '2027-01-31') => ({
  id,
  reason: 'why',
  approvedBy: 'who',
  expires,
  match,
});

const places = (entries: readonly { readonly stackName: string; readonly logicalId: string }[]) =>
  entries.map(({ stackName, logicalId }) => `${stackName} ${logicalId}`);

describe('a report', () => {
  const report = reportOn(audited);

  test('tells account, Region and time', () => {
    expect(report).toMatchObject({
      version: 1,
      account: '123456789012',
      region: 'eu-west-1',
      time: '2026-11-24T10:20:30.000Z',
      rules: ['security_group_egress_with_all_protocols'],
      exemptionsGiven: false,
    });
  });

  test('counts what was looked at; what was deleted meanwhile is left out', () => {
    expect(report.summary).toEqual({
      stacks: 7,
      blocked: 3,
      findings: 4,
      exempted: 0,
      undetermined: 1,
      unread: 2,
      leftOut: 1,
    });
  });

  test('counts by stack set or outermost stack, most findings first', () => {
    expect(counts(report.groups)).toEqual([
      'app 2 2 3 0 0 0',
      'StackSet base 1 1 1 0 0 0',
      'hidden 1 0 0 0 1 0',
      'broken 1 0 0 0 0 1',
      'secret 1 0 0 0 0 1',
      'clean 1 0 0 0 0 0',
    ]);
  });

  test('counts by team; a nested stack is its root team', () => {
    expect(counts(report.teams)).toEqual(['payments 3 2 3 0 1 0', 'platform 1 1 1 0 0 0', ' 3 0 0 0 0 2']);
    expect(report.teams[2]?.name).toBeNull();
  });

  test('lists entries by group, stack and place', () => {
    expect(places(report.findings)).toEqual([
      `${instanceName('base')} AppSg`,
      'app AppSg',
      'app More',
      'app-Net-1A2B NetSg',
    ]);
    expect(places(report.undetermined)).toEqual(['hidden AppSg']);
  });

  test('lists what could not be read, and what was left out, with the reason', () => {
    const reasons = (stacks: AuditReport['unread']) => stacks.map(({ stackName, reason }) => [stackName, reason]);
    expect(reasons(report.unread)).toEqual([
      ['broken', 'its template cannot be read: unexpected end of the stream within a flow collection (1:13)'],
      ['secret', 'the permission cloudformation:GetTemplate is missing'],
    ]);
    expect(reasons(report.leftOut)).toEqual([['short-lived', 'it was deleted while the audit ran']]);
  });

  test('tells of a stack what it was when it was read', () => {
    expect(report.stacks.find(({ stackName }) => stackName === 'app')).toEqual({
      stackName: 'app',
      stackId: stackId('app'),
      group: 'app',
      team: 'payments',
      status: 'CREATE_COMPLETE',
      updated: '2026-01-02T03:04:05.000Z',
    });
  });

  test('tells that a template was read as it is written', () => {
    const [stack] = reportOn([
      ended(stackOf('app'), {
        kind: 'evaluated',
        evaluation: { findings: [], undetermined: [], isOriginal: true },
      }),
    ]).stacks;
    expect(stack).toMatchObject({ stackName: 'app', isOriginal: true });
  });

  test('of nothing is all zeros', () => {
    const { summary, groups, teams } = reportOn([]);
    expect(Object.values(summary)).toEqual([0, 0, 0, 0, 0, 0, 0]);
    expect([...groups, ...teams]).toEqual([]);
  });

  test('survives teams that are called like a prototype', () => {
    const { teams } = reportOn([evaluated(stackOf('app', owned('__proto__')), groupWith('-1'))]);
    expect(counts(teams)).toEqual(['__proto__ 1 1 1 0 0 0']);
  });

  test('takes ten thousand findings', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => `        - { IpProtocol: -1, FromPort: ${index} }\n`);
    const text = groupWith('-1') + many.join('');
    expect(reportOn([evaluated(stackOf('app'), text)]).summary.findings).toBe(10_001);
  });
});

describe('exemptions', () => {
  const withExemptions = (...exemptions: readonly ReturnType<typeof exemptionOf>[]) =>
    makeReport(
      { all: audited.map(({ stack }) => stack), audited, leftOut: [] },
      { account: '', region: '', teamTag: 'team', exemptionsGiven: true, rules: [], now: NOW, exemptions },
    );

  test('cover what they match, by the stack that it is in', () => {
    const { findings, exempted, summary } = withExemptions(exemptionOf('NET-1', { stackName: 'app-*' }));
    expect(places(findings)).not.toContain('app-Net-1A2B NetSg');
    expect(exempted).toMatchObject([
      {
        stackName: 'app-Net-1A2B',
        exemption: { id: 'NET-1', expires: '2027-01-31', reason: 'why', approvedBy: 'who' },
      },
    ]);
    expect(summary).toMatchObject({ findings: 3, exempted: 1, blocked: 2 });
  });

  test.each([
    [{ stackName: 'app', account: '123456789012', region: 'eu-west-1' }, 2],
    [{ stackName: 'app', account: '210987654321' }, 0],
    [{ stackName: 'app', region: 'us-east-1' }, 0],
  ])('know account and Region: %j', (match, count) => {
    expect(withExemptions(exemptionOf('A', match)).summary.exempted).toBe(count);
  });

  test('that are over cover nothing, and the message says so', () => {
    const { findings, exempted } = withExemptions(exemptionOf('OLD', { logicalId: 'NetSg' }, '2026-11-23'));
    expect(exempted).toEqual([]);
    expect(findings.at(-1)?.message).toBe(
      'NetSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0. Its exemption OLD expired on 2026-11-23.',
    );
  });

  test('never cover what is undetermined', () => {
    expect(withExemptions(exemptionOf('ALL', { stackName: 'hid*' })).summary).toMatchObject({
      exempted: 0,
      undetermined: 1,
    });
  });
});

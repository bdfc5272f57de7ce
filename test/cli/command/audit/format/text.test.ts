import { describe, expect, test } from 'vitest';
import { formatAuditText } from '../../../../../cli/command/audit/format/text.ts';
import type { AuditReport } from '../../../../../infra/audit/report.ts';
import { exampleAuditReport, hostileAuditReport } from '../../../../support/audit-report.ts';
import { ended, evaluated, groupWith, reportOn, stackOf } from '../../../../support/audited-stack.ts';

const plain = (report: AuditReport): string => formatAuditText(report, (_format, text) => text);

const summaryOf = (report: AuditReport): string => plain(report).trimEnd().split('\n').at(-1) ?? '';

describe('the text of a report', () => {
  test('has tables, entries, what was not read or left out, and a summary', () => {
    expect(plain(exampleAuditReport)).toMatchInlineSnapshot(`
      "team           stacks  blocked  entries  exempted  undetermined  not read
      payments       3       1        1        1         1             0
      (no team tag)  4       1        1        0         0             1

      stack or stack set  stacks  blocked  entries  exempted  undetermined  not read
      app                 2       1        1        1         0             0
      StackSet base       1       1        1        0         0             0
      hidden              1       0        0        0         1             0
      secret              1       0        0        0         0             1
      and 2 more with no findings

      StackSet-base-6f0c1d2e-1111-4b5c-8d9e-0123456789ab:10:11  (in StackSet base)  all protocols if IsOpen  [security_group_egress_with_all_protocols, Medium]

           7 |       GroupDescription: app
           8 |       SecurityGroupEgress:
           9 |         - CidrIp: 0.0.0.0/0
        > 10 |           IpProtocol: !If [IsOpen, -1, 'tcp']
          11 |           Description: everything

        AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0].IpProtocol.Fn::If[1] allows all protocols (IpProtocol -1) to 0.0.0.0/0.
        Name the protocol and ports it needs, e.g. tcp 443.
        Instead, for example: { "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0" }

      app-Net-1A2B:10:11  (in app, team payments)  all protocols  [security_group_egress_with_all_protocols, Medium]

           7 |       GroupDescription: app
           8 |       SecurityGroupEgress:
           9 |         - CidrIp: 0.0.0.0/0
        > 10 |           IpProtocol: -1
          11 |           Description: everything

        NetSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0.
        Name the protocol and ports it needs, e.g. tcp 443.
        Instead, for example: { "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIp": "0.0.0.0/0" }

      hidden:10:11  (team payments)  undetermined  [security_group_egress_with_all_protocols, Medium]

           7 |       GroupDescription: app
           8 |       SecurityGroupEgress:
           9 |         - CidrIp: 0.0.0.0/0
        > 10 |           IpProtocol: !Ref Protocol
          11 |           Description: everything

        AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] cannot be decided: the value of parameter Protocol is not known here.
        Write the egress and its IpProtocol as literals, or as parameters and mappings that resolve to them.

      app:10:11  AppSg exempted by NET-1 until 2027-01-31: talks to partners on changing ports

      not read: 1 stack
        secret: the permission cloudformation:GetTemplate is missing

      checked before macros ran: 1 stack
        macro: CloudFormation gives no processed template: what macros add is not in it

      left out: 1 stack
        short-lived: it was deleted while the audit ran

      2 entries in 2 of 7 stacks would be blocked, 1 exempted, 1 undetermined, 1 stack not read, 1 left out.
      "
    `);
  });

  test('leaves out the table of teams where no stack has the tag', () => {
    expect(plain(reportOn([evaluated(stackOf('app'), groupWith('-1'))]))).toMatch(/^stack or stack set /);
  });

  test('of a clean account is one line', () => {
    expect(plain(reportOn([evaluated(stackOf('app'), groupWith('tcp'))]))).toBe(
      'Nothing would be blocked in 1 stack.\n',
    );
  });

  test('paints what is bad, and what is clean', () => {
    const painted = (report: AuditReport) => formatAuditText(report, (format, text) => `<${format} ${text}>`);
    expect(painted(exampleAuditReport)).toContain('<red 2 entries in 2 of 7 stacks would be blocked, ');
    expect(painted(reportOn([]))).toBe('<green Nothing would be blocked in 0 stacks.>\n');
    const unread = reportOn([ended(stackOf('a'), { kind: 'unread', reason: 'no' })]);
    expect(painted(unread)).toContain('<red Nothing would be blocked in 1 stack, 1 stack not read.>');
  });

  test('counts one entry as one', () => {
    expect(summaryOf(reportOn([evaluated(stackOf('app'), groupWith('-1'))]))).toBe(
      '1 entry in 1 of 1 stack would be blocked.',
    );
  });

  test('lets no text from outside break a line', () => {
    const text = plain(hostileAuditReport);
    expect(text.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(text).toContain('\\u001b[2J\\u202e\\u2028');
  });
});

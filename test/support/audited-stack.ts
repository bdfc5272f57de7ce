import type { AuditedStack, Outcome } from '../../infra/audit/audit-stacks.ts';
import { evaluateStack } from '../../infra/audit/evaluate-stack.ts';
import { makeReport, type ReportSettings } from '../../infra/audit/make-report.ts';
import type { AuditReport } from '../../infra/audit/report.ts';
import type { DeployedStack } from '../../infra/audit/stack.ts';

const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';
export const NOW = Date.parse('2026-11-24T10:20:30Z');

/** The id that a stack of this name has. */
export const stackId = (name: string): string =>
  `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${name}/6f0c1d2e-1111-4b5c-8d9e-0123456789ab`;

/** The name of an instance of a stack set. */
export const instanceName = (stackSet: string): string => `StackSet-${stackSet}-6f0c1d2e-1111-4b5c-8d9e-0123456789ab`;

/** A stack, different from a plain one in what is given. */
export const stackOf = (name: string, different: Partial<DeployedStack> = {}): DeployedStack => ({
  id: stackId(name),
  name,
  status: 'CREATE_COMPLETE',
  updated: '2026-01-02T03:04:05.000Z',
  parameters: [],
  tags: [],
  ...different,
});

/** A template of one group whose egress has that protocol. */
export const groupWith = (protocol: string, logicalId = 'AppSg'): string =>
  `Parameters:
  Protocol: { Type: String, Default: tcp }
Resources:
  ${logicalId}:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: app
      SecurityGroupEgress:
        - CidrIp: 0.0.0.0/0
          IpProtocol: ${protocol}
          Description: everything
`;

/** What becomes of a stack with this template. */
export const evaluated = (stack: DeployedStack, text: string): AuditedStack => ({
  stack,
  outcome: { kind: 'evaluated', evaluation: evaluateStack(stack, { kind: 'read', text, isOriginal: false }, {}) },
});

export const ended = (stack: DeployedStack, outcome: Outcome): AuditedStack => ({ stack, outcome });

/** The report on stacks, without exemptions unless some are given. */
export const reportOn = (audited: readonly AuditedStack[], different: Partial<ReportSettings> = {}): AuditReport =>
  makeReport(
    { all: audited.map(({ stack }) => stack), audited, leftOut: [] },
    {
      account: ACCOUNT,
      region: REGION,
      teamTag: 'team',
      exemptions: [],
      exemptionsGiven: false,
      rules: ['security_group_egress_with_all_protocols'],
      now: NOW,
      ...different,
    },
  );

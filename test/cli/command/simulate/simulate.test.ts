import { describe, expect, test } from 'vitest';
import { run } from '../../../support/command-line.ts';

const group = (protocol: string | number, cidr = '0.0.0.0/0'): string => `Resources:
  AppSg:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: app
      SecurityGroupEgress:
        - IpProtocol: ${protocol}
          CidrIp: ${cidr}
`;

const files = { 'bad.yaml': group(-1), 'good.yaml': group('tcp'), 'better.yaml': group('tcp', '10.0.0.0/8') };

const BAD =
  'AppSg (AWS::EC2::SecurityGroup) SecurityGroupEgress[0] allows all protocols (IpProtocol -1) to 0.0.0.0/0. ' +
  'Name the protocol and ports it needs, e.g. tcp 443. [security_group_egress_with_all_protocols, Medium]';
const GOOD = 'Hook succeeded with message: No security group egress is open to all protocols.';

const BLOCKED = `bad  CREATE_IN_PROGRESS  User Initiated
bad  CREATE_IN_PROGRESS  Private::EgressGuard::Template  HOOK_IN_PROGRESS  Invoking hook
bad  CREATE_IN_PROGRESS  Private::EgressGuard::Template  HOOK_COMPLETE_FAILED  Hook failed with message: Line 7: ${BAD}
AppSg  CREATE_IN_PROGRESS
AppSg  CREATE_IN_PROGRESS  Private::EgressGuard::Resource  HOOK_IN_PROGRESS  Invoking hook
AppSg  CREATE_IN_PROGRESS  Private::EgressGuard::Resource  HOOK_COMPLETE_FAILED  Hook failed with message: ${BAD}
AppSg  CREATE_FAILED  The following hook(s) failed: [Private::EgressGuard::Resource]
bad  ROLLBACK_IN_PROGRESS  The following resource(s) failed to create: [AppSg]. Rollback requested by user.
bad  ROLLBACK_COMPLETE

Blocked: stack bad is ROLLBACK_COMPLETE, with 1 hook warning.
`;

const PASSED = `good  CREATE_IN_PROGRESS  User Initiated
good  CREATE_IN_PROGRESS  Private::EgressGuard::Template  HOOK_IN_PROGRESS  Invoking hook
good  CREATE_IN_PROGRESS  Private::EgressGuard::Template  HOOK_COMPLETE_SUCCEEDED  ${GOOD}
AppSg  CREATE_IN_PROGRESS
AppSg  CREATE_IN_PROGRESS  Private::EgressGuard::Resource  HOOK_IN_PROGRESS  Invoking hook
AppSg  CREATE_IN_PROGRESS  Private::EgressGuard::Resource  HOOK_COMPLETE_SUCCEEDED  ${GOOD}
AppSg  CREATE_IN_PROGRESS  Hook invocations complete.  Resource creation initiated
AppSg  CREATE_COMPLETE
good  CREATE_COMPLETE

Deployed: stack good is CREATE_COMPLETE.
`;

const simulate = (...args: readonly string[]) => run(['simulate', ...args], { files });

describe('simulate', () => {
  test('shows how a stack is blocked', async () => {
    expect(await simulate('@/bad.yaml')).toEqual({ code: 1, out: BLOCKED, err: '' });
  });

  test('shows how a stack passes', async () => {
    expect(await simulate('@/good.yaml')).toEqual({ code: 0, out: PASSED, err: '' });
  });

  test('stops before the first resource where the template hook is to fail', async () => {
    const { code, out } = await simulate('@/bad.yaml', '--mode', 'fail');
    expect(code).toBe(1);
    expect(out).not.toMatch(/^AppSg/m);
    expect(out).toMatch(/\n\nBlocked: stack bad is ROLLBACK_COMPLETE\.\n$/);
  });

  test('deploys with a warning of each hook where both only warn', async () => {
    const { code, out } = await simulate('@/bad.yaml', '--mode', 'warn');
    expect(code).toBe(0);
    expect(out).toContain(`HOOK_COMPLETE_FAILED  Hook failed with message: ${BAD}\n`);
    expect(out).toMatch(/\n\nDeployed: stack bad is CREATE_COMPLETE, with 2 hook warnings\.\n$/);
  });

  test('updates what changed', async () => {
    const { code, out } = await simulate('@/better.yaml', '--operation', 'update', '--previous', '@/good.yaml');
    expect(code).toBe(0);
    expect(out).toContain('\nAppSg  UPDATE_COMPLETE\n');
    expect(out).toMatch(/\n\nDeployed: stack better is UPDATE_COMPLETE\.\n$/);
  });

  test('blocks an update for the worse', async () => {
    const { code, out } = await simulate('@/bad.yaml', '--operation', 'update', '--previous', '@/good.yaml');
    expect(code).toBe(1);
    expect(out).toContain('\nAppSg  UPDATE_FAILED  The following hook(s) failed: [Private::EgressGuard::Resource]\n');
    expect(out).toMatch(/\n\nBlocked: stack bad is UPDATE_ROLLBACK_COMPLETE, with 1 hook warning\.\n$/);
  });

  test('does not ask of a resource that an update leaves as it was', async () => {
    const { code, out } = await simulate('@/bad.yaml', '--operation', 'update', '--previous', '@/bad.yaml');
    expect(code).toBe(0);
    expect(out).not.toMatch(/^AppSg/m);
  });

  test('makes a change set first where it is to', async () => {
    const { code, out } = await simulate('@/bad.yaml', '--change-set', '--mode', 'fail');
    expect(code).toBe(1);
    expect(out).toContain(
      `bad-changes  CREATE_IN_PROGRESS  Private::EgressGuard::Template  HOOK_COMPLETE_FAILED  Hook failed with message: Line 7: ${BAD}\n`,
    );
    expect(out).toContain('\nbad-changes  FAILED  ');
    expect(out).toMatch(/\n\nBlocked: stack bad is REVIEW_IN_PROGRESS\.\n$/);
  });

  test('creates each resource through Cloud Control where it is to', async () => {
    const { code, out } = await simulate('@/bad.yaml', '--cloud-control');
    expect(code).toBe(1);
    expect(out.replace(/-[0-9a-f-]{36}/, '-ID')).toBe(
      `AppSg  FAILED  Private::EgressGuard::Resource  HOOK_COMPLETE_FAILED  Hook failed with message: AWS::EC2::SecurityGroup-${BAD.replace('AppSg', 'AppSg-ID')}\n\n` +
        'Blocked: 1 of 1 Cloud Control requests failed.\n',
    );
  });

  test.each(['bad', 'good'])('comes to the same where numbers are sent as texts: %s', async (name) => {
    for (const options of [[], ['--cloud-control']]) {
      const [typed, stringified] = [
        await simulate(`@/${name}.yaml`, ...options),
        await simulate(`@/${name}.yaml`, '--stringified', ...options),
      ];
      expect(stringified).toEqual(typed);
    }
  });

  test('gives the events of a stack as JSON, under the names of the API', async () => {
    const { code, out } = await simulate('@/bad.yaml', '--format', 'json');
    const { StackEvents, ...summary } = JSON.parse(out);
    expect(code).toBe(1);
    expect(summary).toEqual({ StackName: 'bad', StackStatus: 'ROLLBACK_COMPLETE', Blocked: true });
    expect(StackEvents).toHaveLength(BLOCKED.split('\n\n')[0]?.split('\n').length ?? 0);
    expect(StackEvents[5]).toEqual({
      StackId: expect.stringMatching(/^arn:aws:cloudformation:us-east-1:123456789012:stack\/bad\/[0-9a-f-]{36}$/),
      StackName: 'bad',
      LogicalResourceId: 'AppSg',
      PhysicalResourceId: expect.stringMatching(/^sg-[0-9a-f]{17}$/),
      ResourceType: 'AWS::EC2::SecurityGroup',
      ResourceStatus: 'CREATE_IN_PROGRESS',
      HookType: 'Private::EgressGuard::Resource',
      HookStatus: 'HOOK_COMPLETE_FAILED',
      HookStatusReason: `Hook failed with message: ${BAD}`,
      HookInvocationPoint: 'PRE_PROVISION',
      HookFailureMode: 'FAIL',
      HookInvocationId: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    });
  });

  test('gives the requests of Cloud Control as JSON, under the names of the API', async () => {
    const { code, out } = await simulate('@/good.yaml', '--format', 'json', '--cloud-control');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      Blocked: false,
      ProgressEvents: [
        {
          Identifier: 'AppSg',
          TypeName: 'AWS::EC2::SecurityGroup',
          Operation: 'CREATE',
          OperationStatus: 'SUCCESS',
          HookTypeName: 'Private::EgressGuard::Resource',
          HookStatus: 'HOOK_COMPLETE_SUCCEEDED',
          HookStatusMessage: GOOD,
          FailureMode: 'FAIL',
        },
      ],
    });
  });

  test('makes up values on which nothing depends, says which, and asks for the others', async () => {
    const group = (cidr: string) => `Parameters:
  Vpc: { Type: 'AWS::EC2::VPC::Id' }
  Cidr: { Type: String }
Resources:
  Sg:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref Vpc
      SecurityGroupEgress: [{ IpProtocol: ${cidr}, CidrIp: !Ref Cidr }]
`;
    const named = await run(['simulate', '@/a.yaml'], {
      files: { 'a.yaml': group('tcp, FromPort: 443, ToPort: 443') },
    });
    expect(named.code).toBe(0);
    expect(named.err).toMatch(
      /^egress-guard: made up, since no rule depends on them: Vpc=vpc-[0-9a-f]{17}, Cidr=sandbox\.\n$/,
    );
    const open = await run(['simulate', '@/a.yaml'], { files: { 'a.yaml': group('-1') } });
    expect({ code: open.code, err: open.err }).toEqual({
      code: 2,
      err: expect.stringContaining('Parameters: [Cidr] must have values; give them with --parameters Name=Value'),
    });
  });

  test('reads a template from standard input', async () => {
    const { code, out } = await run(['simulate', '-'], { input: group(-1) });
    expect(code).toBe(1);
    expect(out).toContain('Blocked: stack stack is ROLLBACK_COMPLETE');
  });

  test('reads a template as PowerShell writes it', async () => {
    const utf16 = Buffer.from(`\uFEFF${group(-1)}`, 'utf16le');
    const { code } = await run(['simulate', '@/bad.yaml', '--cloud-control'], { files: { 'bad.yaml': utf16 } });
    expect(code).toBe(1);
  });

  test('prints no control character of a template', async () => {
    const template = JSON.stringify({ Resources: { 'A\u001b[2J\nB': { Type: 'AWS::EC2::VPC' } } });
    const { out } = await run(['simulate', '@/a.json'], { files: { 'a.json': template } });
    expect(out).toContain('\nA\\u001b[2J\\u000aB  CREATE_COMPLETE\n');
  });
});

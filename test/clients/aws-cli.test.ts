import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type Clients, startClients } from './client.ts';
import { NAMED, OPEN, REASON } from './templates.ts';

const files = () => temporaryFolder({ 'open.yaml': OPEN, 'named.yaml': NAMED });

const json = async (clients: Clients, ...args: readonly string[]) => {
  const { code, out } = await clients.aws(...args, '--output', 'json');
  if (code !== 0) throw new Error(out);
  return out.trim() === '' ? undefined : JSON.parse(out);
};

describe('the AWS CLI', () => {
  test('creates a stack, and one that is open is blocked with its reason in the events', async () => {
    const clients = await startClients();
    const folder = await files();
    const of = ['--stack-name', 'app'];
    await json(clients, 'cloudformation', 'create-stack', ...of, '--template-body', `file://${folder}/open.yaml`);
    const waited = await clients.aws('cloudformation', 'wait', 'stack-create-complete', ...of);
    expect({ code: waited.code, out: waited.out }).toEqual({
      code: 255,
      out: expect.stringContaining('Waiter encountered a terminal failure state'),
    });
    const { StackEvents: events } = await json(clients, 'cloudformation', 'describe-stack-events', ...of);
    const failed = events.find(({ ResourceStatus }: { ResourceStatus: string }) => ResourceStatus === 'CREATE_FAILED');
    expect(failed.ResourceStatusReason).toBe('The following hook(s) failed: [Private::EgressGuard::Resource]');
    const hook = events.find(
      ({ HookStatus, LogicalResourceId: id }: { HookStatus?: string; LogicalResourceId: string }) =>
        HookStatus === 'HOOK_COMPLETE_FAILED' && id === 'AppSg',
    );
    expect(hook.HookStatusReason).toContain(REASON);
    const result = await json(clients, 'cloudformation', 'get-hook-result', '--hook-result-id', hook.HookInvocationId);
    expect(result).toMatchObject({ Status: 'HOOK_COMPLETE_FAILED', Annotations: [{ StatusMessage: REASON }] });
    await json(clients, 'cloudformation', 'delete-stack', ...of);
    await json(clients, 'cloudformation', 'create-stack', ...of, '--template-body', `file://${folder}/named.yaml`);
    expect((await clients.aws('cloudformation', 'wait', 'stack-create-complete', ...of)).code).toBe(0);
    await json(clients, 'cloudformation', 'delete-stack', ...of);
    expect((await clients.aws('cloudformation', 'wait', 'stack-delete-complete', ...of)).code).toBe(0);
  });

  test('deploys by change set: created, unchanged, and an update that opens it', async () => {
    const clients = await startClients();
    const folder = await files();
    const deploy = async (name: string) => {
      // The client names its change sets by the second, and the name of an older one is refused.
      await sleep(1000);
      return clients.aws('cloudformation', 'deploy', '--stack-name', 'app', '--template-file', join(folder, name));
    };
    expect(await deploy('named.yaml')).toEqual({
      code: 0,
      out: expect.stringContaining('Successfully created/updated stack - app'),
    });
    expect((await deploy('named.yaml')).out).toContain('No changes to deploy. Stack app is up to date');
    expect(await deploy('open.yaml')).toEqual({
      code: 255,
      out: expect.stringContaining('Failed to create/update the stack.'),
    });
    const { Stacks } = await json(clients, 'cloudformation', 'describe-stacks', '--stack-name', 'app');
    expect(Stacks[0].StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  });

  test('is told at the change set where the template hook fails, and the results say why', async () => {
    const clients = await startClients('--template-mode', 'fail');
    const folder = await files();
    const { code, out } = await clients.aws(
      ...['cloudformation', 'deploy', '--stack-name', 'app', '--template-file', join(folder, 'open.yaml')],
    );
    expect({ code, out }).toEqual({
      code: 255,
      out: expect.stringContaining('The following hook(s) failed: [Private::EgressGuard::Template]'),
    });
    const { Summaries } = await json(clients, 'cloudformation', 'list-change-sets', '--stack-name', 'app');
    const target = Summaries[0].ChangeSetId;
    const { HookResults } = await json(
      clients,
      ...['cloudformation', 'list-hook-results', '--target-type', 'CHANGE_SET', '--target-id', target],
    );
    expect(HookResults[0].HookStatusReason).toContain(REASON);
  });

  test('creates resources through Cloud Control, where the hook lets it', async () => {
    const clients = await startClients();
    const create = (IpProtocol: string) =>
      json(
        clients,
        ...['cloudcontrol', 'create-resource', '--type-name', 'AWS::EC2::SecurityGroup', '--desired-state'],
        JSON.stringify({ GroupDescription: 'x', SecurityGroupEgress: [{ IpProtocol, CidrIp: '0.0.0.0/0' }] }),
      );
    const wait = (token: string) =>
      clients.aws('cloudcontrol', 'wait', 'resource-request-success', '--request-token', token);
    const blocked = (await create('-1')).ProgressEvent;
    expect(blocked).toMatchObject({ OperationStatus: 'FAILED', ErrorCode: 'NonCompliant' });
    expect((await wait(blocked.RequestToken)).code).toBe(255);
    const status = await json(
      clients,
      ...['cloudcontrol', 'get-resource-request-status', '--request-token', blocked.RequestToken],
    );
    expect(status.HooksProgressEvent[0].HookStatusMessage).toContain('allows all protocols');
    expect((await wait((await create('tcp')).ProgressEvent.RequestToken)).code).toBe(0);
  });

  test('and our own commands see the same account', async () => {
    const clients = await startClients();
    const folder = await files();
    await clients.aws(
      'cloudformation',
      'create-stack',
      '--stack-name',
      'app',
      '--template-body',
      `file://${folder}/open.yaml`,
    );
    const status = await clients.egressGuard('status');
    expect({ code: status.code, out: status.out }).toEqual({
      code: 0,
      out: expect.stringContaining('Both hooks are as the stack says.'),
    });
    expect((await clients.egressGuard('results', '--status', 'failed')).out).toContain(REASON);
    expect((await clients.egressGuard('mode', 'warn', '--yes')).code).toBe(0);
    const changed = await clients.egressGuard('status');
    expect({ code: changed.code, out: changed.out }).toEqual({
      code: 1,
      out: expect.stringContaining('the stack says FailureMode FAIL, registered is WARN'),
    });
    const of = ['cloudformation', 'deploy', '--stack-name', 'warned', '--template-file', join(folder, 'open.yaml')];
    expect((await clients.aws(...of)).code).toBe(0);
    const audit = await clients.egressGuard('audit');
    expect({ code: audit.code, out: audit.out }).toEqual({ code: 1, out: expect.stringContaining('warned') });
    const ended = await clients.stop();
    expect({ code: ended.code, out: ended.out }).toEqual({
      code: 0,
      out: expect.stringContaining('The sandbox is gone, with all that was in it.'),
    });
  });

  test('meets what the sandbox is started with: an exemption, a rule that is off, what stood there before', async () => {
    const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    const exemption = { id: 'app', reason: 'a test', approvedBy: 'Network team', expires, match: { stackName: 'app' } };
    const folder = await temporaryFolder({
      'open.yaml': OPEN,
      'wider.yaml': OPEN.replace('[{', '[{ IpProtocol: udp, FromPort: 53, ToPort: 53, CidrIp: 10.0.0.0/8 }, {'),
      'exemptions.json': JSON.stringify({ version: 1, exemptions: [exemption] }),
    });
    const deploy = async ({ aws }: Clients, name: string, file = 'open.yaml') =>
      (await aws('cloudformation', 'deploy', '--stack-name', name, '--template-file', join(folder, file))).code;
    const exempting = await startClients('--exemptions', join(folder, 'exemptions.json'));
    expect(await deploy(exempting, 'app')).toBe(0);
    expect(await deploy(exempting, 'other')).toBe(255);
    const others = await startClients('--rules', 'security_group_egress_with_all_ports');
    expect(await deploy(others, 'app')).toBe(0);
    for (const [existing, code] of [
      ['allow', 0],
      ['block', 255],
    ] as const) {
      const clients = await startClients('--mode', 'warn', '--existing-violations', existing);
      expect(await deploy(clients, 'app')).toBe(0);
      expect((await clients.egressGuard('mode', 'fail', '--yes')).code).toBe(0);
      expect(await deploy(clients, 'app', 'wider.yaml')).toBe(code);
    }
  });
});

import { CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from 'vitest';
import { originOf, start } from '../../../support/program.ts';
import { BAD, clientOf, GOOD } from '../../../support/sandbox.ts';

const startSandbox = (...args: readonly string[]) => start('sandbox', ...args);

describe('the command sandbox', () => {
  test('tells each operation as it happens, and ends with Ctrl-C in the middle of one', async () => {
    const sandbox = startSandbox('--port', '0');
    const client = clientOf(await originOf(sandbox));
    await client.send(new CreateStackCommand({ StackName: 'first', TemplateBody: BAD }));
    expect(sandbox.told()).toMatch(/CreateStack first\n[\s\S]*CREATE_FAILED[\s\S]*ROLLBACK_COMPLETE/);
    const underWay = Array.from({ length: 20 }, (_, index) =>
      client.send(new CreateStackCommand({ StackName: `app-${index}`, TemplateBody: GOOD })).catch(() => undefined),
    );
    await expect.poll(sandbox.told).toContain('CreateStack app-1');
    sandbox.child.kill('SIGINT');
    expect(await sandbox.ended).toBe(0);
    expect(sandbox.told()).toMatch(/\nThe sandbox is gone, with all that was in it\.\n$/);
    await Promise.all(underWay);
  });

  test('leaves a port to the sandbox that has it, which goes on', async () => {
    const first = startSandbox('--port', '0');
    const origin = await originOf(first);
    const { port } = new URL(origin);
    const second = startSandbox('--port', port);
    expect(await second.ended).toBe(2);
    expect(second.told()).toBe(
      `egress-guard: --port ${port}: something listens there already, perhaps another sandbox. Name another port, or 0 for a free one.\n`,
    );
    const { Stacks = [] } = await clientOf(origin).send(new DescribeStacksCommand({}));
    expect(Stacks.map(({ StackName }) => StackName)).toEqual(['egress-guard']);
  });

  test.each([
    [['--port', '65536'], '--port'],
    [['--mode', 'off'], '--mode'],
    [['--exemptions', 'no-such-file.json'], 'no-such-file.json'],
    [['--rules', 'security_group_egress_with_al_ports'], 'security_group_egress_with_all_ports'],
    [['app.yaml'], 'sandbox takes options only'],
  ])('refuses wrong use: %j', async (args, named) => {
    const sandbox = startSandbox(...args);
    expect(await sandbox.ended).toBe(2);
    expect(sandbox.told()).toContain(named);
  });
});

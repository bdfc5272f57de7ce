import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { environment, runCommand } from './support/command.ts';
import { useEmptyAccount } from './support/empty-account.ts';
import { registerAsDeployed } from './support/registration.ts';
import { playStack } from './support/stack-play.ts';

const account = useEmptyAccount();

beforeEach(async () => {
  registerAsDeployed(account.standIn, account.moto);
});

/** Never answers an action; tells when it is asked. */
const hang = (action: string): Promise<void> =>
  new Promise((resolve) => {
    account.standIn.answer(action, () => {
      resolve();
      return new Promise(() => undefined);
    });
  });

const start = (args: readonly string[]) => {
  const child = spawn(process.execPath, ['dist/cli/index.js', ...args, '--endpoint-url', account.standIn.origin], {
    env: environment,
  });
  let err = '';
  child.stderr.on('data', (part: Buffer) => {
    err += part;
  });
  const ended = once(child, 'close').then(([code, signal]) => ({ code, signal }));
  return { child, ended, printed: () => err };
};

/** Long enough for a command that Ctrl-C ends at once. */
const MOMENT = 500;

describe('a second Ctrl-C ends the program, though AWS does not answer:', () => {
  const ROLLOUT = ['rollout', '--ou', 'ou-ab12-aaaaaaaa', '--target-region', 'eu-west-1', '--yes'];
  const commands: Record<string, readonly [args: readonly string[], action: string, prepare?: () => void]> = {
    'deploy, which prepares': [['deploy', '--yes'], 'DescribeChangeSet'],
    'deploy, which follows': [['deploy', '--yes'], 'DescribeStackEvents'],
    remove: [
      ['remove', '--yes'],
      'DescribeStackEvents',
      () => playStack(account.standIn, { status: 'ROLLBACK_COMPLETE', outputs: { LogGroupName: 'log' } }),
    ],
    rollout: [ROLLOUT, 'DescribeStackSetOperation'],
  };

  test.each(Object.entries(commands))('%s', async (_name, [args, action, prepare]) => {
    prepare?.();
    const isAsked = hang(action);
    const { child, ended } = start(args);
    await isAsked;
    child.kill('SIGINT');
    await sleep(MOMENT);
    expect(child.exitCode).toBeNull();
    child.kill('SIGINT');
    expect(await ended).toEqual({ code: 130, signal: null });
  });
});

describe('one Ctrl-C ends what can be left at any time, though AWS does not answer:', () => {
  test('results --follow', async () => {
    const isAsked = hang('ListHookResults');
    const { child, ended } = start(['results', '--follow']);
    await isAsked;
    child.kill('SIGINT');
    expect(await ended).toEqual({ code: 0, signal: null });
  });
});

test('Ctrl-C while a bucket is emptied says so, and what goes on with it', async () => {
  await runCommand(['deploy', '--yes', '--endpoint-url', account.moto]);
  let finish = (): void => undefined;
  const isAsked = new Promise<void>((resolve) => {
    account.standIn.answer('S3.POST', (_call, response) => {
      finish = () => void response.end('<DeleteResult></DeleteResult>');
      resolve();
      return undefined;
    });
  });
  const { child, ended, printed } = start(['remove', '--purge', '--yes']);
  await isAsked;
  child.kill('SIGINT');
  await sleep(MOMENT);
  finish();
  expect(await ended).toEqual({ code: 130, signal: null });
  expect(printed()).toContain(
    'egress-guard: interrupted; the stack is gone, and the bucket egress-guard-artifacts-123456789012-us-east-1 is there, perhaps emptied in part. To go on: egress-guard remove --purge --region us-east-1\n',
  );
});

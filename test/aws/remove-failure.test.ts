import { beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from './support/command.ts';
import { useEmptyAccount } from './support/empty-account.ts';
import { RESOURCE, registerHooks, TEMPLATE } from './support/hook-stack.ts';
import type { HookApi } from './support/hook-state.ts';
import { registerAsDeployed } from './support/registration.ts';
import { type Played, playEvents, playStack, stopCommand } from './support/stack-play.ts';

// moto does everything at once and fails at nothing: what fails here, or takes time, is played by the stand-in, in the shapes
// of the SDK's model.

const ACCOUNT = 'Account 123456789012, Region us-east-1, as arn:aws:sts::123456789012:user/moto\n';
const FOLLOW = 'aws cloudformation describe-stack-events --stack-name egress-guard --region us-east-1';

const account = useEmptyAccount();
let api: HookApi;

const args = (...others: readonly string[]) => ['remove', '--endpoint-url', account.standIn.origin, '--yes', ...others];
const remove = (...others: readonly string[]) => runCommand(args(...others));

const changes = (): string[] =>
  account.standIn.calls.map(({ action }) => action).filter((action) => /^(Create|Update|Delete|Execute)/.test(action));

beforeEach(async () => {
  api = registerAsDeployed(account.standIn, account.moto);
});

const created: readonly Played[] = [{ status: 'CREATE_COMPLETE' }];
const LOG = { LogGroupName: 'egress-guard-log' };
const stuck = { logicalId: 'ResourceHook', status: 'DELETE_FAILED', reason: 'It is in use.' };

describe('a stack that takes no update', () => {
  test('is deleted all the same, and that is said', async () => {
    registerHooks(api);
    playStack(account.standIn, { status: 'ROLLBACK_COMPLETE', outputs: LOG });
    account.standIn.answer('DeleteStack', () => '');
    playEvents(account.standIn, [created, [{ status: 'DELETE_IN_PROGRESS' }, { status: 'DELETE_COMPLETE' }]]);
    const { code, out } = await remove();
    expect({ code, out }).toEqual({
      code: 0,
      out: `The stack is ROLLBACK_COMPLETE and takes no update: its hooks are deleted without being disabled before.
Deleting the stack egress-guard.
12:00:00  DELETE_IN_PROGRESS  egress-guard (AWS::CloudFormation::Stack)
12:00:00  DELETE_COMPLETE     egress-guard (AWS::CloudFormation::Stack)

Removed: the stack egress-guard is gone.

Kept:
  log group         egress-guard-log
    delete it with: aws logs delete-log-group --log-group-name egress-guard-log --region us-east-1
`,
    });
    expect(changes()).toEqual(['DeleteStack']);
  });
});

describe('a stack whose hooks cannot be disabled', () => {
  test('where they are registered is told, and deleted with consent', async () => {
    await runCommand([
      'deploy',
      '--endpoint-url',
      account.standIn.origin,
      '--yes',
      '--parameter',
      'HookStatus=DISABLED',
    ]);
    registerHooks(api);
    account.standIn.calls.length = 0;
    const denied = 'User: dev is not authorized to perform: cloudformation:SetTypeConfiguration';
    account.standIn.refuse('SetTypeConfiguration', 'AccessDenied', denied);
    const { code, out } = await remove();
    const why = `the permission cloudformation:SetTypeConfiguration is missing. AWS says: ${denied}`;
    expect({ code, said: out.split('\n').slice(0, 3) }).toEqual({
      code: 0,
      said: [
        'Disabling both hooks.',
        `The hooks could not be disabled: ${RESOURCE}: ${why} ${TEMPLATE}: ${why}`,
        'Deleting the stack egress-guard.',
      ],
    });
    expect(changes()).toEqual(['DeleteStack']);
  });

  test('is deleted with consent, and the reason is told', async () => {
    await runCommand(['deploy', '--endpoint-url', account.moto, '--yes']);
    account.standIn.answer('ExecuteChangeSet', () => '');
    const refused = { logicalId: 'ResourceHook', status: 'UPDATE_FAILED', reason: 'Not authorized.' };
    const updated = [{ status: 'UPDATE_IN_PROGRESS' }, refused, { status: 'UPDATE_ROLLBACK_COMPLETE' }];
    playEvents(account.standIn, [created, updated, [], [{ status: 'DELETE_COMPLETE' }]]);
    const { code, out } = await remove();
    expect({ code, said: out.split('\n').slice(4, 6) }).toEqual({
      code: 0,
      said: [
        'The hooks could not be disabled: the stack egress-guard ended in UPDATE_ROLLBACK_COMPLETE. First to fail: ResourceHook (AWS::IAM::Role) UPDATE_FAILED: Not authorized.',
        'Deleting the stack egress-guard.',
      ],
    });
    expect(changes()).toEqual(['CreateChangeSet', 'ExecuteChangeSet', 'DeleteStack']);
  });
});

describe('a deletion that fails', () => {
  const play = (): void => {
    playStack(account.standIn, { status: 'CREATE_FAILED', outputs: LOG });
    account.standIn.answer('DeleteStack', () => '');
    playEvents(account.standIn, [created, [{ status: 'DELETE_IN_PROGRESS' }, stuck], [{ status: 'DELETE_FAILED' }]]);
  };
  const message =
    'the stack egress-guard ended in DELETE_FAILED. First to fail: ResourceHook (AWS::IAM::Role) DELETE_FAILED: It is in use.';

  test('names the resource and the reason, and purges nothing', async () => {
    await runCommand(['deploy', '--endpoint-url', account.moto, '--yes']);
    play();
    const { code, err } = await remove('--purge');
    expect({ code, err }).toEqual({ code: 2, err: `${ACCOUNT}egress-guard: ${message}\n` });
    expect(changes()).toEqual(['DeleteStack']);
    expect(account.standIn.calls.map(({ action }) => action).filter((action) => action.startsWith('S3.'))).toEqual([]);
  });

  test('is told to programs', async () => {
    play();
    const { out } = await remove('--format', 'json');
    expect(JSON.parse(out)).toMatchObject({
      outcome: 'FAILED',
      failure: { logicalId: 'ResourceHook', status: 'DELETE_FAILED', reason: 'It is in use.' },
      problem: message,
    });
  });
});

const HOOKS_OFF =
  'Its hooks may be disabled by now: run egress-guard remove again, or egress-guard deploy --parameters HookStatus=ENABLED.\n';

describe('a stack that stays after its hooks are disabled', () => {
  beforeEach(() => runCommand(['deploy', '--endpoint-url', account.moto, '--yes']));

  test('because its deletion is denied, is told not to be a guard any more', async () => {
    const denied = 'User: dev is not authorized to perform: cloudformation:DeleteStack on resource: stack';
    account.standIn.refuse('DeleteStack', 'AccessDenied', denied);
    const { code, err } = await remove();
    expect({ code, err }).toEqual({
      code: 2,
      err: `${ACCOUNT}${HOOKS_OFF}egress-guard: the permission cloudformation:DeleteStack is missing. AWS says: ${denied}\n`,
    });
  });

  test('because the credentials expire before its deletion, leaves a document for programs', async () => {
    account.standIn.refuse('DeleteStack', 'ExpiredToken', 'The security token included in the request is expired');
    const { code, out } = await remove('--format', 'json');
    expect({ code, ...JSON.parse(out) }).toMatchObject({
      code: 2,
      outcome: 'FAILED',
      kept: [{ what: 'log group' }],
      problem: 'the credentials have expired. Sign in again, then run the same command.',
    });
  });

  test('because its deletion fails, is told not to be a guard any more', async () => {
    account.standIn.answer('ExecuteChangeSet', () => '');
    account.standIn.answer('DeleteStack', () => '');
    playEvents(account.standIn, [created, [{ status: 'UPDATE_COMPLETE' }], [], [stuck, { status: 'DELETE_FAILED' }]]);
    const { code, err } = await remove();
    expect({ code, said: err.includes(HOOKS_OFF) }).toEqual({ code: 2, said: true });
  });
});

describe('a stack that cannot be removed now', () => {
  const refused: Record<string, readonly [status: string, isProtected: boolean, message: string]> = {
    'another operation runs on it': [
      'UPDATE_IN_PROGRESS',
      false,
      `the stack egress-guard is UPDATE_IN_PROGRESS: another operation runs on it. Run this again when that is over. To follow it: ${FOLLOW}`,
    ],
    'it is protected, and keeps its hooks on': [
      'CREATE_COMPLETE',
      true,
      'the stack egress-guard is protected against deletion. Where that is over, run: aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name egress-guard --region us-east-1',
    ],
  };

  test.each(Object.entries(refused))('because %s', async (_name, [status, isProtected, message]) => {
    playStack(account.standIn, { status, isProtected });
    expect(await remove()).toEqual({ code: 2, out: '', err: `${ACCOUNT}egress-guard: ${message}\n` });
    expect(changes()).toEqual([]);
  });
});

test('credentials that expire while it is deleted leave a document for programs', async () => {
  playStack(account.standIn, { status: 'ROLLBACK_COMPLETE', outputs: LOG });
  playEvents(account.standIn, [created, [{ status: 'DELETE_IN_PROGRESS' }]]);
  account.standIn.answer('DeleteStack', () => {
    account.standIn.refuse(
      'DescribeStackEvents',
      'ExpiredToken',
      'The security token included in the request is expired',
    );
    return '';
  });
  const { code, out } = await remove('--purge', '--format', 'json');
  expect({ code, ...JSON.parse(out) }).toMatchObject({
    code: 2,
    outcome: 'UNKNOWN',
    kept: [],
    problem: `the stack egress-guard goes on, and how it ends is not known here: the credentials have expired. Sign in again, then run the same command. To follow it: ${FOLLOW}`,
  });
});

test('Ctrl-C while it is deleted leaves that running, and begins nothing else', async () => {
  playStack(account.standIn, { status: 'ROLLBACK_COMPLETE', outputs: LOG });
  account.standIn.answer('DeleteStack', () => '');
  playEvents(account.standIn, [created, [{ status: 'DELETE_IN_PROGRESS' }]]);
  const { code, err } = await stopCommand(args('--purge'), 'DELETE_IN_PROGRESS');
  expect({ code, err }).toEqual({
    code: 130,
    err: `${ACCOUNT}egress-guard: interrupted; what runs on the stack egress-guard goes on, and nothing comes after it. To follow it: ${FOLLOW}\n`,
  });
});

test('throttling and a lost connection are waited out, with the same request', async () => {
  await runCommand(['deploy', '--endpoint-url', account.moto, '--yes']);
  account.standIn.refuse('DeleteStack', 'Throttling', 'Rate exceeded', 1);
  account.standIn.hangUp('ListStackResources', 1);
  expect((await remove()).code).toBe(0);
  const tokens = account.standIn.calls
    .filter(({ action }) => action === 'DeleteStack')
    .map(({ parameters }) => parameters.get('ClientRequestToken'));
  expect(tokens).toHaveLength(2);
  expect(new Set(tokens).size).toBe(1);
});

import { readFile } from 'node:fs/promises';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { runCommand } from './support/command.ts';
import { answerHookApis } from './support/hook-api.ts';
import { RESOURCE, registerHooks, TEMPLATE } from './support/hook-stack.ts';
import type { HookApi, KeptResult } from './support/hook-state.ts';
import { startMoto } from './support/moto.ts';
import { actionsOf, without } from './support/policy.ts';
import { type StandIn, startStandIn } from './support/stand-in.ts';

// The APIs of hooks, which moto lacks, are answered by the stand-in.

let standIn: StandIn;
let api: HookApi;

const STACK = 'arn:aws:cloudformation:us-east-1:123456789012:stack/app/0a1b';
const OTHER_STACK = 'arn:aws:cloudformation:us-east-1:123456789012:stack/shop/9f8e';
const CHANGE_SET = 'arn:aws:cloudformation:us-east-1:123456789012:changeSet/release/7c7c';
const TOKEN = '1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed';

const at = (time: string): Date => new Date(`2026-10-01T${time}Z`);

const blocked: KeptResult = {
  id: 'blocked',
  hook: RESOURCE,
  status: 'HOOK_COMPLETE_FAILED',
  invokedAt: at('12:00:00'),
  failureMode: 'FAIL',
  reason: 'Hook failed with message: Sg (AWS::EC2::SecurityGroup) allows all protocols',
  targetType: 'RESOURCE',
  targetId: 'Sg',
  executionTarget: STACK,
  target: { TargetType: 'RESOURCE', TargetTypeName: 'AWS::EC2::SecurityGroup', TargetId: 'Sg', Action: 'CREATE' },
  annotations: [
    {
      AnnotationName: 'security_group_egress_with_all_protocols',
      Status: 'FAILED',
      StatusMessage: 'IpProtocol -1 to 0.0.0.0/0',
      RemediationMessage: 'Name the protocol and ports it needs, e.g. tcp 443.',
      RemediationLink: 'https://docs.example/rule',
      SeverityLevel: 'MEDIUM',
    },
  ],
};

const passed: KeptResult = {
  id: 'passed',
  hook: RESOURCE,
  status: 'HOOK_COMPLETE_SUCCEEDED',
  invokedAt: at('11:00:00'),
  failureMode: 'FAIL',
  reason: 'Hook succeeded with message: nothing to say',
  targetType: 'CLOUD_CONTROL',
  targetId: TOKEN,
  target: { TargetType: 'RESOURCE', TargetTypeName: 'AWS::EC2::SecurityGroup', TargetId: 'made-up', Action: 'UPDATE' },
};

const warned: KeptResult = {
  id: 'warned',
  hook: TEMPLATE,
  status: 'HOOK_FAILED',
  invokedAt: at('11:30:00'),
  failureMode: 'WARN',
  reason: 'Hook timed out',
  targetType: 'CHANGE_SET',
  targetId: CHANGE_SET,
  executionTarget: OTHER_STACK,
  target: { TargetType: 'CHANGE_SET', TargetTypeName: 'CHANGE_SET', TargetId: CHANGE_SET, Action: 'CREATE' },
};

const foreign: KeptResult = { ...warned, id: 'foreign', hook: 'Other::Team::Hook' };

beforeAll(async () => {
  standIn = await startStandIn(await startMoto());
});

beforeEach(() => {
  standIn.reset();
  api = answerHookApis(standIn);
  registerHooks(api);
  api.results.push(blocked, foreign, warned, passed);
});

const results = (...args: readonly string[]) => runCommand(['results', '--endpoint-url', standIn.origin, ...args]);

const ACCOUNT = 'Account 123456789012, Region us-east-1, as arn:aws:sts::123456789012:user/moto\n';

const idsOf = async (...args: readonly string[]): Promise<string[]> => {
  const { out } = await results('--format', 'json', ...args);
  return JSON.parse(out).results.map(({ id }: { id: string }) => id);
};

const called = (action: string): number => standIn.calls.filter((call) => call.action === action).length;

describe('results', () => {
  test('are listed the newest first, with what each hook said', async () => {
    const { code, out, err } = await results();
    expect({ code, err }).toEqual({ code: 0, err: ACCOUNT });
    expect(out).toMatchInlineSnapshot(`
      "INVOKED (UTC)        OUTCOME         HOOK      ACTION  TARGET                           STACK
      2026-10-01 12:00:00  failed          Resource  CREATE  AWS::EC2::SecurityGroup Sg       app
      2026-10-01 11:30:00  error (warned)  Template  CREATE  CHANGE_SET release               shop
      2026-10-01 11:00:00  succeeded       Resource  UPDATE  AWS::EC2::SecurityGroup made-up  -

      2026-10-01 12:00:00  failed  Resource  CREATE  AWS::EC2::SecurityGroup Sg  app
        Hook failed with message: Sg (AWS::EC2::SecurityGroup) allows all protocols
        - FAILED security_group_egress_with_all_protocols: IpProtocol -1 to 0.0.0.0/0
          Remediation: Name the protocol and ports it needs, e.g. tcp 443.
          https://docs.example/rule

      2026-10-01 11:30:00  error (warned)  Template  CREATE  CHANGE_SET release  shop
        Hook timed out
      "
    `);
  });

  test('are whole for programs', async () => {
    const { out } = await results('--format', 'json', '--limit', '1');
    expect(JSON.parse(out)).toEqual({
      results: [
        {
          id: 'blocked',
          hook: RESOURCE,
          outcome: 'failed',
          invokedAt: '2026-10-01T12:00:00.000Z',
          failureMode: 'FAIL',
          reason: blocked.reason,
          targetType: 'RESOURCE',
          targetId: 'Sg',
          executionTarget: STACK,
          action: 'CREATE',
          targetTypeName: 'AWS::EC2::SecurityGroup',
          version: '00000001',
          annotations: [
            {
              name: 'security_group_egress_with_all_protocols',
              status: 'FAILED',
              message: 'IpProtocol -1 to 0.0.0.0/0',
              remediation: 'Name the protocol and ports it needs, e.g. tcp 443.',
              link: 'https://docs.example/rule',
              severity: 'MEDIUM',
            },
          ],
        },
      ],
      notes: ['There may be more: these are the newest 1, as --limit says.'],
    });
  });

  const choices: Record<string, readonly [args: readonly string[], ids: readonly string[]]> = {
    'that failed': [['--status', 'failed'], ['blocked']],
    'of two kinds': [
      ['--status', 'failed', '--status', 'error'],
      ['blocked', 'warned'],
    ],
    'since a time': [
      ['--since', '2026-10-01T11:30Z'],
      ['blocked', 'warned'],
    ],
    'since a day': [['--since', '2026-10-02'], []],
    'of a stack': [['--target', STACK], ['blocked']],
    'of a change set, without those of other hooks': [['--target', CHANGE_SET], ['warned']],
    'of a change set, with an outcome that none has': [['--target', CHANGE_SET, '--status', 'failed'], []],
    'of a Cloud Control request': [['--target', TOKEN], ['passed']],
    'of a change set that has none': [['--target', `${CHANGE_SET}0`], []],
    'at most two': [
      ['--limit', '2'],
      ['blocked', 'warned'],
    ],
  };

  test.each(Object.entries(choices))('can be asked for: %s', async (_name, [args, ids]) => {
    expect(await idsOf(...args)).toEqual(ids);
  });

  test('of a stack are those of its template, too', async () => {
    api.results.push({ ...passed, id: 'whole', hook: TEMPLATE, targetType: 'STACK', targetId: STACK });
    expect(await idsOf('--target', STACK)).toEqual(['blocked', 'whole']);
  });

  test('of a change set have the time that only their details tell', async () => {
    const { out } = await results('--target', CHANGE_SET);
    expect(out).toMatch(/^2026-10-01 11:30:00 {2}error \(warned\) {2}Template {2}CREATE {2}CHANGE_SET release/m);
  });

  test('are read page by page, and no further than the limit asks', async () => {
    api.pageSize = 2;
    for (let index = 0; index < 30; index += 1)
      api.results.push({ ...passed, id: `p${index}`, invokedAt: new Date(passed.invokedAt.getTime() - index * 1000) });
    expect(await idsOf('--limit', '9', '--status', 'succeeded')).toHaveLength(9);
    expect(called('ListHookResults')).toBe(6);
    expect(called('GetHookResult')).toBe(9);
  });

  test('are found, too, where AWS does not list the newest first', async () => {
    api.pageSize = 2;
    api.results.reverse();
    api.results.unshift({ ...passed, id: 'first', invokedAt: at('01:00:00') });
    expect(await idsOf('--limit', '1')).toEqual(['blocked']);
    expect(await idsOf('--since', '2026-10-01T11:59Z')).toEqual(['blocked']);
  });

  test('are none where the hooks are not registered or were not asked', async () => {
    api.results.length = 0;
    expect(await results()).toEqual({ code: 0, out: 'No results.\n', err: ACCOUNT });
    standIn.refuse('ListHookResults', 'TypeNotFoundException', 'no such hook');
    expect(await results()).toEqual({ code: 0, out: 'No results.\n', err: ACCOUNT });
  });

  test('say so where there are too many to look at all', async () => {
    api.pageSize = 1;
    for (let index = 0; index < 60; index += 1) api.results.push({ ...passed, id: `p${index}` });
    const { code, err } = await results('--target', OTHER_STACK);
    expect(code).toBe(0);
    expect(err).toBe(
      `${ACCOUNT}There are more results than were looked at: ask for less with --since, --status or --target.\n`,
    );
  });

  test('cannot forge lines', async () => {
    api.results.splice(0, 4, {
      ...blocked,
      reason: 'a\nb\u001b[2J',
      targetId: 'S\ng',
      target: { TargetId: 'S\ng\u0007' },
    });
    const { out } = await results();
    expect(out).not.toContain('\u0007');
    expect(out).not.toContain('\u001b');
    expect(out.split('\n')).toHaveLength(9);
  });

  test('that AWS forgot meanwhile are listed without details', async () => {
    standIn.refuse('GetHookResult', 'HookResultNotFound', 'gone');
    const { code, out, err } = await results('--target', STACK);
    expect({ code, err }).toEqual({ code: 0, err: ACCOUNT });
    expect(out).toContain('2026-10-01 12:00:00  failed   Resource  -       RESOURCE Sg  app\n');
  });
});

describe('a failure of AWS', () => {
  const failures: Record<string, readonly [prepare: () => void, message: string]> = {
    'an expired token': [
      () => standIn.refuse('ListHookResults', 'ExpiredToken', 'The security token included in the request is expired'),
      'the credentials have expired. Sign in again, then run the same command.',
    ],
    'a broken connection': [
      () => standIn.hangUp('GetHookResult'),
      'no connection to ORIGIN (ECONNRESET). Check the network, then run it again.',
    ],
  };

  test.each(Object.entries(failures))('is told in one line: %s', async (_name, [prepare, message]) => {
    prepare();
    expect(await results()).toEqual({
      code: 2,
      out: '',
      err: `${ACCOUNT}egress-guard: ${message.replace('ORIGIN', standIn.origin)}\n`,
    });
  });

  test('is waited out where it passes', async () => {
    api.faults.push(
      { action: 'ListHookResults', code: 'Throttling', message: 'Rate exceeded' },
      { action: 'GetHookResult', code: 'Throttling', message: 'Rate exceeded' },
      { action: 'GetHookResult' },
    );
    expect(await idsOf()).toEqual(['blocked', 'warned', 'passed']);
  });
});

describe('the policy of results', () => {
  const readPolicy = async (): Promise<object> => JSON.parse(await readFile('infra/policy/results.json', 'utf8'));

  test('suffices', async () => {
    api.allowed = actionsOf(await readPolicy());
    expect(await idsOf()).toEqual(['blocked', 'warned', 'passed']);
    expect(await idsOf('--target', CHANGE_SET)).toEqual(['warned']);
  });

  test.each([
    ['cloudformation:ListAllHookResults', []],
    ['cloudformation:ListHookResults', ['--target', CHANGE_SET]],
  ])('is not enough without %s', async (action, args) => {
    api.allowed = actionsOf(without(await readPolicy(), action));
    const { code, out, err } = await results(...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(`egress-guard: the permission ${action} is missing. AWS says: User: arn:aws:iam::`);
  });

  test('without GetHookResult lists them without details, and says so once', async () => {
    api.allowed = actionsOf(without(await readPolicy(), 'cloudformation:GetHookResult'));
    for (let index = 0; index < 12; index += 1) api.results.push({ ...passed, id: `p${index}` });
    const { code, out, err } = await results();
    expect(code).toBe(0);
    expect(out.split('\n').filter((line) => line.startsWith('2026'))).toHaveLength(15 + 2);
    expect(out).toContain('2026-10-01 12:00:00  failed          Resource  -       RESOURCE Sg  ');
    expect(err).toMatch(
      /^Account .*\nWithout details: the permission cloudformation:GetHookResult is missing\. AWS says: .*\n$/,
    );
    expect(called('GetHookResult')).toBe(5);
  });
});

import { readFile } from 'node:fs/promises';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { run } from '../support/command-line.ts';
import { environment, runCommand } from './support/command.ts';
import { answerHookApis } from './support/hook-api.ts';
import { configurationOf, RESOURCE, registered, registerHooks, TEMPLATE } from './support/hook-stack.ts';
import type { HookApi } from './support/hook-state.ts';
import { startMoto } from './support/moto.ts';
import { actionsOf, without } from './support/policy.ts';
import { type StandIn, startStandIn } from './support/stand-in.ts';

// The APIs of hooks, which moto lacks, are answered by the stand-in.

let standIn: StandIn;
let api: HookApi;

beforeAll(async () => {
  // The answers to questions are given in this process.
  Object.assign(process.env, environment);
  standIn = await startStandIn(await startMoto());
});

beforeEach(() => {
  standIn.reset();
  api = answerHookApis(standIn);
  registerHooks(api);
});

const mode = (...args: readonly string[]) => runCommand(['mode', ...args, '--endpoint-url', standIn.origin]);

const ACCOUNT = 'Account 123456789012, Region us-east-1, as arn:aws:sts::123456789012:user/moto\n';

const written = (): number => standIn.calls.filter(({ action }) => action === 'SetTypeConfiguration').length;

type Changes = Readonly<Record<string, unknown>>;

const configuration = (hook: string, changes: Changes = {}): unknown =>
  JSON.parse(configurationOf(hook, changes)).CloudFormationConfiguration.HookConfiguration;

describe('mode', () => {
  test('sets both hooks, and says what stays as it was', async () => {
    const { code, out, err } = await mode('warn', '--yes');
    expect({ code, out, err }).toMatchInlineSnapshot(`
      {
        "code": 0,
        "err": "Account 123456789012, Region us-east-1, as arn:aws:sts::123456789012:user/moto

      The stack keeps its setting; the next deploy that changes a hook undoes this. egress-guard status tells the difference.
      To make it last: egress-guard deploy --warn
      ",
        "out": "HOOK                            BEFORE  AFTER
      Private::EgressGuard::Resource  FAIL    WARN
      Private::EgressGuard::Template  WARN    no change
      Private::EgressGuard::Resource is WARN now.
      ",
      }
    `);
    expect(registered(api, RESOURCE)).toEqual(configuration(RESOURCE, { FailureMode: 'WARN' }));
    expect(registered(api, TEMPLATE)).toEqual(configuration(TEMPLATE));
    expect(written()).toBe(1);
  });

  const cases: Record<string, readonly [args: readonly string[], resource: Changes, template: Changes]> = {
    fail: [['fail'], { FailureMode: 'FAIL' }, { FailureMode: 'FAIL' }],
    off: [['off'], { HookInvocationStatus: 'DISABLED' }, { HookInvocationStatus: 'DISABLED' }],
    'warn, for the resource hook': [['warn', '--hook', 'resource'], { FailureMode: 'WARN' }, {}],
    'fail, for the template hook': [['fail', '--hook', 'template'], {}, { FailureMode: 'FAIL' }],
    'off, for the template hook': [['off', '--hook', 'template'], {}, { HookInvocationStatus: 'DISABLED' }],
  };

  test.each(Object.entries(cases))('changes nothing else: %s', async (_name, [args, resource, template]) => {
    expect(await mode(...args, '--yes')).toMatchObject({ code: 0 });
    expect(registered(api, RESOURCE)).toEqual(configuration(RESOURCE, resource));
    expect(registered(api, TEMPLATE)).toEqual(configuration(TEMPLATE, template));
  });

  test.each(['fail', 'warn'] as const)('%s switches on what is off', async (word) => {
    for (const hook of [RESOURCE, TEMPLATE])
      api.configurations.set(hook, configurationOf(hook, { HookInvocationStatus: 'DISABLED' }));
    const { code, out } = await mode(word, '--yes');
    expect(code).toBe(0);
    for (const hook of [RESOURCE, TEMPLATE])
      expect(registered(api, hook)).toEqual(configuration(hook, { FailureMode: word.toUpperCase() }));
    expect(out).toContain(`${RESOURCE}  off (FAIL when on)  ${word.toUpperCase()}\n`);
  });

  test('keeps what else is in a configuration, whatever it is called', async () => {
    const KmsKeyId = 'arn:aws:kms:us-east-1:123456789012:key/abc-123';
    const kept = `"EncryptionConfiguration":{"KmsKeyId":"${KmsKeyId}"},"__proto__":{"a":[1,null,"é\\u001b<&>"]},"constructor":"x"`;
    const document = (status: string): string =>
      `{"Other":1,"CloudFormationConfiguration":{"More":[{}],"HookConfiguration":{"HookInvocationStatus":"${status}","FailureMode":"WARN",${kept}}}}`;
    api.configurations.set(RESOURCE, document('ENABLED'));
    expect(await mode('off', '--hook', 'resource', '--yes')).toMatchObject({ code: 0 });
    expect(api.configurations.get(RESOURCE)).toBe(document('DISABLED'));
  });

  test('writes nothing where nothing changes', async () => {
    const { code, out, err } = await mode('fail', '--hook', 'resource');
    expect({ code, err }).toEqual({ code: 0, err: ACCOUNT });
    expect(out).toBe(
      `HOOK                            BEFORE  AFTER\n${RESOURCE}  FAIL    no change\nNothing was changed.\n`,
    );
    expect(written()).toBe(0);
  });

  test('changes nothing where nobody says yes', async () => {
    const { code, err } = await mode('off');
    expect(code).toBe(2);
    expect(err).toBe(
      `${ACCOUNT}egress-guard: Cannot ask: standard input is no terminal. This changes the account; repeat with --yes.\n`,
    );
    expect(written()).toBe(0);
  });

  test.each([
    ['y', 'is off (when switched on again, it blocks).', 2],
    ['n', 'Nothing was changed', 0],
    ['', 'Nothing was changed', 0],
  ])('asks first, and takes %j for an answer', async (answer, told, changes) => {
    const { code, out, err } = await run(['mode', 'off', '--endpoint-url', standIn.origin], { answers: [answer] });
    expect(code).toBe(changes > 0 ? 0 : 2);
    expect(err).toContain(`${ACCOUNT}Change both hooks in 123456789012, us-east-1? [y/N] `);
    expect(out).toContain(told);
    expect(written()).toBe(changes);
  });

  test('tells programs what became of each hook', async () => {
    api.configurations.delete(TEMPLATE);
    const { code, out } = await mode('warn', '--yes', '--format', 'json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toEqual({
      mode: 'warn',
      hooks: [
        {
          hook: RESOURCE,
          outcome: 'CHANGED',
          before: { status: 'ENABLED', failureMode: 'FAIL' },
          after: { status: 'ENABLED', failureMode: 'WARN' },
        },
        { hook: TEMPLATE, outcome: 'FAILED', problem: 'it is not registered in this account and Region' },
      ],
    });
  });
});

describe('what hinders one hook does not hinder the other', () => {
  const hindered: Record<string, readonly [prepare: () => void, reason: string]> = {
    'it is not registered': [
      () => void api.configurations.delete(RESOURCE),
      'it is not registered in this account and Region',
    ],
    'it is not registered, told in the list of errors': [
      () => {
        api.missing = 'error';
        api.configurations.delete(RESOURCE);
      },
      'it is not registered in this account and Region',
    ],
    'AWS does not process it': [
      () => {
        api.missing = 'unprocessed';
        api.configurations.delete(RESOURCE);
      },
      'AWS does not give its configuration',
    ],
    'its configuration is no JSON': [
      () => void api.configurations.set(RESOURCE, '\u001b[2J'),
      'its configuration is not a JSON object',
    ],
    'its configuration is not one of a hook': [
      () => void api.configurations.set(RESOURCE, '{"CloudFormationConfiguration":[]}'),
      'its configuration has no HookConfiguration',
    ],
    'it has no configuration': [
      () => void api.configurations.set(RESOURCE, '{}'),
      'it is registered without a configuration',
    ],
  };

  test.each(Object.entries(hindered))('%s', async (_name, [prepare, reason]) => {
    prepare();
    const { code, out } = await mode('off', '--yes');
    expect(code).toBe(2);
    expect(out).toContain(
      `${TEMPLATE} is off (when switched on again, it warns).\n${RESOURCE} is as it was: ${reason}\n`,
    );
    expect(registered(api, TEMPLATE)).toEqual(configuration(TEMPLATE, { HookInvocationStatus: 'DISABLED' }));
  });

  const atWriting: Record<string, readonly [code: string, message: string, reason: string]> = {
    'AWS refuses to write it': [
      'CFNRegistryException',
      'Configuration is not valid',
      'AWS refused (CFNRegistryException): Configuration is not valid',
    ],
    'the token expires before it is written': [
      'ExpiredToken',
      'The security token included in the request is expired',
      'the credentials have expired. Sign in again, then run the same command.',
    ],
  };

  test.each(Object.entries(atWriting))('%s', async (_name, [code, message, reason]) => {
    api.faults.push({ action: 'SetTypeConfiguration', code, message });
    const { code: exit, out } = await mode('off', '--yes');
    expect(exit).toBe(2);
    expect(out.match(/(?<= is as it was: ).*$/gm)).toEqual([reason]);
    expect(out.match(/ is off \(when switched on again, it (blocks|warns)\)\.$/gm)).toHaveLength(1);
  });
});

describe('a failure that passes', () => {
  const passing: Record<string, { readonly code?: string; readonly message?: string }> = {
    throttling: { code: 'Throttling', message: 'Rate exceeded' },
    'a broken connection': {},
  };

  test.each(Object.entries(passing))('is waited out: %s', async (_name, fault) => {
    api.faults.push(
      { action: 'BatchDescribeTypeConfigurations', ...fault },
      { action: 'SetTypeConfiguration', ...fault },
    );
    expect(await mode('off', '--yes')).toMatchObject({ code: 0 });
    expect(registered(api, RESOURCE)).toEqual(configuration(RESOURCE, { HookInvocationStatus: 'DISABLED' }));
  });

  test('is told where it does not pass', async () => {
    standIn.hangUp('BatchDescribeTypeConfigurations');
    const { code, out } = await mode('off', '--yes');
    expect(code).toBe(2);
    for (const hook of [RESOURCE, TEMPLATE])
      expect(out).toContain(
        `${hook} is as it was: no connection to ${standIn.origin} (ECONNRESET). Check the network, then run it again.\n`,
      );
  });
});

describe('the policy of mode', () => {
  const readPolicy = async (): Promise<object> => JSON.parse(await readFile('infra/policy/mode.json', 'utf8'));

  test('suffices', async () => {
    api.allowed = actionsOf(await readPolicy());
    expect(await mode('off', '--yes')).toMatchObject({ code: 0 });
    const called = standIn.calls.map(({ action }) => action).filter((action) => action !== 'GetCallerIdentity');
    expect(new Set(called.map((action) => `cloudformation:${action}`))).toEqual(api.allowed);
  });

  test.each(['cloudformation:BatchDescribeTypeConfigurations', 'cloudformation:SetTypeConfiguration'])(
    'is not enough without %s',
    async (action) => {
      api.allowed = actionsOf(without(await readPolicy(), action));
      const { code, out } = await mode('off', '--yes');
      expect(code).toBe(2);
      for (const hook of [RESOURCE, TEMPLATE])
        expect(out).toContain(
          `${hook} is as it was: the permission ${action} is missing. AWS says: User: arn:aws:iam::`,
        );
    },
  );
});

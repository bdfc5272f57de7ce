import { readFile } from 'node:fs/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { version } from '../../rule/version.ts';
import { environment, runCommand } from './support/command.ts';
import { useEmptyAccount } from './support/empty-account.ts';
import { answerHookApis } from './support/hook-api.ts';
import {
  configurationOf,
  createStack,
  functionArnOf,
  motoTemplate,
  RESOURCE,
  registerHooks,
  TEMPLATE,
} from './support/hook-stack.ts';
import type { HookApi } from './support/hook-state.ts';
import { actionsOf, onAnyResource, without } from './support/policy.ts';
import { startStandIn } from './support/stand-in.ts';
import { startStrictMoto } from './support/user.ts';

// Stacks are moto's; the APIs of hooks, which moto lacks, are answered by the stand-in.

const account = useEmptyAccount();
let api: HookApi;

beforeEach(async () => {
  api = answerHookApis(account.standIn);
  registerHooks(api);
});

const status = (...args: readonly string[]) =>
  runCommand(['status', '--endpoint-url', account.standIn.origin, ...args]);

const parse = async (...args: readonly string[]) => JSON.parse((await status('--format', 'json', ...args)).out);

const ACCOUNT = 'Account 123456789012, Region us-east-1, as arn:aws:sts::123456789012:user/moto\n';

/** What stands below the headings of what is wrong or was not read. */
const listed = (out: string): string[] => out.split('\n').filter((line) => line.startsWith('- '));

describe('status', () => {
  test('shows how everything stands', async () => {
    await createStack(account.moto, {
      ExcludedStackNames: 'network-*,legacy',
      ExcludedStackRoles: 'arn:aws:iam::1:role/admin',
    });
    const StackFilters = {
      FilteringCriteria: 'ALL',
      StackNames: { Exclude: ['egress-guard', 'network-*', 'legacy'] },
      StackRoles: { Exclude: ['arn:aws:iam::1:role/admin'] },
    };
    for (const hook of [RESOURCE, TEMPLATE]) api.configurations.set(hook, configurationOf(hook, { StackFilters }));
    const { code, out, err } = await status();
    expect({ code, err }).toEqual({ code: 0, err: ACCOUNT });
    const [stack = '', ...hooks] = out.split('\n\n');
    expect(stack).toMatch(/^Stack egress-guard: CREATE_COMPLETE, changed \S+ \S+ UTC, Egress Guard \S+\n/);
    expect(stack).toMatch(/^ {2}ResourceFailureMode +FAIL$/m);
    expect(stack).toMatch(/^ {2}ExcludedStackNames +network-\*,legacy$/m);
    expect(stack).toMatch(/^ {2}ExemptionsUri +-$/m);
    expect(hooks.join('\n\n')).toMatchInlineSnapshot(`
      "Private::EgressGuard::Resource: ENABLED, FAIL
        operations       CLOUD_CONTROL, RESOURCE
        actions          CREATE, UPDATE
        targets          AWS::EC2::SecurityGroup, AWS::EC2::SecurityGroupEgress
        excluded stacks  egress-guard, legacy, network-*
        excluded roles   arn:aws:iam::1:role/admin
        function         arn:aws:lambda:us-east-1:123456789012:function:egress-guard-ResourceFunction-1A2B3C
        hook type        1.3.0, registered 2026-10-01 08:00:00 UTC
        last hour        0 succeeded, 0 failed, 0 with an error

      Private::EgressGuard::Template: ENABLED, WARN
        operations       CHANGE_SET, STACK
        actions          CREATE, UPDATE
        targets          all
        excluded stacks  egress-guard, legacy, network-*
        excluded roles   arn:aws:iam::1:role/admin
        function         arn:aws:lambda:us-east-1:123456789012:function:egress-guard-TemplateFunction-4D5E6F
        hook type        1.3.0, registered 2026-10-01 08:00:00 UTC
        last hour        0 succeeded, 0 failed, 0 with an error

      Both hooks are as the stack says.
      "
    `);
  });

  test('counts how the invocations of the last hour ended, page by page', async () => {
    await createStack(account.moto);
    api.pageSize = 2;
    const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);
    const statuses = ['HOOK_IN_PROGRESS', 'HOOK_COMPLETE_FAILED', 'HOOK_COMPLETE_SUCCEEDED', 'HOOK_FAILED'] as const;
    for (let index = 0; index < 12; index += 1)
      api.results.push({
        id: `r${index}`,
        hook: index === 3 ? TEMPLATE : RESOURCE,
        status: statuses[index % 3] ?? 'HOOK_FAILED',
        invokedAt: minutesAgo(index * 7),
      });
    const { hooks } = await parse();
    const counts = { failed: 3, error: 0, succeeded: 3, 'in-progress': 2 };
    expect(hooks.map((hook: { lastHour: unknown }) => hook.lastHour)).toEqual([
      { counts, isPartial: false },
      { counts: { failed: 0, error: 0, succeeded: 0, 'in-progress': 1 }, isPartial: false },
    ]);
    expect(account.standIn.calls.filter(({ action }) => action === 'ListHookResults')).toHaveLength(6);
    expect((await status()).out).toContain(
      '  last hour        3 succeeded, 3 failed, 0 with an error, 2 in progress\n',
    );
  });

  test('stops counting where there are very many', async () => {
    await createStack(account.moto);
    api.pageSize = 1;
    for (let index = 0; index < 60; index += 1)
      api.results.push({ id: `r${index}`, hook: RESOURCE, status: 'HOOK_FAILED', invokedAt: new Date() });
    const { code, out } = await status();
    expect(code).toBe(0);
    expect(out).toContain('  last hour        0 succeeded, 0 failed, 50 with an error, and more\n');
  });

  test('says of a template of another version what this command is', async () => {
    const text = (await motoTemplate()).replace(`Version: ${version}\n`, 'Version: 0.0.0-old\n');
    await createStack(account.moto, {}, 'egress-guard', text);
    expect((await status()).out).toContain(`, Egress Guard 0.0.0-old (this command is ${version})\n`);
  });

  test('neutralises control characters', async () => {
    await createStack(account.moto);
    const StackFilters = { FilteringCriteria: 'ALL', StackNames: { Exclude: ['egress-guard', '\u001b[2J\n- forged'] } };
    api.configurations.set(RESOURCE, configurationOf(RESOURCE, { StackFilters }));
    const { code, out } = await status();
    expect(code).toBe(1);
    expect(out).not.toContain('\u001b');
    expect(listed(out)).toEqual([
      `- ${RESOURCE}: the stack says excluded StackNames egress-guard, registered is \\u001b[2J\\u000a- forged, egress-guard`,
    ]);
  });
});

describe('status tells, and ends with 1, that', () => {
  const off: Record<string, readonly [prepare: () => void | Promise<void>, problems: readonly string[]]> = {
    'a hook warns where the stack says that it fails': [
      () => void api.configurations.set(RESOURCE, configurationOf(RESOURCE, { FailureMode: 'WARN' })),
      [`${RESOURCE}: the stack says FailureMode FAIL, registered is WARN`],
    ],
    'a hook is off': [
      () => void api.configurations.set(TEMPLATE, configurationOf(TEMPLATE, { HookInvocationStatus: 'DISABLED' })),
      [`${TEMPLATE}: the stack says HookStatus ENABLED, registered is DISABLED`],
    ],
    'a hook is not asked about all that the template says': [
      () => {
        const TargetFilters = { Targets: [{ TargetName: 'AWS::EC2::SecurityGroup', Action: 'CREATE' }] };
        const configuration = configurationOf(RESOURCE, { TargetOperations: ['RESOURCE'], TargetFilters });
        api.configurations.set(RESOURCE, configuration);
      },
      [
        `${RESOURCE}: the stack says TargetOperations CLOUD_CONTROL, RESOURCE, registered is RESOURCE`,
        `${RESOURCE}: the stack says Actions CREATE, UPDATE, registered is CREATE`,
        `${RESOURCE}: the stack says TargetNames AWS::EC2::SecurityGroup, AWS::EC2::SecurityGroupEgress, registered is AWS::EC2::SecurityGroup`,
      ],
    ],
    'a hook calls another function': [
      () => {
        const Properties = { LambdaFunction: 'arn:aws:lambda:us-east-1:123456789012:function:other' };
        api.configurations.set(TEMPLATE, configurationOf(TEMPLATE, { Properties }));
      },
      [
        `${TEMPLATE}: the stack says LambdaFunction arn:aws:lambda:us-east-1:123456789012:function:egress-guard-TemplateFunction-4D5E6F, registered is arn:aws:lambda:us-east-1:123456789012:function:other`,
      ],
    ],
    "the gate calls the other hook's function": [
      () => {
        const Properties = { LambdaFunction: functionArnOf(TEMPLATE) };
        api.configurations.set(RESOURCE, configurationOf(RESOURCE, { Properties }));
      },
      [
        `${RESOURCE}: the stack says LambdaFunction ${functionArnOf(RESOURCE)}, registered is ${functionArnOf(TEMPLATE)}`,
      ],
    ],
    'a hook is limited to some stacks': [
      () => {
        const StackFilters = {
          FilteringCriteria: 'ANY',
          StackNames: { Include: ['app'] },
          StackRoles: { Include: ['r'] },
        };
        api.configurations.set(RESOURCE, configurationOf(RESOURCE, { StackFilters }));
      },
      [
        `${RESOURCE}: the stack says FilteringCriteria ALL, registered is ANY`,
        `${RESOURCE}: the stack says excluded StackNames egress-guard, registered is nothing`,
        `${RESOURCE}: the stack says included StackNames nothing, registered is app`,
        `${RESOURCE}: the stack says included StackRoles nothing, registered is r`,
      ],
    ],
    'a hook is not registered': [
      () => void api.configurations.delete(RESOURCE),
      [`${RESOURCE} is not registered: nobody asks it.`],
    ],
    'a hook is not registered, told in the list of errors': [
      () => {
        api.missing = 'error';
        api.configurations.clear();
      },
      [`${RESOURCE} is not registered: nobody asks it.`, `${TEMPLATE} is not registered: nobody asks it.`],
    ],
    'AWS does not process a hook': [
      () => {
        api.missing = 'unprocessed';
        api.configurations.delete(TEMPLATE);
      },
      [`${TEMPLATE}: AWS does not give its configuration`],
    ],
    'a configuration is no JSON': [
      () => void api.configurations.set(RESOURCE, '{"CloudFormationConfiguration"'),
      [`${RESOURCE}: its configuration is not a JSON object`],
    ],
    'a hook has no configuration': [
      () => void api.configurations.set(RESOURCE, '{}'),
      [`${RESOURCE}: it is registered without a configuration`],
    ],
  };

  test.each(Object.entries(off))('%s', async (_name, [prepare, problems]) => {
    await createStack(account.moto);
    await prepare();
    const { code, out, err } = await status();
    expect({ code, err }).toEqual({ code: 1, err: ACCOUNT });
    expect(listed(out)).toEqual(problems.map((problem) => `- ${problem}`));
  });

  test('a hook is not called for one action on one target, though for each action and each target', async () => {
    await createStack(account.moto);
    const [group, egress] = ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress'];
    const Targets = [
      { TargetName: group, Action: 'CREATE' },
      { TargetName: group, Action: 'UPDATE' },
      { TargetName: egress, Action: 'CREATE' },
    ];
    api.configurations.set(RESOURCE, configurationOf(RESOURCE, { TargetFilters: { Targets } }));
    const { code, out } = await status();
    const pairs = `CREATE ${group}, CREATE ${egress}, UPDATE ${group}`;
    expect({ code, listed: listed(out) }).toEqual({
      code: 1,
      listed: [`- ${RESOURCE}: the stack says Targets ${pairs}, UPDATE ${egress}, registered is ${pairs}`],
    });
    expect(out).toContain(`\n  targets          ${pairs}\n`);
  });

  test('the stack itself says that hooks are off', async () => {
    await createStack(account.moto, { HookStatus: 'DISABLED' });
    for (const hook of [RESOURCE, TEMPLATE])
      api.configurations.set(hook, configurationOf(hook, { HookInvocationStatus: 'DISABLED' }));
    const { code, out } = await status();
    expect(code).toBe(1);
    expect(listed(out)).toEqual([RESOURCE, TEMPLATE].map((hook) => `- ${hook} is DISABLED: nobody asks it.`));
  });

  test('there is no such stack', async () => {
    const { code, out } = await status('--stack-name', 'other');
    expect(code).toBe(1);
    expect(out).toMatch(/^Stack other: not there\n\nPrivate/);
    expect(listed(out)).toEqual(['- there is no stack other here. Deploy it, or name another with --stack-name.']);
  });

  test('hooks are registered by another stack', async () => {
    await createStack(account.moto, {}, 'egress-guard', 'Resources: { Topic: { Type: AWS::SNS::Topic } }');
    const { code, out } = await status();
    expect(code).toBe(1);
    expect(listed(out)).toEqual([RESOURCE, TEMPLATE].map((hook) => `- ${hook} is registered, and not by this stack.`));
  });

  test('an emergency switch was used', async () => {
    await createStack(account.moto);
    const { code } = await runCommand(['mode', 'off', '--yes', '--endpoint-url', account.standIn.origin]);
    expect(code).toBe(0);
    const { problems, hooks } = await parse();
    expect(problems).toEqual(
      [RESOURCE, TEMPLATE].map((hook) => `${hook}: the stack says HookStatus ENABLED, registered is DISABLED`),
    );
    const drift = [{ setting: 'status', declared: 'ENABLED', registered: 'DISABLED' }];
    expect(hooks).toMatchObject([{ drift }, { drift }]);
    expect((await status()).out).toContain(`\n${RESOURCE}: DISABLED\n`);
  });
});

describe('a failure of AWS', () => {
  const failures: Record<string, readonly [prepare: () => void, message: string]> = {
    'an expired token': [
      () =>
        account.standIn.refuse(
          'DescribeStacks',
          'ExpiredToken',
          'The security token included in the request is expired',
        ),
      'the credentials have expired. Sign in again, then run the same command.',
    ],
    'a registry that fails': [
      () => account.standIn.refuse('BatchDescribeTypeConfigurations', 'CFNRegistryException', 'Internal failure'),
      'AWS refused (CFNRegistryException): Internal failure',
    ],
    'a broken connection': [
      () => account.standIn.hangUp('ListHookResults'),
      'no connection to ORIGIN (ECONNRESET). Check the network, then run it again.',
    ],
  };

  test.each(Object.entries(failures))('is told in one line: %s', async (_name, [prepare, message]) => {
    await createStack(account.moto);
    prepare();
    expect(await status()).toEqual({
      code: 2,
      out: '',
      err: `${ACCOUNT}egress-guard: ${message.replace('ORIGIN', account.standIn.origin)}\n`,
    });
  });

  test('is waited out where it passes', async () => {
    await createStack(account.moto);
    account.standIn.refuse('DescribeStacks', 'Throttling', 'Rate exceeded', 2);
    expect(await status()).toMatchObject({ code: 0, err: ACCOUNT });
  });
});

describe('the policy of status', () => {
  const readPolicy = async (): Promise<object> => JSON.parse(await readFile('infra/policy/status.json', 'utf8'));

  /** Runs it as somebody who may do so much; moto judges what it knows, the stand-in the rest. */
  const runAs = async (policy: object) => {
    const { origin, user } = await startStrictMoto(onAnyResource(policy), (strict) => createStack(strict), 1);
    const strict = await startStandIn(origin);
    const hooks = answerHookApis(strict);
    registerHooks(hooks);
    hooks.allowed = actionsOf(policy);
    const run = await runCommand(['status', '--endpoint-url', strict.origin], { ...environment, ...user });
    return { ...run, err: run.err.split('\n').at(-2) };
  };

  test('suffices', async () => {
    expect(await runAs(await readPolicy())).toMatchObject({ code: 0, err: expect.stringMatching(/^Account /) });
  });

  test.each(['cloudformation:DescribeStacks', 'cloudformation:BatchDescribeTypeConfigurations'])(
    'is not enough without %s',
    async (action) => {
      const { code, out, err } = await runAs(without(await readPolicy(), action));
      expect({ code, out }).toEqual({ code: 2, out: '' });
      expect(err).toMatch(new RegExp(`^egress-guard: the permission ${action} is missing\\. AWS says: User: .+`));
    },
  );

  test.each([
    ['cloudformation:GetTemplate', /, Egress Guard|Both hooks/],
    ['cloudformation:DescribeType', /registered 20/],
    ['cloudformation:ListAllHookResults', /last hour/],
  ])('leaves out what needs %s where that is missing', async (action, missing) => {
    const { code, out } = await runAs(without(await readPolicy(), action));
    expect(code).toBe(2);
    expect(listed(out)).toEqual([expect.stringContaining(`- the permission ${action} is missing. AWS says: User: `)]);
    expect(out).toContain(`\n${RESOURCE}: ENABLED, FAIL\n  operations `);
    expect(out).not.toMatch(missing);
  });
});

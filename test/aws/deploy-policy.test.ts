import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { statementsOf } from '../support/deployed.ts';
import { environment, runCommand } from './support/command.ts';
import { answerHookApis } from './support/hook-api.ts';
import { configurationOf, RESOURCE, registerHooks } from './support/hook-stack.ts';
import { actionsOf, without } from './support/policy.ts';
import { startStandIn } from './support/stand-in.ts';
import { startStrictMoto } from './support/user.ts';

const policy: object = JSON.parse(await readFile('infra/policy/deploy.json', 'utf8'));

/** moto asks about CloudFormation on `*`, whatever it is about, and does not ask what CloudFormation may do by itself. */
const asMotoAsks = (asked: object): object => ({
  ...asked,
  Statement: statementsOf(asked)
    .filter(({ Sid }) => !String(Sid).endsWith('ByTheStack'))
    .map((statement) => (statement['Sid'] === 'Stack' ? { ...statement, Resource: '*' } : statement)),
});

/** Somebody who may do so much; moto judges what it knows, and the stand-in what is asked of hooks. */
const startAs = async (asked: object) => {
  const { origin, user } = await startStrictMoto(asMotoAsks(asked));
  const standIn = await startStandIn(origin);
  const api = answerHookApis(standIn);
  api.allowed = actionsOf(asMotoAsks(asked));
  registerHooks(api);
  const run = (...args: readonly string[]) =>
    runCommand(['deploy', '--endpoint-url', standIn.origin, ...args], { ...environment, ...user });
  return { api, run };
};

const ACCOUNT = 'Account 123456789012, Region us-east-1, as arn:aws:iam::123456789012:user/somebody\n';

describe('the policy for deploy', () => {
  test('suffices to deploy, again, and otherwise', async () => {
    const { api, run } = await startAs(policy);
    const runs = [await run('--yes'), await run('--yes')];
    api.configurations.set(RESOURCE, configurationOf(RESOURCE, { FailureMode: 'WARN' }));
    runs.push(await run('--yes', '--warn'));
    expect(runs.map(({ code, err }) => ({ code, err }))).toEqual(Array(3).fill({ code: 0, err: ACCOUNT }));
  });

  test('suffices to try it without a bucket, and to take back what is not deployed', async () => {
    const { run } = await startAs(policy);
    const runs = [await run('--dry-run'), await run('--yes'), await run('--dry-run', '--stack-name', 'another')];
    expect(runs.map(({ code, err }) => ({ code, err }))).toEqual(Array(3).fill({ code: 0, err: ACCOUNT }));
  });

  const essential = [
    'cloudformation:BatchDescribeTypeConfigurations',
    'cloudformation:DescribeStacks',
    'cloudformation:CreateChangeSet',
    'cloudformation:DescribeChangeSet',
    'cloudformation:ExecuteChangeSet',
    'cloudformation:DescribeStackEvents',
    'cloudformation:GetTemplate',
    's3:CreateBucket',
    's3:PutBucketVersioning',
    's3:GetObject',
    's3:PutObject',
  ];

  test.each(essential)('has nothing too much: without %s it tells what is missing', async (action) => {
    const { run } = await startAs(without(policy, action));
    const { code, err } = await run('--yes');
    expect({ code, told: err.includes(`the permission ${action} is missing.`) }).toEqual({ code: 2, told: true });
  });

  test("has nothing too much: without s3:GetBucketVersioning the bucket might be another account's", async () => {
    const { run } = await startAs(without(policy, 's3:GetBucketVersioning'));
    const { code, err } = await run('--yes');
    expect(code).toBe(2);
    expect(err).toContain('belongs to another account, or the permission s3:GetBucketVersioning on it is missing.');
  });
});

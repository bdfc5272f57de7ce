import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { statementsOf } from '../support/deployed.ts';
import { environment, runCommand } from './support/command.ts';
import { without } from './support/policy.ts';
import { startStrictMoto } from './support/user.ts';

const policy: object = JSON.parse(await readFile('infra/policy/deploy.json', 'utf8'));

/** moto asks about CloudFormation on `*`, whatever it is about, and does not ask what CloudFormation may do by itself. */
const asMotoAsks = (asked: object): object => ({
  ...asked,
  Statement: statementsOf(asked)
    .filter(({ Sid }) => !String(Sid).endsWith('ByTheStack'))
    .map((statement) => (statement['Sid'] === 'Stack' ? { ...statement, Resource: '*' } : statement)),
});

const deployAs = async (asked: object, ...calls: readonly (readonly string[])[]) => {
  const { origin, user } = await startStrictMoto(asMotoAsks(asked));
  const run = (args: readonly string[]) =>
    runCommand(['deploy', '--endpoint-url', origin, '--yes', ...args], { ...environment, ...user });
  const runs = [await run([])];
  for (const args of calls) runs.push(await run(args));
  return runs;
};

const ACCOUNT = 'Account 123456789012, Region us-east-1, as arn:aws:iam::123456789012:user/somebody\n';

describe('the policy for deploy', () => {
  test('suffices to deploy, again, and otherwise', async () => {
    const runs = await deployAs(policy, [], ['--warn']);
    expect(runs.map(({ code, err }) => ({ code, err }))).toEqual(Array(3).fill({ code: 0, err: ACCOUNT }));
  });

  test('suffices to take back what is not deployed', async () => {
    const { origin, user } = await startStrictMoto(asMotoAsks(policy));
    const args = ['deploy', '--endpoint-url', origin, '--yes', '--dry-run'];
    const { code, err } = await runCommand(args, { ...environment, ...user });
    expect({ code, err }).toEqual({ code: 0, err: ACCOUNT });
  });

  const essential = [
    'cloudformation:DescribeStacks',
    'cloudformation:CreateChangeSet',
    'cloudformation:DescribeChangeSet',
    'cloudformation:ExecuteChangeSet',
    'cloudformation:DescribeStackEvents',
    's3:CreateBucket',
    's3:PutBucketVersioning',
    's3:GetObject',
    's3:PutObject',
  ];

  test.each(essential)('has nothing too much: without %s it tells what is missing', async (action) => {
    const [run] = await deployAs(without(policy, action));
    expect(run?.code).toBe(2);
    expect(run?.err).toContain(`egress-guard: the permission ${action} is missing.`);
  });

  test("has nothing too much: without s3:GetBucketVersioning the bucket might be another account's", async () => {
    const [run] = await deployAs(without(policy, 's3:GetBucketVersioning'));
    expect(run?.code).toBe(2);
    expect(run?.err).toContain(
      'belongs to another account, or the permission s3:GetBucketVersioning on it is missing.',
    );
  });
});

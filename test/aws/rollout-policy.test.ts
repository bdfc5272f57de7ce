import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { environment, runCommand } from './support/command.ts';
import { callsFor, makeOrganization } from './support/organization.ts';
import { startStrictMoto } from './support/user.ts';

interface Statement {
  readonly Sid: string;
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
}

const policy: { readonly Statement: readonly Statement[] } = JSON.parse(
  await readFile('infra/policy/rollout.json', 'utf8'),
);

/** moto asks whether an action of CloudFormation is allowed on `*`, whatever it is about: of S3 alone it knows what. */
const asMotoAsks = (statement: Statement): Statement =>
  statement.Sid === 'StackSet' ? { ...statement, Resource: '*' } : statement;

const without = (action: string) => ({
  ...policy,
  Statement: policy.Statement.map(asMotoAsks)
    .map((statement) => ({ ...statement, Action: [statement.Action].flat().filter((one) => one !== action) }))
    .filter(({ Action }) => Action.length > 0),
});

/** Rolls out as somebody who may do what the policy says, but for one action. */
const rollOutWithout = async (action: string) => {
  let unit = '';
  const prepare = async (moto: string): Promise<void> => {
    unit = (await makeOrganization(moto, ['first'])).unit;
  };
  const { origin, user } = await startStrictMoto(without(action), prepare, callsFor(1));
  const args = ['rollout', '--endpoint-url', origin, '--ou', unit, '--target-region', 'eu-west-1', '--yes'];
  return runCommand(args, { ...environment, ...user });
};

describe('the policy for rollout', () => {
  test('suffices for a first rollout', async () => {
    const run = await rollOutWithout('');
    expect(run).toMatchObject({ code: 0, err: expect.not.stringContaining('permission') });
  });

  const essential = [
    'cloudformation:DescribeStackSet',
    'cloudformation:CreateStackSet',
    'cloudformation:CreateStackInstances',
    'cloudformation:DescribeStackSetOperation',
    'cloudformation:ListStackSetOperationResults',
    's3:PutObject',
    's3:CreateBucket',
  ];

  test.each(essential)('has nothing too much: without %s it is told what is missing', async (action) => {
    const run = await rollOutWithout(action);
    expect(run.code).toBe(2);
    expect(run.err).toContain(`egress-guard: the permission ${action} is missing.`);
  });

  test('names nothing but stack sets and a bucket of Egress Guard, where AWS lets it', () => {
    const resources = policy.Statement.flatMap(({ Sid, Resource }) =>
      ['DelegatedAdministrator', 'CreateStackSet'].includes(Sid) ? [] : Resource,
    );
    expect(resources).toEqual([
      'arn:aws:cloudformation:*:*:stackset/egress-guard:*',
      'arn:aws:cloudformation:*:*:stackset-target/egress-guard:*',
      'arn:aws:cloudformation:*:*:type/resource/*',
      'arn:aws:s3:::egress-guard-artifacts-*',
      'arn:aws:s3:::egress-guard-artifacts-*/egress-guard/*',
    ]);
  });
});

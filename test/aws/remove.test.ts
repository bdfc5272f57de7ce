import { readFile } from 'node:fs/promises';
import { CreateStackCommand, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { HeadBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from '../support/command-line.ts';
import { statementsOf } from '../support/deployed.ts';
import { environment, runCommand } from './support/command.ts';
import { useEmptyAccount } from './support/empty-account.ts';
import { answerHookApis } from './support/hook-api.ts';
import { RESOURCE, registered, registerHooks } from './support/hook-stack.ts';
import type { HookApi } from './support/hook-state.ts';
import { actionsOf, without } from './support/policy.ts';
import { registerAsDeployed } from './support/registration.ts';
import { type StandIn, startStandIn } from './support/stand-in.ts';
import { startStrictMoto } from './support/user.ts';

const ACCOUNT = 'Account 123456789012, Region us-east-1, as arn:aws:sts::123456789012:user/moto\n';
const Bucket = 'egress-guard-artifacts-123456789012-us-east-1';

const account = useEmptyAccount();
let api: HookApi;

const tidy = (text: string): string =>
  text
    .replaceAll(/^\d\d:\d\d:\d\d /gm, 'TIME ')
    .replaceAll(/egress-guard-LogGroup-\w+/g, 'LOG-GROUP')
    // moto is asked twice to update.
    .replaceAll(/^(TIME .*\n)\1/gm, '$1');

const remove = async (...args: readonly string[]) => {
  const { code, out, err } = await runCommand(['remove', '--endpoint-url', account.standIn.origin, ...args]);
  return { code, out: tidy(out), err };
};

/** With somebody at the terminal, who answers. */
const removeAsked = async (answers: readonly string[], ...args: readonly string[]) => {
  const { code, out, err } = await run(['remove', '--endpoint-url', account.standIn.origin, ...args], { answers });
  return { code, out: tidy(out), err };
};

const deploy = (...args: readonly string[]) => runCommand(['deploy', '--endpoint-url', account.moto, '--yes', ...args]);

const stacks = async () => (await account.cloudFormation.send(new DescribeStacksCommand({}))).Stacks ?? [];

const hasBucket = (): Promise<boolean> =>
  account.s3.send(new HeadBucketCommand({ Bucket })).then(
    () => true,
    () => false,
  );

const changes = (): string[] =>
  account.standIn.calls.map(({ action }) => action).filter((action) => /^(Create|Update|Delete|Execute)/.test(action));

beforeAll(() => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});

afterAll(() => void vi.unstubAllEnvs());

beforeEach(async () => {
  api = registerAsDeployed(account.standIn, account.moto);
});

const REMOVED = `Disabling both hooks.
TIME  UPDATE_IN_PROGRESS  egress-guard (AWS::CloudFormation::Stack)
TIME  UPDATE_COMPLETE     egress-guard (AWS::CloudFormation::Stack)
Deleting the stack egress-guard.
TIME  DELETE_IN_PROGRESS  egress-guard (AWS::CloudFormation::Stack)  User Initiated
TIME  DELETE_COMPLETE     egress-guard (AWS::CloudFormation::Stack)

Removed: the stack egress-guard is gone.
`;

const LOG_KEPT = `  log group         LOG-GROUP
    delete it with: aws logs delete-log-group --log-group-name LOG-GROUP --region us-east-1
`;

const BUCKET_KEPT = `  artifacts bucket  ${Bucket}
    delete it with: egress-guard remove --purge --region us-east-1
`;

const ARCHIVE_KEPT = `  archive           s3://reports/123456789012/us-east-1/
    delete it with: aws s3 rm s3://reports/123456789012/us-east-1/ --recursive --region us-east-1
`;

describe('what is deployed', () => {
  beforeEach(() => deploy('--parameter', 'ArchiveBucket=reports', '--warn'));

  test('is removed, the hooks disabled first; log, archive and bucket are kept and named', async () => {
    expect(await remove('--yes')).toEqual({
      code: 0,
      out: `${REMOVED}\nKept:\n${LOG_KEPT}${ARCHIVE_KEPT}${BUCKET_KEPT}`,
      err: ACCOUNT,
    });
    expect(await stacks()).toEqual([]);
    expect(await hasBucket()).toBe(true);
  });

  test('has nothing changed but the status of the hooks before it is deleted', async () => {
    await remove('--yes');
    expect(changes()).toEqual(['CreateChangeSet', 'ExecuteChangeSet', 'DeleteStack']);
    const sent = Object.fromEntries(
      account.standIn.calls.find(({ action }) => action === 'CreateChangeSet')?.parameters ?? [],
    );
    expect(sent).toMatchObject({ ChangeSetType: 'UPDATE', UsePreviousTemplate: 'true' });
    const values = Object.entries(sent).filter(([name]) => name.endsWith('.ParameterValue'));
    expect(values.map(([, value]) => value)).toEqual(['DISABLED']);
    expect(Object.values(sent)).toEqual(expect.arrayContaining(['ArchiveBucket', 'ResourceFailureMode']));
  });

  test('has its hooks disabled once', async () => {
    await deploy('--parameter', 'HookStatus=DISABLED');
    const { code } = await remove('--yes');
    expect({ code, changes: changes() }).toEqual({ code: 0, changes: ['DeleteStack'] });
  });

  test('has hooks disabled that mode switched on, though the stack says that they are off', async () => {
    await deploy('--parameter', 'HookStatus=DISABLED');
    await runCommand(['mode', 'fail', '--hook', 'resource', '--yes', '--endpoint-url', account.standIn.origin]);
    expect(registered(api, RESOURCE)).toMatchObject({ HookInvocationStatus: 'ENABLED' });
    const { code, out } = await remove('--yes');
    expect({ code, first: out.split('\n').slice(0, 2) }).toEqual({
      code: 0,
      first: ['Disabling both hooks.', 'Deleting the stack egress-guard.'],
    });
    expect(registered(api, RESOURCE)).toMatchObject({ HookInvocationStatus: 'DISABLED', FailureMode: 'FAIL' });
    expect(changes()).toEqual(['DeleteStack']);
  });

  test('is not updated where mode has switched the hooks off', async () => {
    await runCommand(['mode', 'off', '--yes', '--endpoint-url', account.standIn.origin]);
    const { code, out } = await remove('--yes');
    expect({ code, first: out.split('\n')[0] }).toEqual({ code: 0, first: 'Deleting the stack egress-guard.' });
    expect(changes()).toEqual(['DeleteStack']);
  });

  test('is not touched where it cannot be read how its hooks are registered', async () => {
    const denied = 'User: dev is not authorized to perform: cloudformation:BatchDescribeTypeConfigurations';
    account.standIn.refuse('BatchDescribeTypeConfigurations', 'AccessDenied', denied);
    const { code, err } = await remove('--yes');
    expect({ code, told: err.includes(`AWS says: ${denied}`) }).toEqual({ code: 2, told: true });
    expect(changes()).toEqual([]);
  });

  test('is purged with the bucket, and every version of what is in it', async () => {
    const old = { Bucket, Key: 'egress-guard/old.template.yaml' };
    await account.s3.send(new PutObjectCommand({ ...old, Body: 'one' }));
    await account.s3.send(new PutObjectCommand({ ...old, Body: 'two' }));
    expect(await remove('--yes', '--purge')).toEqual({
      code: 0,
      out: `${REMOVED}Deleted the bucket ${Bucket} with all that was in it.\n\nKept:\n${LOG_KEPT}${ARCHIVE_KEPT}`,
      err: ACCOUNT,
    });
    expect(await hasBucket()).toBe(false);
  });

  test('is told to programs', async () => {
    const { code, out } = await remove('--yes', '--format', 'json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      account: '123456789012',
      region: 'us-east-1',
      stackName: 'egress-guard',
      outcome: 'REMOVED',
      kept: [
        {
          what: 'log group',
          name: 'LOG-GROUP',
          command: 'aws logs delete-log-group --log-group-name LOG-GROUP --region us-east-1',
        },
        {
          what: 'archive',
          name: 's3://reports/123456789012/us-east-1/',
          command: 'aws s3 rm s3://reports/123456789012/us-east-1/ --recursive --region us-east-1',
        },
        {
          what: 'artifacts bucket',
          name: Bucket,
          command: 'egress-guard remove --purge --region us-east-1',
        },
      ],
    });
  });
});

const REMOVE = 'Disable both hooks and delete the stack egress-guard in 123456789012, us-east-1? [y/N] ';
const PURGE = `Delete the bucket ${Bucket} with all that is in it, in versions: 1? [y/N] `;

describe('whoever is asked', () => {
  beforeEach(() => deploy());

  test('declines, and nothing is changed', async () => {
    const run = await removeAsked(['n'], '--purge');
    expect(run).toEqual({ code: 2, out: 'Nothing was removed.\n', err: `${ACCOUNT}${REMOVE}` });
    expect(changes()).toEqual([]);
  });

  test('is asked about the bucket by itself, and may keep it', async () => {
    const { code, out, err } = await removeAsked(['y', 'n'], '--purge');
    expect({ code, err }).toEqual({ code: 0, err: `${ACCOUNT}${REMOVE}${PURGE}` });
    expect(out).toBe(`${REMOVED}\nKept:\n${LOG_KEPT}${BUCKET_KEPT}`);
    expect(await hasBucket()).toBe(true);
  });

  test('is not there, and nothing is changed', async () => {
    const { code, err } = await remove();
    const nobody = 'Cannot ask: standard input is no terminal. This changes the account; repeat with --yes.';
    expect({ code, err }).toEqual({ code: 2, err: `${ACCOUNT}egress-guard: ${nobody}\n` });
    expect(changes()).toEqual([]);
  });

  test('is not there any more for the bucket, which stays, and what was done is told', async () => {
    const { code, out, err } = await removeAsked(['y'], '--purge');
    expect({ code, out }).toEqual({ code: 2, out: `${REMOVED}\nKept:\n${LOG_KEPT}${BUCKET_KEPT}` });
    expect(err).toContain(
      `egress-guard: the bucket ${Bucket} was not deleted: Cannot ask: standard input is no terminal.`,
    );
    expect(await hasBucket()).toBe(true);
  });
});

describe('where there is no stack', () => {
  const NOTHING = 'There is no stack egress-guard here: nothing to remove.\n';

  test('there is nothing to do', async () => {
    expect(await remove('--yes')).toEqual({ code: 0, out: NOTHING, err: ACCOUNT });
    expect(changes()).toEqual([]);
  });

  test('the bucket that is left is named, and can be purged', async () => {
    await deploy();
    await remove('--yes');
    expect((await remove('--yes')).out).toBe(`${NOTHING}\nKept:\n${BUCKET_KEPT}`);
    const { code, out } = await remove('--yes', '--purge');
    expect({ code, out }).toEqual({
      code: 0,
      out: `${NOTHING}Deleted the bucket ${Bucket} with all that was in it.\n`,
    });
  });

  test('of Egress Guard, another of that name is left alone', async () => {
    const TemplateBody = JSON.stringify({ Resources: { Topic: { Type: 'AWS::SNS::Topic' } } });
    await account.cloudFormation.send(new CreateStackCommand({ StackName: 'shop', TemplateBody }));
    const { code, err } = await remove('--yes', '--stack-name', 'shop');
    expect({ code, err: err.includes('the stack shop is not one of Egress Guard') }).toEqual({ code: 2, err: true });
    expect(await stacks()).toHaveLength(1);
  });
});

describe('the policy for remove', () => {
  const readPolicy = async (): Promise<object> => JSON.parse(await readFile('infra/policy/remove.json', 'utf8'));
  const readDeployPolicy = async (): Promise<object> => JSON.parse(await readFile('infra/policy/deploy.json', 'utf8'));

  /** moto asks about CloudFormation on `*`, about deleting many objects on the bucket, and not what CloudFormation may do by itself. */
  const asMotoAsks = (asked: object): object => ({
    ...asked,
    Statement: statementsOf(asked)
      .filter(({ Sid }) => !String(Sid).endsWith('ByTheStack'))
      .map((statement) =>
        /^(Stack|PurgeArtifacts)$/.test(String(statement['Sid'])) ? { ...statement, Resource: '*' } : statement,
      ),
  });

  /** So many calls a deployment takes, which moto lets pass unasked. */
  const callsOfDeploy = async (): Promise<number> => {
    await runCommand(['deploy', '--endpoint-url', account.standIn.origin, '--yes']);
    return account.standIn.calls.filter(({ action }) => action !== 'BatchDescribeTypeConfigurations').length;
  };

  /** moto judges what it knows, and the stand-in what is asked of hooks. */
  const startBefore = async (origin: string, asked: object): Promise<StandIn> => {
    const strict = await startStandIn(origin);
    const hooks = answerHookApis(strict);
    hooks.allowed = actionsOf(asMotoAsks(asked));
    registerHooks(hooks);
    return strict;
  };

  const removeAs = async (asked: object) => {
    const calls = await callsOfDeploy();
    const prepare = async (moto: string): Promise<void> => {
      const { origin } = await startBefore(moto, await readDeployPolicy());
      await runCommand(['deploy', '--endpoint-url', origin, '--yes']);
    };
    const { origin: moto, user } = await startStrictMoto(asMotoAsks(asked), prepare, calls);
    const { origin } = await startBefore(moto, asked);
    return runCommand(['remove', '--endpoint-url', origin, '--yes', '--purge'], { ...environment, ...user });
  };

  test('suffices to remove and to purge', async () => {
    const { code, out } = await removeAs(await readPolicy());
    expect({ code, gone: out.includes(`Deleted the bucket ${Bucket} `) }).toEqual({ code: 0, gone: true });
  });

  test.each([
    'cloudformation:BatchDescribeTypeConfigurations',
    'cloudformation:DescribeStacks',
    'cloudformation:CreateChangeSet',
    'cloudformation:ExecuteChangeSet',
    'cloudformation:DeleteStack',
    'cloudformation:ListStackResources',
    's3:ListBucketVersions',
    's3:DeleteBucket',
  ])('has nothing too much: without %s it tells what is missing', async (action) => {
    const { code, err } = await removeAs(without(await readPolicy(), action));
    expect({ code, err: err.includes(`the permission ${action} is missing.`) }).toEqual({ code: 2, err: true });
  });

  test('lets CloudFormation delete what the policy for deploy lets it make, but for the log group', async () => {
    const deletions = (policy: object): string[] =>
      statementsOf(policy)
        .filter(({ Sid }) => String(Sid).endsWith('ByTheStack'))
        .flatMap(({ Action }) => [Action].flat().map(String))
        .filter((action) => /:(Delete|Deactivate)/.test(action) && action !== 'logs:DeleteLogGroup')
        .sort();
    expect(deletions(await readPolicy())).toEqual(deletions(await readDeployPolicy()));
  });
});

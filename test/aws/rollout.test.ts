import { readFile } from 'node:fs/promises';
import {
  CloudFormationClient,
  DescribeStackSetCommand,
  ListStackInstancesCommand,
} from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, test } from 'vitest';
import { environment, runCommand } from './support/command.ts';
import { useEmptyAccount } from './support/empty-account.ts';
import { makeOrganization, type Organization } from './support/organization.ts';
import {
  answerOperation,
  answerResults,
  answerStackSet,
  answerTargets,
  OLDER_TEMPLATE,
  type Place,
} from './support/stack-set-answers.ts';

// moto makes service-managed stack sets and their stacks in the accounts of an organizational unit. What it lacks is answered
// in the shapes of the SDK's model: test/aws/support/stack-set-answers.ts.

const REGIONS = ['--target-region', 'eu-west-1', '--target-region', 'us-west-2'];
const OPERATION = /Operation ([-0-9a-f]{36})/g;

const account = useEmptyAccount();
let organization: Organization;

const rollout = async (...args: readonly string[]) => {
  const { code, out, err } = await runCommand(
    ['rollout', '--endpoint-url', account.standIn.origin, ...args],
    environment,
  );
  return { code, out: out.replaceAll(OPERATION, 'Operation ID'), err: err.replaceAll(OPERATION, 'Operation ID') };
};

/** What was called to change something, with the parameters that were sent. */
const sent = (action: string): Record<string, string>[] =>
  account.standIn.calls
    .filter((call) => call.action === action)
    .map(({ parameters }) => Object.fromEntries(parameters));

const changes = (): string[] =>
  account.standIn.calls.map(({ action }) => action).filter((action) => /^(Create|Update|Delete)/.test(action));

/** An account number as long as all are, so that tables look the same. */
const places = (status: string, reason?: string): Place[] =>
  organization.accounts.flatMap((account) =>
    ['eu-west-1', 'us-west-2'].map((region) => ({
      account,
      region,
      unit: organization.unit,
      status,
      ...(reason !== undefined && { reason }),
    })),
  );

beforeEach(async () => {
  organization = await makeOrganization(account.moto, ['first', 'second']);
  organization = { ...organization, accounts: organization.accounts.toSorted() };
  answerTargets(account.standIn, {});
  answerResults(account.standIn, places('SUCCEEDED'));
});

const ACCOUNT = 'Account 123456789012, Region us-east-1, as arn:aws:sts::123456789012:user/moto\n';
const PACE = 'Region after Region, 1 account at a time in each; a Region ends with the first failure.';

const BUCKET =
  'Created the bucket egress-guard-artifacts-123456789012-us-east-1: public access blocked, encrypted, versioned.\n';

describe('a first rollout', () => {
  test('makes the stack set and a stack in each account, and tells what comes next', async () => {
    const { unit, accounts } = organization;
    const [first = '', second = ''] = accounts;
    const run = await rollout('--ou', unit, ...REGIONS, '--yes');
    expect(run).toEqual({
      code: 0,
      out: `STEP                  UNIT              REGIONS               WHAT
create the stack set                                          ResourceFailureMode=WARN, TemplateFailureMode=WARN, HookStatus=ENABLED; accounts that join get it, too
create stacks         ${unit}  eu-west-1, us-west-2  one in each account that has none
${PACE}
The template goes into the bucket egress-guard-artifacts-123456789012-us-east-1, made where it is missing.

ACCOUNT       REGION     UNIT              RESULT     REASON
${first}  eu-west-1  ${unit}  SUCCEEDED
${first}  us-west-2  ${unit}  SUCCEEDED
${second}  eu-west-1  ${unit}  SUCCEEDED
${second}  us-west-2  ${unit}  SUCCEEDED
4 succeeded.

StackSets skip the management account 123456789012. To have the hooks there, too, run with its credentials:
  egress-guard deploy --warn --region eu-west-1
  egress-guard deploy --warn --region us-west-2

The hooks warn. Once the findings are dealt with, let them block, unit by unit:
  egress-guard rollout mode fail --region us-east-1 --ou ${unit}
`,
      err: `${ACCOUNT}${BUCKET}Operation ID (CREATE_INSTANCES) has started.\n`,
    });
  });

  test('leaves a service-managed stack set with the built template, and stacks in every account and Region', async () => {
    const { unit, accounts } = organization;
    await rollout('--ou', unit, ...REGIONS, '--yes');
    const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
    const client = new CloudFormationClient({ endpoint: account.moto, region: 'us-east-1', credentials });
    const { StackSet } = await client.send(new DescribeStackSetCommand({ StackSetName: 'egress-guard' }));
    expect(StackSet).toMatchObject({
      PermissionModel: 'SERVICE_MANAGED',
      TemplateBody: await readFile('dist/egress-guard.template.yaml', 'utf8'),
    });
    const { Summaries = [] } = await client.send(new ListStackInstancesCommand({ StackSetName: 'egress-guard' }));
    expect(Summaries.map(({ Account, Region }) => `${Account} ${Region}`).sort()).toEqual(
      accounts.flatMap((account) => [`${account} eu-west-1`, `${account} us-west-2`]),
    );
  });

  test('sends AWS what was asked for', async () => {
    const { unit } = organization;
    const pace = ['--failure-tolerance', '10%', '--max-concurrent', '5', '--regions-in-parallel'];
    const what = ['--fail', '--parameter', 'LogRetentionInDays=90', '--no-auto-deployment', '--delegated-admin'];
    await rollout('--ou', unit, '--target-region', 'eu-west-1', ...pace, ...what, '--stack-set-name', 'other', '--yes');
    expect(sent('CreateStackSet')[0]).toMatchObject({
      StackSetName: 'other',
      CallAs: 'DELEGATED_ADMIN',
      PermissionModel: 'SERVICE_MANAGED',
      'AutoDeployment.Enabled': 'false',
      'Capabilities.member.1': 'CAPABILITY_IAM',
      'Parameters.member.1.ParameterKey': 'ResourceFailureMode',
      'Parameters.member.1.ParameterValue': 'FAIL',
      'Parameters.member.2.ParameterKey': 'TemplateFailureMode',
      'Parameters.member.2.ParameterValue': 'FAIL',
      'Parameters.member.3.ParameterKey': 'HookStatus',
      'Parameters.member.3.ParameterValue': 'ENABLED',
      'Parameters.member.4.ParameterKey': 'LogRetentionInDays',
      'Parameters.member.4.ParameterValue': '90',
      TemplateURL: expect.stringMatching(
        /^https:\/\/egress-guard-artifacts-123456789012-us-east-1\.s3\.us-east-1\.amazonaws\.com\/egress-guard\//,
      ),
    });
    expect(sent('CreateStackSet')[0]).not.toHaveProperty('AutoDeployment.RetainStacksOnAccountRemoval');
    expect(sent('CreateStackInstances')[0]).toMatchObject({
      StackSetName: 'other',
      CallAs: 'DELEGATED_ADMIN',
      'DeploymentTargets.OrganizationalUnitIds.member.1': unit,
      'Regions.member.1': 'eu-west-1',
      'OperationPreferences.FailureTolerancePercentage': '10',
      'OperationPreferences.MaxConcurrentCount': '5',
      'OperationPreferences.ConcurrencyMode': 'SOFT_FAILURE_TOLERANCE',
      'OperationPreferences.RegionConcurrencyType': 'PARALLEL',
    });
  });

  test('keeps the order of the Regions, and stacks of nobody who leaves', async () => {
    await rollout('--ou', organization.unit, '--target-region', 'us-west-2,eu-west-1', '--yes');
    expect(sent('CreateStackSet')[0]).toMatchObject({
      'AutoDeployment.Enabled': 'true',
      'AutoDeployment.RetainStacksOnAccountRemoval': 'false',
    });
    expect(sent('CreateStackInstances')[0]).toMatchObject({
      'OperationPreferences.RegionConcurrencyType': 'SEQUENTIAL',
      'OperationPreferences.RegionOrder.member.1': 'us-west-2',
      'OperationPreferences.RegionOrder.member.2': 'eu-west-1',
    });
  });

  test('tells programs all of it, and asks for --yes where nobody is there', async () => {
    const { unit } = organization;
    const asked = await rollout('--ou', unit, ...REGIONS, '--format', 'json');
    expect({ code: asked.code, out: asked.out }).toEqual({ code: 2, out: '' });
    expect(asked.err).toContain(
      'Cannot ask: standard input is no terminal. This changes the account; repeat with --yes.',
    );
    expect(changes()).toEqual([]);
    const run = await rollout('--ou', unit, ...REGIONS, '--format', 'json', '--yes');
    expect(JSON.parse(run.out)).toEqual({
      stackSetName: 'egress-guard',
      region: 'us-east-1',
      managementAccount: '123456789012',
      isComplete: true,
      steps: [
        { kind: 'CREATE_SET', parameters: expect.any(Array), isAutoDeployed: true, isBegun: true, results: [] },
        {
          kind: 'CREATE_INSTANCES',
          organizationalUnits: [unit],
          regions: ['eu-west-1', 'us-west-2'],
          isBegun: true,
          operation: expect.objectContaining({ status: 'SUCCEEDED', action: 'CREATE' }),
          results: places('SUCCEEDED').map(({ unit: organizationalUnit, ...place }) => ({
            ...place,
            organizationalUnit,
          })),
        },
      ],
    });
  });
});

describe('a rollout that is repeated', () => {
  beforeEach(async () => {
    await rollout('--ou', organization.unit, ...REGIONS, '--yes');
    account.standIn.calls.length = 0;
    answerTargets(account.standIn, { [organization.unit]: ['eu-west-1', 'us-west-2'] });
  });

  test('changes nothing, which is no error', async () => {
    const run = await rollout('--ou', organization.unit, ...REGIONS);
    expect(run.code).toBe(0);
    expect(run.out).toMatch(
      /^Nothing to do: the stack set is as it is wanted\.\n\nStackSets skip the management account/,
    );
    expect(changes()).toEqual([]);
  });

  test('adds a Region where it is missing', async () => {
    const run = await rollout('--ou', organization.unit, ...REGIONS, '--target-region', 'eu-central-1', '--yes');
    expect(run.code).toBe(0);
    expect(changes()).toEqual(['CreateStackInstances']);
    expect(sent('CreateStackInstances')[0]).toMatchObject({ 'Regions.member.1': 'eu-central-1' });
    expect(sent('CreateStackInstances')[0]).not.toHaveProperty('Regions.member.2');
  });

  test('changes parameters, and keeps the others', async () => {
    const run = await rollout('--fail', '--yes');
    expect(run.out).toContain(
      'update the stack set and its stacks  all            ResourceFailureMode: WARN -> FAIL, TemplateFailureMode: WARN -> FAIL\n',
    );
    expect(run.out).toContain('Stacks with values of their own for a parameter keep them.\n');
    expect(sent('UpdateStackSet')).toEqual([
      expect.objectContaining({
        UsePreviousTemplate: 'true',
        'Parameters.member.1.ParameterKey': 'ResourceFailureMode',
        'Parameters.member.1.ParameterValue': 'FAIL',
        'Parameters.member.3.ParameterKey': 'HookStatus',
        'Parameters.member.3.UsePreviousValue': 'true',
      }),
    ]);
  });

  test('brings a newer template', async () => {
    answerStackSet(account.standIn, {
      units: { [organization.unit]: ['eu-west-1', 'us-west-2'] },
      parameters: { ResourceFailureMode: 'WARN', GoneInThisVersion: 'x' },
      template: OLDER_TEMPLATE,
    });
    const run = await rollout('--yes');
    expect(run.out).toContain('update the stack set and its stacks  all   eu-west-1, us-west-2  the template\n');
    expect(run.out).toContain('StackSets skip the management account 999999999999.');
    const [update = {}] = sent('UpdateStackSet');
    expect(update['TemplateURL']).toMatch(/^https:/);
    expect(Object.values(update)).not.toContain('GoneInThisVersion');
    expect(update).toMatchObject({
      'Parameters.member.1.ParameterKey': 'ResourceFailureMode',
      'Parameters.member.1.UsePreviousValue': 'true',
    });
  });
});

describe('an operation that fails in an account', () => {
  beforeEach(() => {
    const [ok, ...others] = places('SUCCEEDED');
    const reason = 'ResourceLogicalId:ResourceHook, ResourceType:AWS::CloudFormation::LambdaHook: AlreadyExists';
    const failed = others.map((place, index) => (index === 0 ? { ...place, status: 'FAILED', reason } : place));
    answerResults(account.standIn, ok === undefined ? [] : [ok, ...failed]);
  });

  test('is told with the reason, last in the table, and is a failure within the tolerance, too', async () => {
    const { unit, accounts } = organization;
    const run = await rollout('--ou', unit, ...REGIONS, '--failure-tolerance', '1', '--yes');
    expect(run.code).toBe(2);
    expect(run.out).toContain(
      `${accounts[0]}  us-west-2  ${unit}  FAILED     ResourceLogicalId:ResourceHook, ResourceType:AWS::CloudFormation::LambdaHook: AlreadyExists
3 succeeded, 1 failed.
The same command again does what is left to do.
`,
    );
  });

  test('ends the rollout, where it ends as failed', async () => {
    await rollout('--ou', organization.unit, '--target-region', 'eu-west-1', '--yes');
    account.standIn.calls.length = 0;
    answerOperation(account.standIn, 'FAILED', 'more failed than tolerated');
    answerStackSet(account.standIn, { units: {}, template: OLDER_TEMPLATE });
    const run = await rollout('--ou', organization.unit, ...REGIONS, '--yes');
    expect(run.code).toBe(2);
    expect(changes()).toEqual(['UpdateStackSet']);
    expect(run.out).toContain(
      'Operation ID ended as FAILED: more failed than tolerated\n1 of 2 steps were not begun.\n',
    );
  });
});

test('an operation is followed until it ends', async () => {
  answerOperation(account.standIn, 'RUNNING', undefined, 1);
  const run = await rollout('--ou', organization.unit, ...REGIONS, '--yes');
  expect(run.code).toBe(0);
  expect(sent('DescribeStackSetOperation').length).toBe(2);
});

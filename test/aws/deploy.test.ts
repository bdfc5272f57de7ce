import { readFile } from 'node:fs/promises';
import { DescribeStacksCommand, GetTemplateCommand, ListChangeSetsCommand } from '@aws-sdk/client-cloudformation';
import {
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  ListBucketsCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { run } from '../support/command-line.ts';
import { part, readTemplate } from '../support/deployed.ts';
import { environment, runCommand } from './support/command.ts';
import { useEmptyAccount } from './support/empty-account.ts';
import { configurationOf, RESOURCE, TEMPLATE as TEMPLATE_HOOK } from './support/hook-stack.ts';
import type { HookApi } from './support/hook-state.ts';
import { registerAsDeployed } from './support/registration.ts';

const TEMPLATE = 'dist/egress-guard.template.yaml';
const Bucket = 'egress-guard-artifacts-123456789012-us-east-1';
const StackName = 'egress-guard';

const account = useEmptyAccount();
let api: HookApi;

const deploy = async (...args: readonly string[]) => {
  const { code, out, err } = await runCommand(['deploy', '--endpoint-url', account.standIn.origin, ...args]);
  return { code, out: out.replaceAll(/^\d\d:\d\d:\d\d /gm, 'TIME '), err };
};

/** With somebody at the terminal, who answers. */
const deployAsked = (answers: readonly string[], ...args: readonly string[]) =>
  run(['deploy', '--endpoint-url', account.standIn.origin, ...args], { answers });

const stacks = async () => (await account.cloudFormation.send(new DescribeStacksCommand({}))).Stacks ?? [];
const changeSets = async () =>
  (await account.cloudFormation.send(new ListChangeSetsCommand({ StackName }))).Summaries ?? [];

const parameters = async () =>
  Object.fromEntries((await stacks())[0]?.Parameters?.map((one) => [one.ParameterKey, one.ParameterValue]) ?? []);

const versions = async () => (await account.s3.send(new ListObjectVersionsCommand({ Bucket }))).Versions ?? [];

const calls = (action: string) =>
  account.standIn.calls.filter((call) => call.action === action).map((call) => Object.fromEntries(call.parameters));

beforeAll(() => {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});

afterAll(() => void vi.unstubAllEnvs());

beforeEach(async () => {
  api = registerAsDeployed(account.standIn, account.moto);
});

const ACCOUNT = 'Account 123456789012, Region us-east-1, as arn:aws:sts::123456789012:user/moto\n';

const hooksTable = (
  resource: string,
  template: string,
): string => `HOOK                            STATUS   ON A FAILURE
Private::EgressGuard::Resource  ENABLED  ${resource}
Private::EgressGuard::Template  ENABLED  ${template}

Next:
  egress-guard status          how the hooks stand, and what they did in the last hour
  egress-guard audit           what of the stacks that are there would be blocked
  egress-guard mode warn|off   the emergency switch: lets pass with a warning, or is not called at all
`;

const BLOCKS = 'FAIL: blocks';
const WARNS = 'WARN: lets pass with a warning';

describe('a first deployment', () => {
  test('makes the bucket and the stack, shows what is added and what happens, and ends with the hooks', async () => {
    const { code, out, err } = await deploy('--yes');
    const added = Object.entries(part(await readTemplate(TEMPLATE), 'Resources'));
    const width = Math.max(...added.map(([name]) => name.length));
    const rows = added.map(([name, resource]) => `added   ${name.padEnd(width)}  ${part(resource)['Type']}`);
    expect({ code, err }).toEqual({ code: 0, err: ACCOUNT });
    expect(out.split('\n').map((line) => line.trimEnd())).toEqual(
      `Created the bucket ${Bucket}: public access blocked, encrypted, versioned.
CHANGE  ${'RESOURCE'.padEnd(width)}  ${'TYPE'.padEnd('AWS::CloudFormation::LambdaHook'.length)}  WHAT
${rows.join('\n')}

${added.length} added
TIME  CREATE_IN_PROGRESS  egress-guard (AWS::CloudFormation::Stack)  User Initiated
TIME  CREATE_COMPLETE     egress-guard (AWS::CloudFormation::Stack)

Deployed: the stack egress-guard is CREATE_COMPLETE.

${hooksTable(BLOCKS, WARNS)}`.split('\n'),
    );
  });

  test('may be tried without a bucket: what it would make is told from the template', async () => {
    const { code, out, err } = await deploy('--dry-run', '--parameters', 'CreateDashboard=false');
    expect({ code, err }).toEqual({ code: 0, err: ACCOUNT });
    expect(out).toMatch(/^There is no bucket to deploy from yet, so this is told from the template, /);
    expect(out).toMatch(/\nadded +ResourceFunction +AWS::Lambda::Function\n/);
    expect(out).toMatch(/\n\d+ added\nA dry run: nothing of this was done\.\n$/);
    expect(out).not.toContain('AWS::CloudWatch::Dashboard');
    expect(account.standIn.calls.map(({ action }) => action)).not.toContain('CreateChangeSet');
    expect((await account.s3.send(new ListBucketsCommand({}))).Buckets).toEqual([]);
    const { out: json } = await deploy('--dry-run', '--format', 'json');
    expect(JSON.parse(json)).toMatchObject({ outcome: 'DRY_RUN', changes: expect.any(Array) });
  });

  test('that CloudFormation would refuse is refused when it is tried, too', async () => {
    const { code, err } = await deploy('--dry-run', '--parameters', 'LogRetentionInDays=2000000');
    expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining('LogRetentionInDays') });
  });

  test('deploys the built template, from a private, encrypted, versioned bucket', async () => {
    await deploy('--yes');
    const { TemplateBody } = await account.cloudFormation.send(new GetTemplateCommand({ StackName }));
    expect(TemplateBody).toBe(await readFile(TEMPLATE, 'utf8'));
    const [object, ...others] = await versions();
    expect(others).toEqual([]);
    expect(object?.Key).toMatch(/^egress-guard\/\d+\.\d+\.\d+-[0-9a-f]{16}\.template\.yaml$/);
    const host = `https://${Bucket}.s3.us-east-1.amazonaws.com`;
    const [change] = calls('CreateChangeSet');
    expect(change).toMatchObject({
      ChangeSetType: 'CREATE',
      TemplateURL: `${host}/${object?.Key}?versionId=${object?.VersionId}`,
      'Capabilities.member.1': 'CAPABILITY_IAM',
      ClientToken: change?.['ChangeSetName'],
    });
    expect(change).not.toHaveProperty('Parameters.member.1.ParameterKey');
    expect(calls('ExecuteChangeSet')).toEqual([
      expect.objectContaining({ ClientRequestToken: expect.stringMatching(/^egress-guard-[-0-9a-f]{36}$/) }),
    ]);
    expect((await account.s3.send(new GetBucketVersioningCommand({ Bucket }))).Status).toBe('Enabled');
    expect((await account.s3.send(new GetPublicAccessBlockCommand({ Bucket }))).PublicAccessBlockConfiguration).toEqual(
      {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
    );
    const { ServerSideEncryptionConfiguration: encryption } = await account.s3.send(
      new GetBucketEncryptionCommand({ Bucket }),
    );
    expect(encryption?.Rules?.[0]?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm).toBe('AES256');
  });

  test('names the bucket for the Region, and makes it there', async () => {
    const { code } = await deploy('--yes', '--region', 'eu-central-1');
    expect(code).toBe(0);
    const own = { Bucket: 'egress-guard-artifacts-123456789012-eu-central-1' };
    expect((await account.s3.send(new ListObjectVersionsCommand(own))).Versions).toHaveLength(1);
    expect((await account.s3.send(new GetBucketLocationCommand(own))).LocationConstraint).toBe('eu-central-1');
  });

  test('tells one document to programs', async () => {
    const { code, out } = await deploy('--yes', '--format', 'json', '--warn');
    expect(code).toBe(0);
    const report = JSON.parse(out);
    expect(report.changes).toContainEqual({
      action: 'added',
      logicalId: 'ResourceHook',
      type: 'AWS::CloudFormation::LambdaHook',
      properties: [],
    });
    expect({ ...report, changes: [] }).toEqual({
      account: '123456789012',
      region: 'us-east-1',
      stackName: StackName,
      outcome: 'DEPLOYED',
      stackId: expect.stringMatching(/^arn:aws:cloudformation:us-east-1:123456789012:stack\/egress-guard\//),
      status: 'CREATE_COMPLETE',
      hooks: [
        { hook: 'Private::EgressGuard::Resource', failureMode: 'WARN', status: 'ENABLED' },
        { hook: 'Private::EgressGuard::Template', failureMode: 'WARN', status: 'ENABLED' },
      ],
      differences: [],
      outputs: {},
      changes: [],
    });
  });
});

describe('a deployment ends with what is registered', () => {
  const off = (hook: string) => configurationOf(hook, { HookInvocationStatus: 'DISABLED' });
  const DISABLED = `- Private::EgressGuard::Resource: the stack says HookStatus ENABLED, registered is DISABLED
- Private::EgressGuard::Template: the stack says HookStatus ENABLED, registered is DISABLED
`;

  beforeEach(() => deploy('--yes'));

  test('after mode off: the hooks are off, whatever the stack says, and that is no success', async () => {
    await runCommand(['mode', 'off', '--yes', '--endpoint-url', account.standIn.origin]);
    const { code, out, err } = await deploy('--yes');
    expect({ code, err }).toEqual({ code: 1, err: ACCOUNT });
    expect(out).toContain(`No change: the stack egress-guard stays CREATE_COMPLETE.

HOOK                            STATUS    ON A FAILURE
Private::EgressGuard::Resource  DISABLED  FAIL: blocks
Private::EgressGuard::Template  DISABLED  WARN: lets pass with a warning

Not as the stack says:
${DISABLED}`);
    expect(out).not.toContain('--parameters HookStatus=ENABLED');
  });

  test('also where the stack was updated', async () => {
    api.configurations.set(TEMPLATE_HOOK, off(TEMPLATE_HOOK));
    const { code, out } = await deploy('--yes', '--warn');
    expect({ code, deployed: out.includes('\nDeployed: ') }).toEqual({ code: 1, deployed: true });
    expect(out).toContain(`- ${TEMPLATE_HOOK}: the stack says HookStatus ENABLED, registered is DISABLED\n`);
  });

  test('which is told to programs', async () => {
    for (const hook of [RESOURCE, TEMPLATE_HOOK]) api.configurations.set(hook, off(hook));
    const { code, out } = await deploy('--yes', '--format', 'json');
    expect({ code, ...JSON.parse(out) }).toMatchObject({
      code: 1,
      outcome: 'UNCHANGED',
      hooks: [
        { hook: RESOURCE, status: 'DISABLED', failureMode: 'FAIL' },
        { hook: TEMPLATE_HOOK, status: 'DISABLED', failureMode: 'WARN' },
      ],
      differences: DISABLED.trim().replaceAll(/^- /gm, '').split('\n'),
    });
  });

  test('as the stack says, where that is off', async () => {
    const { code, out } = await deploy('--yes', '--parameter', 'HookStatus=DISABLED');
    expect(code).toBe(0);
    expect(out).toContain('Private::EgressGuard::Resource  DISABLED  FAIL: blocks\n');
    expect(out).toContain('  egress-guard deploy --parameters HookStatus=ENABLED   switch them on');
  });

  test('or says that this could not be read, and is no success', async () => {
    account.standIn.refuse(
      'BatchDescribeTypeConfigurations',
      'AccessDenied',
      'User: dev is not authorized to perform: a:B on x',
    );
    const { code, out, err } = await deploy('--yes', '--warn');
    expect({ code, err }).toEqual({
      code: 2,
      err: `${ACCOUNT}egress-guard: how the hooks are registered could not be read: the permission a:B is missing. AWS says: User: dev is not authorized to perform: a:B on x\n`,
    });
    expect(out).toContain('\nDeployed: the stack egress-guard is UPDATE_COMPLETE.\n');
    expect(out).not.toContain('ENABLED');
  });
});

describe('a further deployment', () => {
  beforeEach(async () => {
    await deploy('--yes', '--warn', '--parameter', 'LogRetentionInDays=90');
    account.standIn.calls.length = 0;
  });

  test('of the same changes nothing, and leaves no change set and no second version', async () => {
    const before = await changeSets();
    expect(await deploy('--yes')).toEqual({
      code: 0,
      out: `\nNo change: the stack egress-guard stays CREATE_COMPLETE.\n\n${hooksTable(WARNS, WARNS)}`,
      err: ACCOUNT,
    });
    expect(calls('ExecuteChangeSet')).toEqual([]);
    expect((await changeSets()).length).toBe(before.length);
    expect(await versions()).toHaveLength(1);
  });

  test('keeps every value that is not given', async () => {
    const uri = 's3://security-config/exemptions.json';
    const excluded = ['--exclude-stack', 'network-*', '--exclude-stack', StackName, '--exclude-stack', 'network-*'];
    const { code } = await deploy('--yes', '--exemptions', uri, ...excluded, '--exclude-stack', 'legacy');
    expect(code).toBe(0);
    expect(await parameters()).toMatchObject({
      ResourceFailureMode: 'WARN',
      TemplateFailureMode: 'WARN',
      LogRetentionInDays: '90',
      ExemptionsUri: uri,
      ExcludedStackNames: 'network-*,legacy',
    });
    const [change] = calls('CreateChangeSet');
    expect(change).toMatchObject({ ChangeSetType: 'UPDATE' });
    const kept = Object.values(change ?? {}).filter((value) => value === 'true');
    expect(kept).toHaveLength(Object.keys(await parameters()).length - 2);
  });

  test('leaves the values of parameters that are new, and of those that are gone, to the template', async () => {
    const template = (await readFile(TEMPLATE, 'utf8')).replaceAll('LogRetentionInDays', 'DaysOfLog');
    const { code, out } = await run(
      ['deploy', '--endpoint-url', account.standIn.origin, '--yes', '--template', '@/new.yaml'],
      {
        files: { 'new.yaml': template },
      },
    );
    expect({ code, deployed: out.includes('\nDeployed: ') }).toEqual({ code: 0, deployed: true });
    const sent = Object.values(calls('CreateChangeSet')[0] ?? {});
    expect(sent).toContain('ResourceFailureMode');
    expect(sent).not.toContain('LogRetentionInDays');
    expect(sent).not.toContain('DaysOfLog');
  });

  test('repairs the bucket where it is not as it should be', async () => {
    const VersioningConfiguration = { Status: 'Suspended' } as const;
    await account.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    const { code, out } = await deploy('--yes');
    expect({ code, first: out.split('\n')[0] }).toEqual({
      code: 0,
      first: `Repaired the bucket ${Bucket}: versioned.`,
    });
  });

  test('may be tried: a dry run shows the changes and makes none', async () => {
    const { code, out } = await deploy('--fail', '--dry-run');
    expect({ code, out }).toEqual({
      code: 0,
      out: `No resource changes: only parameters, outputs or the text of the template.
A dry run: nothing of this was done.
`,
    });
    expect(await parameters()).toMatchObject({ ResourceFailureMode: 'WARN' });
    expect(calls('DeleteChangeSet')).toHaveLength(1);
  });
});

const CREATES = `Create the bucket ${Bucket}, private and versioned, to deploy the template from? [y/N] `;
const CHANGES = 'Make these changes to the stack egress-guard in 123456789012, us-east-1? [y/N] ';

describe('whoever is asked', () => {
  test('agrees to the bucket and to the changes', async () => {
    const { code, err } = await deployAsked(['y', 'yes']);
    expect({ code, err }).toEqual({ code: 0, err: `${ACCOUNT}${CREATES}${CHANGES}` });
    expect((await stacks())[0]?.StackStatus).toBe('CREATE_COMPLETE');
  });

  test('declines the bucket, and nothing was made', async () => {
    const { code, out, err } = await deployAsked(['']);
    expect({ code, out, err }).toEqual({ code: 2, out: 'Nothing was deployed.\n', err: `${ACCOUNT}${CREATES}` });
    await expect(account.s3.send(new GetBucketVersioningCommand({ Bucket }))).rejects.toThrow(/does not exist/);
  });

  test('declines the changes, and neither change set nor stack is left', async () => {
    const { code, out } = await deployAsked(['y', 'n']);
    expect({ code, last: out.split('\n').at(-2) }).toEqual({ code: 2, last: 'Nothing was deployed.' });
    expect(await stacks()).toEqual([]);
    expect(await changeSets()).toEqual([]);
  });

  test('is not there, and nothing was made', async () => {
    const { code, out, err } = await deploy();
    const nobody = 'Cannot ask: standard input is no terminal. This changes the account; repeat with --yes.';
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: `${ACCOUNT}egress-guard: ${nobody}\n` });
    await expect(account.s3.send(new GetBucketVersioningCommand({ Bucket }))).rejects.toThrow(/does not exist/);
  });

  test('is not there any more for the changes, and neither change set nor stack is left', async () => {
    const { code, err } = await deployAsked(['y']);
    expect({ code, err: err.endsWith('; repeat with --yes.\n') }).toEqual({ code: 2, err: true });
    expect(await stacks()).toEqual([]);
    expect(await changeSets()).toEqual([]);
  });

  test('declines an update, and the stack stays', async () => {
    await deploy('--yes');
    const { code } = await deployAsked(['n'], '--warn');
    expect(code).toBe(2);
    expect((await stacks())[0]?.StackStatus).toBe('CREATE_COMPLETE');
    expect(await parameters()).toMatchObject({ ResourceFailureMode: 'FAIL' });
  });
});

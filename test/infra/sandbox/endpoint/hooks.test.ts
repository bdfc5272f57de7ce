import {
  BatchDescribeTypeConfigurationsCommand,
  CreateStackCommand,
  DescribeTypeCommand,
  GetHookResultCommand,
  ListHookResultsCommand,
  ListTypesCommand,
  SetTypeConfigurationCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from 'vitest';
import {
  BAD,
  BUNDLES,
  createGood,
  eventsOf,
  GOOD,
  HTTPS,
  OPEN,
  startSandbox,
  statusOf,
  type TestSandbox,
  templateOf,
} from '../../../support/sandbox.ts';
import { temporaryBundle } from '../../../support/temporary-folder.ts';

const StackName = 'app';

const deploy = async (aws: TestSandbox, TemplateBody = BAD) => {
  await aws.client.send(new CreateStackCommand({ StackName, TemplateBody }));
  await expect.poll(() => statusOf(aws, StackName), { timeout: 20_000 }).not.toMatch(/_IN_PROGRESS$/);
  return statusOf(aws, StackName);
};

const update = async (aws: TestSandbox, TemplateBody: string) => {
  await aws.client.send(new UpdateStackCommand({ StackName, TemplateBody }));
  await expect.poll(() => statusOf(aws, StackName), { timeout: 20_000 }).not.toMatch(/_IN_PROGRESS$/);
  return statusOf(aws, StackName);
};

const RESOURCE = 'Private::EgressGuard::Resource';

/** Registers the resource hook with some fields changed. */
const configure = async ({ client }: TestSandbox, changes: object): Promise<void> => {
  const { TypeConfigurations: [found] = [] } = await client.send(
    new BatchDescribeTypeConfigurationsCommand({
      TypeConfigurationIdentifiers: [{ Type: 'HOOK', TypeName: RESOURCE }],
    }),
  );
  const document = JSON.parse(found?.Configuration ?? '');
  const { HookConfiguration } = document.CloudFormationConfiguration;
  const Configuration = JSON.stringify({
    CloudFormationConfiguration: { HookConfiguration: { ...HookConfiguration, ...changes } },
  });
  await client.send(new SetTypeConfigurationCommand({ Type: 'HOOK', TypeName: RESOURCE, Configuration }));
};

const WARN = { ResourceFailureMode: 'WARN', TemplateFailureMode: 'WARN' };

const settings: Record<
  string,
  readonly [parameters: Readonly<Record<string, string>>, template: string, status: string]
> = {
  'a hook that fails': [{}, BAD, 'ROLLBACK_COMPLETE'],
  'a hook that warns': [WARN, BAD, 'CREATE_COMPLETE'],
  'hooks that are off': [{ HookStatus: 'DISABLED' }, BAD, 'CREATE_COMPLETE'],
  'a stack that is left out': [{ ExcludedStackNames: 'ap*' }, BAD, 'CREATE_COMPLETE'],
  'another stack that is left out': [{ ExcludedStackNames: 'other' }, BAD, 'ROLLBACK_COMPLETE'],
  'a rule that is not on': [{ Rules: 'security_group_egress_with_all_ports' }, BAD, 'CREATE_COMPLETE'],
  'a rule that is on': [
    { Rules: 'security_group_egress_with_all_ports' },
    templateOf({ ...HTTPS, FromPort: 0, ToPort: 65_535 }),
    'ROLLBACK_COMPLETE',
  ],
};

describe('the hooks in the sandbox', () => {
  test.each(Object.entries(settings))('do as the stack says: %s', async (_name, [parameters, template, status]) => {
    expect(await deploy(await startSandbox(parameters), template)).toBe(status);
  });

  test('block an update of what stood there before, unless that may pass', async () => {
    const wider = templateOf(OPEN, HTTPS);
    const other = templateOf(OPEN, { IpProtocol: '-1', CidrIpv6: '::/0' });
    for (const [mode, same, more] of [
      ['BLOCK', 'UPDATE_ROLLBACK_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'],
      ['ALLOW', 'UPDATE_COMPLETE', 'UPDATE_ROLLBACK_COMPLETE'],
    ] as const) {
      const aws = await startSandbox({ ExistingViolations: mode });
      await configure(aws, { FailureMode: 'WARN' });
      expect(await deploy(aws)).toBe('CREATE_COMPLETE');
      await configure(aws, { FailureMode: 'FAIL' });
      expect(await update(aws, wider)).toBe(same);
      expect(await update(aws, other)).toBe(more);
    }
  }, 60_000);

  test('let pass what is exempted, as the document stands at the moment', async () => {
    const aws = await startSandbox({ ExemptionsUri: 's3://sandbox/exemptions.json' });
    let stackName = 'other';
    const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
    aws.sandbox.store.link('sandbox', 'exemptions.json', () =>
      Buffer.from(
        JSON.stringify({
          version: 1,
          exemptions: [{ id: 'app', reason: 'a test', approvedBy: 'Network team', expires, match: { stackName } }],
        }),
      ),
    );
    expect(await deploy(aws)).toBe('ROLLBACK_COMPLETE');
    stackName = 'second';
    await aws.client.send(new CreateStackCommand({ StackName: 'second', TemplateBody: BAD }));
    await expect.poll(() => statusOf(aws, 'second'), { timeout: 20_000 }).toBe('CREATE_COMPLETE');
  }, 60_000);

  test('are registered as the stack declares them, and set by SetTypeConfiguration', async () => {
    const aws = await startSandbox();
    const { TypeSummaries } = await aws.client.send(new ListTypesCommand({ Type: 'HOOK' }));
    expect(TypeSummaries?.map(({ TypeName }) => TypeName)).toEqual([RESOURCE, 'Private::EgressGuard::Template']);
    expect(await aws.client.send(new DescribeTypeCommand({ Type: 'HOOK', TypeName: RESOURCE }))).toMatchObject({
      OriginalTypeName: 'AWS::Hooks::LambdaHook',
    });
    await configure(aws, { HookInvocationStatus: 'DISABLED' });
    expect(await deploy(aws)).toBe('CREATE_COMPLETE');
    expect(await eventsOf(aws, StackName)).not.toContain(expect.stringContaining('Private::EgressGuard::Resource'));
    const other = aws.client.send(new DescribeTypeCommand({ Type: 'HOOK', TypeName: 'Private::Other::Hook' }));
    await expect(other).rejects.toThrow(expect.objectContaining({ name: 'TypeNotFoundException' }));
    const wrong = { Type: 'HOOK', TypeName: RESOURCE, Configuration: '{}' } as const;
    await expect(aws.client.send(new SetTypeConfigurationCommand(wrong))).rejects.toThrow(
      'no CloudFormationConfiguration',
    );
  });

  test('leave results, by stack, by hook and by status', async () => {
    const aws = await startSandbox();
    await deploy(aws);
    const list = async (input: object) => (await aws.client.send(new ListHookResultsCommand(input))).HookResults ?? [];
    const all = await list({});
    expect(
      all.map(({ TypeName, FailureMode, Status, TargetType }) => [TypeName, FailureMode, Status, TargetType]),
    ).toEqual([
      [RESOURCE, 'FAIL', 'HOOK_COMPLETE_FAILED', 'RESOURCE'],
      ['Private::EgressGuard::Template', 'WARN', 'HOOK_COMPLETE_FAILED', 'STACK'],
    ]);
    expect(await list({ TypeArn: all[0]?.TypeArn })).toHaveLength(1);
    expect(await list({ Status: 'HOOK_COMPLETE_SUCCEEDED' })).toHaveLength(0);
    const nobody = list({ TargetType: 'STACK', TargetId: 'arn:aws:cloudformation:us-east-1:123456789012:stack/no/1' });
    await expect(nobody).rejects.toThrow(expect.objectContaining({ name: 'HookResultNotFoundException' }));
    const unknown = aws.client.send(new GetHookResultCommand({ HookResultId: '0' }));
    await expect(unknown).rejects.toThrow(expect.objectContaining({ name: 'HookResultNotFoundException' }));
  });
});

const broken: Record<string, string> = {
  throws: 'exports.handler = async () => { throw new Error("no"); };',
  'throws when it is loaded': 'throw new Error("no");',
  'sleeps too long': 'exports.handler = () => new Promise((resolve) => setTimeout(resolve, 60_000));',
  'answers nonsense': 'exports.handler = async () => "nonsense";',
  'answers for another request': 'exports.handler = async () => ({ hookStatus: "SUCCESS", clientRequestToken: "no" });',
};

describe('a template hook that is broken', () => {
  test.each(Object.entries(broken))(
    'and %s blocks in fail mode, and nothing in warn mode',
    async (_name, source) => {
      const template = await temporaryBundle(source);
      const options = { bundles: { ...BUNDLES, template }, timeoutMs: 1000 };
      expect(await deploy(await startSandbox({ TemplateFailureMode: 'FAIL' }, options), GOOD)).toBe(
        'ROLLBACK_COMPLETE',
      );
      const aws = await startSandbox({ TemplateFailureMode: 'WARN' }, options);
      expect(await deploy(aws, GOOD)).toBe('CREATE_COMPLETE');
      expect((await eventsOf(aws, StackName))[2]).toBe('app CREATE_IN_PROGRESS HOOK_FAILED');
    },
    60_000,
  );

  test('does not keep the sandbox from deploying its own stack', async () => {
    const template = await temporaryBundle('throw new Error("no");');
    const aws = await startSandbox({ TemplateFailureMode: 'FAIL' }, { bundles: { ...BUNDLES, template } });
    await createGood(await startSandbox(), 'app');
    expect(await statusOf(aws, 'egress-guard')).toBe('CREATE_COMPLETE');
  });
});

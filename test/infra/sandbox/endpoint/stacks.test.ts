import {
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  GetTemplateSummaryCommand,
  ListStackResourcesCommand,
  paginateDescribeStackEvents,
  UpdateStackCommand,
  ValidateTemplateCommand,
  waitUntilStackDeleteComplete,
  waitUntilStackUpdateComplete,
} from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from 'vitest';
import {
  BAD,
  clientOf,
  createGood,
  eventsOf,
  GOOD,
  HTTPS,
  OPEN,
  startSandbox,
  statusOf,
  templateOf,
} from '../../../support/sandbox.ts';
import { temporaryBundle } from '../../../support/temporary-folder.ts';

const REFUSED = 'The following hook(s) failed: [Private::EgressGuard::Resource]';

describe('a stack in the sandbox', () => {
  test('that is open is blocked at its group, and rolled back', async () => {
    const aws = await startSandbox();
    await aws.client.send(new CreateStackCommand({ StackName: 'app', TemplateBody: BAD }));
    expect(await eventsOf(aws, 'app')).toEqual([
      'app CREATE_IN_PROGRESS User Initiated',
      'app CREATE_IN_PROGRESS HOOK_IN_PROGRESS',
      'app CREATE_IN_PROGRESS HOOK_COMPLETE_FAILED',
      'Sg CREATE_IN_PROGRESS',
      'Sg CREATE_IN_PROGRESS HOOK_IN_PROGRESS',
      'Sg CREATE_IN_PROGRESS HOOK_COMPLETE_FAILED',
      `Sg CREATE_FAILED ${REFUSED}`,
      'app ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Sg]. Rollback requested by user.',
      'app ROLLBACK_COMPLETE',
    ]);
  });

  test('that names its protocols comes to be, with its outputs, its resources and its template', async () => {
    const aws = await startSandbox();
    await createGood(aws, 'app');
    const { Stacks: [stack] = [] } = await aws.client.send(new DescribeStacksCommand({ StackName: 'app' }));
    expect(stack).toMatchObject({
      StackStatus: 'CREATE_COMPLETE',
      Outputs: [{ OutputKey: 'GroupId', OutputValue: expect.stringMatching(/^sg-[0-9a-f]{17}$/) }],
    });
    const { StackResources: [group] = [] } = await aws.client.send(
      new DescribeStackResourcesCommand({ StackName: 'app' }),
    );
    expect(group).toMatchObject({ LogicalResourceId: 'Sg', ResourceStatus: 'CREATE_COMPLETE' });
    expect(group?.PhysicalResourceId).toBe(stack?.Outputs?.[0]?.OutputValue);
    const { TemplateBody } = await aws.client.send(new GetTemplateCommand({ StackName: 'app' }));
    expect(TemplateBody).toBe(GOOD);
  });

  test('is updated, and an update that opens it is taken back', async () => {
    const aws = await startSandbox();
    await createGood(aws, 'app');
    const StackName = 'app';
    const other = templateOf({ ...HTTPS, FromPort: 80, ToPort: 80 });
    await aws.client.send(new UpdateStackCommand({ StackName, TemplateBody: other }));
    await waitUntilStackUpdateComplete(
      { client: aws.client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
      { StackName },
    );
    await aws.client.send(new UpdateStackCommand({ StackName, TemplateBody: BAD }));
    expect(await statusOf(aws, 'app')).toBe('UPDATE_ROLLBACK_COMPLETE');
    const { TemplateBody } = await aws.client.send(new GetTemplateCommand({ StackName }));
    expect(TemplateBody).toBe(other);
  });

  test('keeps values that an update leaves, were they defaults', async () => {
    const aws = await startSandbox();
    const template = (port: number) =>
      JSON.stringify({
        Parameters: { Protocol: { Type: 'String', Default: 'tcp' }, Port: { Type: 'Number', Default: port } },
        Resources: {
          Sg: {
            Type: 'AWS::EC2::SecurityGroup',
            Properties: {
              GroupDescription: 'x',
              SecurityGroupEgress: [
                {
                  IpProtocol: { Ref: 'Protocol' },
                  FromPort: { Ref: 'Port' },
                  ToPort: { Ref: 'Port' },
                  CidrIp: '0.0.0.0/0',
                },
              ],
            },
          },
        },
      });
    await createGood(aws, 'app', template(443));
    const Parameters = ['Protocol', 'Port'].map((ParameterKey) => ({ ParameterKey, UsePreviousValue: true }));
    const update = new UpdateStackCommand({ StackName: 'app', TemplateBody: template(80), Parameters });
    await expect(aws.client.send(update)).rejects.toThrow('No updates are to be performed.');
  });

  test('is deleted with all its resources, and known by its id alone after that', async () => {
    const aws = await startSandbox();
    await createGood(aws, 'app');
    const { Stacks: [{ StackId = '' } = {}] = [] } = await aws.client.send(
      new DescribeStacksCommand({ StackName: 'app' }),
    );
    await aws.client.send(new DeleteStackCommand({ StackName: 'app' }));
    await waitUntilStackDeleteComplete(
      { client: aws.client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 },
      { StackName: StackId },
    );
    expect(await statusOf(aws, StackId)).toBe('DELETE_COMPLETE');
    await expect(statusOf(aws, 'app')).rejects.toThrow('Stack with id app does not exist');
    const { StackResourceSummaries: [group] = [] } = await aws.client.send(
      new ListStackResourcesCommand({ StackName: StackId }),
    );
    expect(group?.ResourceStatus).toBe('DELETE_COMPLETE');
    await createGood(aws, 'app');
  });

  test('has what is nested in it as stacks of their own', async () => {
    const aws = await startSandbox();
    const parent = (body: string) =>
      JSON.stringify({
        Resources: { Child: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateBody: JSON.parse(body) } } },
      });
    await createGood(aws, 'app', parent(GOOD));
    const { Stacks = [] } = await aws.client.send(new DescribeStacksCommand({}));
    const [root, child] = ['app', 'app-Child'].map((name) => Stacks.find((one) => one.StackName?.startsWith(name)));
    expect(Stacks.filter(({ ParentId }) => ParentId !== undefined)).toEqual([
      expect.objectContaining({
        StackName: expect.stringMatching(/^app-Child-[0-9A-F]{12}$/),
        StackStatus: 'CREATE_COMPLETE',
        RootId: expect.stringContaining(':stack/app/'),
      }),
    ]);
    expect(root).toBeDefined();
    expect(child).toBeDefined();
    await aws.client.send(new CreateStackCommand({ StackName: 'bad', TemplateBody: parent(BAD) }));
    const events = await eventsOf(aws, 'bad');
    expect(events.at(-1)).toBe('bad ROLLBACK_COMPLETE');
    expect(events.join('\n')).toMatch(
      /^Child CREATE_FAILED Embedded stack arn:.* was not successfully created: ROLLBACK_COMPLETE$/m,
    );
  });

  test('is in the Region that the client asks', async () => {
    const aws = await startSandbox();
    await createGood(aws, 'app');
    const elsewhere = clientOf(aws.origin, 'eu-central-1');
    await expect(elsewhere.send(new DescribeStacksCommand({ StackName: 'app' }))).rejects.toThrow('does not exist');
    const { StackId } = await elsewhere.send(new CreateStackCommand({ StackName: 'app', TemplateBody: GOOD }));
    expect(StackId).toContain('arn:aws:cloudformation:eu-central-1:123456789012:stack/app/');
  });

  test('has more events than a page, and no other operation while one is under way', async () => {
    const slow = await temporaryBundle(
      'exports.handler = async ({ clientRequestToken }) => new Promise((resolve) => setTimeout(() => resolve({ clientRequestToken, hookStatus: "SUCCESS", message: "." }), 4000));',
    );
    const [, quick = ''] = Object.values(await quickBundles());
    const aws = await startSandbox({}, { bundles: { resource: quick, template: slow } });
    const Resources = Object.fromEntries(
      Array.from({ length: 60 }, (_, index) => [`Topic${index}`, { Type: 'AWS::SNS::Topic' }]),
    );
    const StackName = 'long';
    await aws.client.send(new CreateStackCommand({ StackName, TemplateBody: JSON.stringify({ Resources }) }));
    expect(await statusOf(aws, StackName)).toBe('CREATE_IN_PROGRESS');
    const again = aws.client.send(new UpdateStackCommand({ StackName, TemplateBody: GOOD }));
    await expect(again).rejects.toThrow(/^Stack:arn:.* is in CREATE_IN_PROGRESS state and can not be updated\.$/);
    await expect(aws.client.send(new DeleteStackCommand({ StackName }))).rejects.toThrow('can not be deleted');
    await expect.poll(() => statusOf(aws, StackName), { timeout: 20_000 }).toBe('CREATE_COMPLETE');
    const ids = new Set<string>();
    let pages = 0;
    for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client: aws.client }, { StackName })) {
      pages += 1;
      for (const { EventId = '' } of StackEvents) ids.add(EventId);
    }
    expect({ pages, events: ids.size }).toEqual({ pages: 2, events: 124 });
  }, 40_000);
});

/** Functions that decide by the text alone, in no time. */
const quickBundles = async () => {
  const source = `exports.handler = async ({ clientRequestToken, requestData: { targetModel } }) =>
    JSON.stringify(targetModel ?? '').includes('"-1"')
      ? { clientRequestToken, hookStatus: 'FAILED', errorCode: 'NonCompliant', message: 'No.' }
      : { clientRequestToken, hookStatus: 'SUCCESS', message: 'Yes.' };`;
  const bundle = await temporaryBundle(source);
  return { resource: bundle, template: bundle };
};

describe('a template', () => {
  test('from the sandbox its own S3 is deployed, and one from elsewhere is told to be', async () => {
    const aws = await startSandbox();
    await fetch(`${aws.origin}/templates/app.json`, { method: 'PUT', body: BAD });
    const StackName = 'app';
    for (const TemplateURL of [
      `${aws.origin}/templates/app.json`,
      'https://templates.s3.eu-west-1.amazonaws.com/app.json',
      'https://s3.amazonaws.com/templates/app.json',
    ]) {
      await aws.client.send(new CreateStackCommand({ StackName, TemplateURL }));
      expect(await statusOf(aws, StackName)).toBe('ROLLBACK_COMPLETE');
      await aws.client.send(new DeleteStackCommand({ StackName }));
    }
    for (const TemplateURL of ['https://other.s3.amazonaws.com/app.json', 'file:///etc/hosts', 'nonsense'])
      await expect(aws.client.send(new CreateStackCommand({ StackName, TemplateURL }))).rejects.toThrow(
        `TemplateURL must be a supported URL. The sandbox reads what was uploaded to its own S3, and not "${TemplateURL}".`,
      );
  });

  test('includes what lies in the S3 of the sandbox', async () => {
    const aws = await startSandbox();
    await fetch(`${aws.origin}/templates/groups.json`, {
      method: 'PUT',
      body: JSON.stringify(JSON.parse(BAD).Resources),
    });
    const TemplateBody = JSON.stringify({
      Resources: {
        'Fn::Transform': { Name: 'AWS::Include', Parameters: { Location: 's3://templates/groups.json' } },
        Topic: { Type: 'AWS::SNS::Topic' },
      },
    });
    await aws.client.send(new CreateStackCommand({ StackName: 'app', TemplateBody }));
    expect(await statusOf(aws, 'app')).toBe('ROLLBACK_COMPLETE');
    expect((await eventsOf(aws, 'app')).join()).toContain('Sg CREATE_FAILED');
  });

  test('is summed up', async () => {
    const { client } = await startSandbox();
    const TemplateBody = JSON.stringify({
      Description: 'Some.',
      Parameters: { Secret: { Type: 'String', NoEcho: true }, Env: { Type: 'String', Default: 'dev' } },
      Resources: { Role: { Type: 'AWS::IAM::Role', Properties: {} } },
    });
    const expected = {
      Description: 'Some.',
      Capabilities: ['CAPABILITY_IAM'],
      Parameters: [
        { ParameterKey: 'Secret', NoEcho: true },
        { ParameterKey: 'Env', DefaultValue: 'dev', NoEcho: false },
      ],
    };
    expect(await client.send(new ValidateTemplateCommand({ TemplateBody }))).toMatchObject(expected);
    const summary = await client.send(new GetTemplateSummaryCommand({ TemplateBody }));
    expect(summary).toMatchObject({ ...expected, ResourceTypes: ['AWS::IAM::Role'] });
  });
});

const open = templateOf(OPEN, HTTPS);

const refusals: Record<string, readonly [input: object, code: string, message: string | RegExp]> = {
  'no template': [{}, 'ValidationError', 'Either Template URL or Template Body must be specified.'],
  'broken JSON': [{ TemplateBody: '{' }, 'ValidationError', /^Template format error: .* \(line 1, column 2\)$/],
  'no resources': [
    { TemplateBody: '{"a": 1}' },
    'ValidationError',
    'Template format error: At least one Resources member must be defined.',
  ],
  'too large a template': [
    { TemplateBody: `${open}${' '.repeat(51_201)}` },
    'ValidationError',
    /Member must have length less than or equal to 51200$/,
  ],
  'a parameter without a value': [
    { TemplateBody: '{"Parameters": {"Vpc": {"Type": "String"}}, "Resources": {"A": {"Type": "AWS::SNS::Topic"}}}' },
    'ValidationError',
    'Parameters: [Vpc] must have values',
  ],
  'a parameter that is none': [
    { TemplateBody: open, Parameters: [{ ParameterKey: 'Nope', ParameterValue: '1' }] },
    'ValidationError',
    'Parameters: [Nope] do not exist in the template',
  ],
  'resources in a circle': [
    {
      TemplateBody: JSON.stringify({
        Resources: {
          A: { Type: 'AWS::SNS::Topic', DependsOn: 'B' },
          B: { Type: 'AWS::SNS::Topic', DependsOn: 'A' },
        },
      }),
    },
    'ValidationError',
    'Circular dependency between resources: [A, B]',
  ],
  'a role without its capability': [
    { TemplateBody: '{"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r"}}}}' },
    'InsufficientCapabilitiesException',
    'Requires capabilities : [CAPABILITY_NAMED_IAM]',
  ],
  'a name that is none': [
    { StackName: '1st', TemplateBody: open },
    'ValidationError',
    /^1 validation error detected: Value '1st' at 'stackName' failed to satisfy constraint/,
  ],
};

describe('the sandbox refuses', () => {
  test.each(Object.entries(refusals))('%s, and goes on', async (_name, [input, name, message]) => {
    const aws = await startSandbox();
    const create = aws.client.send(new CreateStackCommand({ StackName: 'app', ...input }));
    const expected = typeof message === 'string' ? message : expect.stringMatching(message);
    await expect(create).rejects.toThrow(expect.objectContaining({ name, message: expected }));
    await createGood(aws, 'app');
  });

  test('a name that is taken, and what it does not know', async () => {
    const aws = await startSandbox();
    await createGood(aws, 'app');
    const again = aws.client.send(new CreateStackCommand({ StackName: 'app', TemplateBody: GOOD }));
    await expect(again).rejects.toThrow(
      expect.objectContaining({ name: 'AlreadyExistsException', message: 'Stack [app] already exists' }),
    );
    await expect(aws.client.send(new UpdateStackCommand({ StackName: 'no', TemplateBody: GOOD }))).rejects.toThrow(
      'Stack with id no does not exist',
    );
  });
});

import {
  CreateChangeSetCommand,
  type CreateChangeSetCommandInput,
  DeleteChangeSetCommand,
  DeleteStackCommand,
  DescribeChangeSetCommand,
  DescribeEventsCommand,
  ExecuteChangeSetCommand,
  GetHookResultCommand,
  ListChangeSetsCommand,
  ListHookResultsCommand,
  waitUntilChangeSetCreateComplete,
  waitUntilStackCreateComplete,
} from '@aws-sdk/client-cloudformation';
import { describe, expect, test } from 'vitest';
import {
  BAD,
  createGood,
  GOOD,
  HTTPS,
  startSandbox,
  statusOf,
  type TestSandbox,
  templateOf,
} from '../../../support/sandbox.ts';

const FAIL = { TemplateFailureMode: 'FAIL' };

const create = async (
  { client }: TestSandbox,
  TemplateBody: string,
  input: Partial<CreateChangeSetCommandInput> = { ChangeSetType: 'CREATE' },
) => {
  const { Id: ChangeSetName = '' } = await client.send(
    new CreateChangeSetCommand({ StackName: 'app', ChangeSetName: 'release', TemplateBody, ...input }),
  );
  return client.send(new DescribeChangeSetCommand({ ChangeSetName }));
};

describe('a change set in the sandbox', () => {
  test('that is open fails where the template hook fails, and its results tell why', async () => {
    const aws = await startSandbox(FAIL);
    const set = await create(aws, BAD);
    expect(set).toMatchObject({
      Status: 'FAILED',
      StatusReason: 'Change set creation failed. The following hook(s) failed: [Private::EgressGuard::Template]',
      ExecutionStatus: 'UNAVAILABLE',
    });
    const of = { TargetType: 'CHANGE_SET', TargetId: set.ChangeSetId } as const;
    const { HookResults: [listed] = [] } = await aws.client.send(new ListHookResultsCommand(of));
    expect(listed).toMatchObject({ Status: 'HOOK_COMPLETE_FAILED', FailureMode: 'FAIL' });
    const result = await aws.client.send(new GetHookResultCommand({ HookResultId: listed?.HookResultId }));
    expect(result).toMatchObject({
      TypeName: 'Private::EgressGuard::Template',
      HookStatusReason: expect.stringMatching(/^Hook failed with message: Line 1: Sg .* allows all protocols/),
      Target: { TargetType: 'CHANGE_SET', TargetId: set.ChangeSetId, Action: 'CREATE' },
      Annotations: [
        {
          AnnotationName: 'security_group_egress_with_all_protocols',
          Status: 'FAILED',
          RemediationMessage: 'Name the protocol and ports it needs, e.g. tcp 443.',
          SeverityLevel: 'MEDIUM',
        },
      ],
    });
    const { OperationEvents: events } = await aws.client.send(
      new DescribeEventsCommand({ ChangeSetName: set.ChangeSetId }),
    );
    expect(events).toMatchObject([{ EventType: 'HOOK_INVOCATION_ERROR', HookType: 'Private::EgressGuard::Template' }]);
    const execute = new ExecuteChangeSetCommand({ ChangeSetName: set.ChangeSetId });
    await expect(aws.client.send(execute)).rejects.toThrow('cannot be executed in its current execution status');
  });

  test('that is open passes where the template hook warns, and is blocked at the resource', async () => {
    const aws = await startSandbox();
    const { Status, ChangeSetId: ChangeSetName, Changes } = await create(aws, BAD);
    expect({ Status, Changes }).toMatchObject({
      Status: 'CREATE_COMPLETE',
      Changes: [{ ResourceChange: { Action: 'Add', LogicalResourceId: 'Sg' } }],
    });
    await aws.client.send(new ExecuteChangeSetCommand({ ChangeSetName }));
    expect(await statusOf(aws, 'app')).toBe('ROLLBACK_COMPLETE');
  });

  test('is waited for and executed, and an update with the same has nothing to do', async () => {
    const aws = await startSandbox(FAIL);
    const { ChangeSetId: ChangeSetName } = await create(aws, GOOD);
    const times = { client: aws.client, maxWaitTime: 30, minDelay: 1, maxDelay: 1 };
    await waitUntilChangeSetCreateComplete(times, { ChangeSetName });
    expect(await statusOf(aws, 'app')).toBe('REVIEW_IN_PROGRESS');
    await aws.client.send(new ExecuteChangeSetCommand({ ChangeSetName }));
    await waitUntilStackCreateComplete(times, { StackName: 'app' });
    const again = await create(aws, GOOD, { ChangeSetName: 'again', ChangeSetType: 'UPDATE' });
    expect(again).toMatchObject({
      Status: 'FAILED',
      StatusReason: expect.stringMatching(/^The submitted information didn't contain changes\./),
    });
    const both = templateOf(HTTPS, { ...HTTPS, FromPort: 80, ToPort: 80 });
    const update = await create(aws, both, { ChangeSetName: 'update', ChangeSetType: 'UPDATE' });
    expect(update.Changes).toMatchObject([{ ResourceChange: { Action: 'Modify', LogicalResourceId: 'Sg' } }]);
    await aws.client.send(new ExecuteChangeSetCommand({ ChangeSetName: 'update', StackName: 'app' }));
    await expect.poll(() => statusOf(aws, 'app')).toBe('UPDATE_COMPLETE');
  });

  test('is listed and deleted, and the stack under review with it', async () => {
    const aws = await startSandbox();
    await create(aws, GOOD);
    const { Summaries } = await aws.client.send(new ListChangeSetsCommand({ StackName: 'app' }));
    expect(Summaries).toMatchObject([{ ChangeSetName: 'release', Status: 'CREATE_COMPLETE' }]);
    await aws.client.send(new DeleteChangeSetCommand({ StackName: 'app', ChangeSetName: 'release' }));
    const gone = aws.client.send(new DescribeChangeSetCommand({ StackName: 'app', ChangeSetName: 'release' }));
    await expect(gone).rejects.toThrow(expect.objectContaining({ name: 'ChangeSetNotFoundException' }));
    await aws.client.send(new DeleteStackCommand({ StackName: 'app' }));
    await expect(statusOf(aws, 'app')).rejects.toThrow('does not exist');
  });

  test('of another stack is not found, and none is made of a stack that is not there', async () => {
    const aws = await startSandbox();
    const { ChangeSetId: ChangeSetName } = await create(aws, GOOD);
    await createGood(aws, 'other');
    const describe = aws.client.send(new DescribeChangeSetCommand({ StackName: 'other', ChangeSetName }));
    await expect(describe).rejects.toThrow(`ChangeSet [${ChangeSetName}] does not exist`);
    const none = create(aws, GOOD, { StackName: 'none', ChangeSetType: 'UPDATE' });
    await expect(none).rejects.toThrow('Stack [none] does not exist');
    const there = create(aws, GOOD, { StackName: 'other', ChangeSetType: 'CREATE' });
    await expect(there).rejects.toThrow(/^Stack \[other\] already exists/);
    const twice = create(aws, GOOD);
    await expect(twice).rejects.toThrow(expect.objectContaining({ name: 'AlreadyExistsException' }));
  });

  test('with a template that cannot be resolved leaves no stack', async () => {
    const aws = await startSandbox();
    const template = '{"Parameters": {"Vpc": {"Type": "String"}}, "Resources": {"A": {"Type": "AWS::SNS::Topic"}}}';
    await expect(create(aws, template)).rejects.toThrow('Parameters: [Vpc] must have values');
    await expect(statusOf(aws, 'app')).rejects.toThrow('does not exist');
  });
});

import { describe, expect, test } from 'vitest';
import { createAll } from '../../../infra/sandbox/cloud-control.ts';
import type { FailureMode } from '../../../infra/sandbox/stack-event.ts';
import { collect, pickyHook, securityGroup, stackOf } from '../../support/stacks.ts';

const create = async (resourceMode: FailureMode) => {
  const stack = stackOf({
    Good: securityGroup({ GroupDescription: 'good' }),
    Bucket: { Type: 'AWS::S3::Bucket' },
    Bad: { Type: 'AWS::EC2::SecurityGroupEgress', Properties: { GroupDescription: 'bad' } },
  });
  return collect(createAll(stack, await pickyHook({ resourceMode, isCloudControl: true })));
};

const good = {
  Identifier: 'Good',
  TypeName: 'AWS::EC2::SecurityGroup',
  Operation: 'CREATE',
  OperationStatus: 'SUCCESS',
  HookTypeName: 'Private::EgressGuard::Resource',
  HookStatus: 'HOOK_COMPLETE_SUCCEEDED',
  HookStatusMessage: 'Hook succeeded with message: It is good.',
};

const bad = {
  ...good,
  Identifier: 'Bad',
  TypeName: 'AWS::EC2::SecurityGroupEgress',
  HookStatus: 'HOOK_COMPLETE_FAILED',
  HookStatusMessage: 'Hook failed with message: It is bad.',
};

describe('createAll', () => {
  test('creates each security group resource on its own, and fails what the hook refuses', async () => {
    expect(await create('FAIL')).toEqual([
      { ...good, FailureMode: 'FAIL' },
      { ...bad, OperationStatus: 'FAILED', FailureMode: 'FAIL' },
    ]);
  });

  test('creates what the hook only warns of', async () => {
    expect(await create('WARN')).toEqual([
      { ...good, FailureMode: 'WARN' },
      { ...bad, OperationStatus: 'SUCCESS', FailureMode: 'WARN' },
    ]);
  });
});

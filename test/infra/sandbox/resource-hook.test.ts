import { describe, expect, test } from 'vitest';
import type { Change } from '../../../infra/sandbox/change.ts';
import type { HookSetup } from '../../../infra/sandbox/hook-setup.ts';
import { callResourceHook } from '../../../infra/sandbox/resource-hook.ts';
import { firstOf, recordedBy, recordingHook, securityGroup, stackOf } from '../../support/stacks.ts';

const stack = stackOf({ Sg: securityGroup({ SecurityGroupEgress: [{ IpProtocol: -1 }] }) });
const resource = firstOf(stack);

/** The event that the hook gets. */
const request = async (change: Partial<Change> = {}, changes: Partial<HookSetup> = {}): Promise<unknown> => {
  const setup = await recordingHook(changes);
  expect(await callResourceHook(stack, { action: 'CREATE', resource, ...change }, setup)).toMatchObject({
    status: 'HOOK_COMPLETE_SUCCEEDED',
    reason: 'Hook succeeded with message: Seen.',
  });
  return recordedBy(setup, 'resource');
};

const requestData = {
  targetName: 'AWS::EC2::SecurityGroup',
  targetType: 'AWS::EC2::SecurityGroup',
  targetLogicalId: 'Sg',
  targetModel: { resourceProperties: { SecurityGroupEgress: [{ IpProtocol: -1 }] } },
};

const ofResource = {
  clientRequestToken: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  awsAccountId: '123456789012',
  stackId: stack.id,
  changeSetId: null,
  hookTypeName: 'Private::EgressGuard::Resource',
  hookTypeVersion: '00000001',
  hookModel: { LambdaFunction: 'arn:aws:lambda:us-east-1:123456789012:function:EgressGuard' },
  actionInvocationPoint: 'CREATE_PRE_PROVISION',
  requestData,
  requestContext: { invocation: 1, callbackContext: null },
};

describe('callResourceHook', () => {
  test('asks of a resource that a stack creates', async () => {
    expect(await request()).toEqual(ofResource);
  });

  test('sends what a resource was before an update', async () => {
    const previous = firstOf(stackOf({ Sg: securityGroup({ GroupDescription: 'old' }) }));
    const { targetModel } = requestData;
    expect(await request({ action: 'UPDATE', previous })).toEqual({
      ...ofResource,
      actionInvocationPoint: 'UPDATE_PRE_PROVISION',
      requestData: {
        ...requestData,
        targetModel: { ...targetModel, previousResourceProperties: { GroupDescription: 'old' } },
      },
    });
  });

  test('names no stack where Cloud Control asks', async () => {
    expect(await request({}, { isCloudControl: true })).toEqual({
      ...ofResource,
      stackId: '',
      changeSetId: '',
      requestData: {
        ...requestData,
        targetType: 'RESOURCE',
        targetLogicalId: expect.stringMatching(/^AWS::EC2::SecurityGroup-Sg-[0-9a-f-]{36}$/),
      },
    });
  });

  test('sends numbers as texts where it is told to, those before an update too', async () => {
    const properties = { SecurityGroupEgress: [{ IpProtocol: '-1' }] };
    expect(await request({ previous: resource }, { isStringified: true })).toEqual({
      ...ofResource,
      requestData: {
        ...requestData,
        targetModel: { resourceProperties: properties, previousResourceProperties: properties },
      },
    });
  });

  test('asks under a token that is always the same for the same change, and another for another', async () => {
    const [first, again, update] = [await request(), await request(), await request({ action: 'UPDATE' })];
    expect(again).toEqual(first);
    expect(update).not.toHaveProperty('clientRequestToken', Object(first).clientRequestToken);
  });
});

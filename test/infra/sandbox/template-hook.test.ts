import { describe, expect, test } from 'vitest';
import { callChangeSetHook, callStackHook } from '../../../infra/sandbox/template-hook.ts';
import { recordedBy, recordingHook, securityGroup, stackOf } from '../../support/stacks.ts';

/** Publishes at a fixed address, and keeps what it published. */
const publisher = () => {
  const published: unknown[] = [];
  const publish = (payload: unknown): string => {
    published.push(payload);
    return 'https://payload.example/1';
  };
  return { published, publish };
};

const previous = stackOf({ Same: securityGroup({ P: 1 }), Changed: securityGroup({ P: 1 }), Gone: securityGroup() });
const stack = stackOf({
  Same: securityGroup({ P: 1 }),
  Changed: securityGroup({ P: 2, Q: [true] }),
  New: securityGroup({ Known: { Ref: 'Same' }, Later: [{ 'Fn::GetAtt': ['Same', 'Arn'] }] }),
});

const ofStack = {
  clientRequestToken: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
  awsAccountId: '123456789012',
  stackId: stack.id,
  changeSetId: null,
  hookTypeName: 'Private::EgressGuard::Template',
  hookTypeVersion: '00000001',
  hookModel: { LambdaFunction: 'arn:aws:lambda:us-east-1:123456789012:function:EgressGuard' },
  actionInvocationPoint: 'CREATE_PRE_PROVISION',
  requestData: {
    targetName: 'STACK',
    targetType: 'STACK',
    targetLogicalId: 'demo',
    payload: 'https://payload.example/1',
  },
  requestContext: { invocation: 1, callbackContext: null },
};

const CHANGE_SET = expect.stringMatching(
  /^arn:aws:cloudformation:us-east-1:123456789012:changeSet\/demo-changes\/[0-9a-f-]{36}$/,
);

const change = (id: string, action: string, before: string | null, after: string | null) => ({
  logicalResourceId: id,
  resourceType: 'AWS::EC2::SecurityGroup',
  action,
  lineNumber: null,
  beforeContext: before,
  afterContext: after,
});

const NEW_SG = expect.stringMatching(
  /^\{"Properties":\{"Known":"sg-[0-9a-f]{17}","Later":\["\{\{changeSet:KNOWN_AFTER_APPLY\}\}"\]\}\}$/,
);

describe('callStackHook', () => {
  test('asks of the template of a stack that is created', async () => {
    const { published, publish } = publisher();
    const setup = await recordingHook({ publish });
    await callStackHook({ stack }, setup);
    expect(await recordedBy(setup, 'template')).toEqual(ofStack);
    expect(published).toEqual([{ template: stack.text, previousTemplate: '' }]);
  });

  test('sends the template before an update too', async () => {
    const { published, publish } = publisher();
    const setup = await recordingHook({ publish });
    await callStackHook({ stack, previous }, setup);
    expect(await recordedBy(setup, 'template')).toEqual({ ...ofStack, actionInvocationPoint: 'UPDATE_PRE_PROVISION' });
    expect(published).toEqual([{ template: stack.text, previousTemplate: previous.text }]);
  });
});

describe('callChangeSetHook', () => {
  test('asks of what changes, every value a text, and of values that become known only later', async () => {
    const { published, publish } = publisher();
    const setup = await recordingHook({ publish });
    await callChangeSetHook({ stack, previous }, setup);
    expect(await recordedBy(setup, 'template')).toEqual({
      ...ofStack,
      changeSetId: CHANGE_SET,
      requestData: {
        targetName: 'CHANGE_SET',
        targetType: 'CHANGE_SET',
        targetLogicalId: CHANGE_SET,
        payload: 'https://payload.example/1',
      },
    });
    expect(published).toEqual([
      {
        template: stack.text,
        changedResources: [
          change('Changed', 'UPDATE', '{"Properties":{"P":"1"}}', '{"Properties":{"P":"2","Q":["true"]}}'),
          { ...change('New', 'CREATE', null, null), afterContext: NEW_SG },
          change('Gone', 'DELETE', '{"Properties":{}}', null),
        ],
      },
    ]);
  });
});

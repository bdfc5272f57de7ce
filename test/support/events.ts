export const STACK_ID =
  'arn:aws:cloudformation:us-west-2:123456789012:stack/MyStack/1a2345b6-0000-00a0-a123-00abc0abc000';
export const TOKEN = 'f8da6d11-b23f-48f4-814c-0fb6a667f50e';
export const FUNCTION_ARN = 'arn:aws:lambda:us-west-2:123456789012:function:MyFunction';

/** What an event has beside its resource properties, where it differs from the usual; undefined: the field is absent. */
export interface Change {
  readonly event?: Readonly<Record<string, unknown>>;
  readonly data?: Readonly<Record<string, unknown>>;
  readonly model?: Readonly<Record<string, unknown>>;
}

const withoutAbsent = (fields: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

const envelope = {
  clientRequestToken: TOKEN,
  awsAccountId: '123456789012',
  stackId: STACK_ID,
  changeSetId: null,
  hookTypeName: 'Private::Lambda::EgressGuard',
  hookTypeVersion: '00000008',
  hookModel: { LambdaFunction: FUNCTION_ARN },
  actionInvocationPoint: 'UPDATE_PRE_PROVISION',
  requestContext: { invocation: 1, callbackContext: null },
};

/** The event with which CloudFormation asks about the security group `AppSg`. */
export const resourceEvent = (properties: unknown, { event, data, model }: Change = {}): Record<string, unknown> =>
  withoutAbsent({
    ...envelope,
    requestData: withoutAbsent({
      targetName: 'AWS::EC2::SecurityGroup',
      targetType: 'AWS::EC2::SecurityGroup',
      targetLogicalId: 'AppSg',
      targetModel: withoutAbsent({
        resourceProperties: properties,
        previousResourceProperties: { GroupDescription: 'x' },
        ...model,
      }),
      ...data,
    }),
    ...event,
  });

/** The event with which CloudFormation asks about a whole template, to be fetched from `payload`. */
export const templateEvent = (target: 'STACK' | 'CHANGE_SET', payload: unknown): Record<string, unknown> => ({
  ...envelope,
  requestData: { targetName: target, targetType: target, targetLogicalId: 'my-cloudformation-stack', payload },
});

/** Properties of a security group with these egress entries. */
export const groupOf = (...egress: unknown[]): Record<string, unknown> => ({
  GroupDescription: 'x',
  SecurityGroupEgress: egress,
});

export const tcpOut = { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' };
export const allOut = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };

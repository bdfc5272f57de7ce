import { type Home, uuidOf } from './identity.ts';

/** What differs from request to request, whatever it is about. */
export interface EnvelopeFields {
  readonly hookTypeName: string;
  readonly stackId: string;
  readonly changeSetId: string | null;
  readonly action: 'CREATE' | 'UPDATE';
  readonly targetName: string;
  readonly targetType: string;
  readonly targetLogicalId: string;
}

/**
 * Makes a hook request around what it is about.
 * https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html
 */
export function makeRequest<T extends object>({ account, region }: Home, fields: EnvelopeFields, subject: T) {
  const { action, targetName, targetType, targetLogicalId, ...envelope } = fields;
  return {
    clientRequestToken: uuidOf(JSON.stringify(fields)),
    awsAccountId: account,
    ...envelope,
    hookTypeVersion: '00000001',
    hookModel: { LambdaFunction: `arn:aws:lambda:${region}:${account}:function:EgressGuard` },
    actionInvocationPoint: `${action}_PRE_PROVISION`,
    requestData: { targetName, targetType, targetLogicalId, ...subject },
    requestContext: { invocation: 1, callbackContext: null },
  };
}

import { ACCOUNT, REGION, uuidOf } from './identity.ts';
import { stringify } from './properties.ts';
import type { Stack, StackResource } from './stack.ts';

export const RESOURCE_HOOK = 'Private::EgressGuard::Resource';

/** How CloudFormation comes to call the hook. */
export interface Calling {
  /** From Cloud Control, which knows no stack. */
  readonly isCloudControl: boolean;
  /** With every number and boolean as a string. */
  readonly isStringified: boolean;
}

export interface Change {
  readonly action: 'CREATE' | 'UPDATE';
  readonly resource: StackResource;
  readonly previous?: StackResource;
}

/** The request of a RESOURCE or CLOUD_CONTROL operation; https://docs.aws.amazon.com/cloudformation-cli/latest/hooks-userguide/lambda-hooks-create-lambda-function.html */
export const makeResourceRequest = (stack: Stack, change: Change, { isCloudControl, isStringified }: Calling) => {
  const { action, resource, previous } = change;
  const send = isStringified ? stringify : (value: unknown) => value;
  const requestId = uuidOf(`${stack.id}/${action}/${resource.logicalId}`);
  return {
    clientRequestToken: requestId,
    awsAccountId: ACCOUNT,
    stackId: isCloudControl ? '' : stack.id,
    changeSetId: isCloudControl ? '' : null,
    hookTypeName: RESOURCE_HOOK,
    hookTypeVersion: '00000001',
    hookModel: { LambdaFunction: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:EgressGuard` },
    actionInvocationPoint: `${action}_PRE_PROVISION`,
    requestData: {
      targetName: resource.type,
      targetType: isCloudControl ? 'RESOURCE' : resource.type,
      targetLogicalId: isCloudControl ? `${resource.type}-${resource.logicalId}-${requestId}` : resource.logicalId,
      targetModel: {
        resourceProperties: send(resource.resolved),
        ...(previous && { previousResourceProperties: send(previous.resolved) }),
      },
    },
    requestContext: { invocation: 1, callbackContext: null },
  };
};

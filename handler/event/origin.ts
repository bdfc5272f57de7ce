import type { HookRequest } from './request.ts';

/** Where a request comes from; what it does not say is absent. Cloud Control knows no stack. */
export interface Origin {
  readonly account?: string;
  readonly region?: string;
  readonly stackName?: string;
}

export function originOf(request: HookRequest): Origin {
  const { awsAccountId: account } = request;
  const region = regionOf(request);
  const stackName = stackNameOf(request);
  return {
    ...(account !== undefined && { account }),
    ...(region !== undefined && region !== '' && { region }),
    ...(stackName !== undefined && { stackName }),
  };
}

/** An ARN names the Region fourth; a request from Cloud Control has none but the function's. */
const regionOf = ({ stackId, functionArn }: HookRequest): string | undefined => (stackId ?? functionArn)?.split(':')[3];

/** `arn:aws:cloudformation:us-east-1:123456789012:stack/app/<uuid>` */
const STACK_NAME = /^arn:[^:]+:cloudformation:[^:]*:[^:]*:stack\/([^/]+)\//;

/** A request about a stack calls it by its name. */
const stackNameOf = ({ kind, stackId = '', targetLogicalId }: HookRequest): string | undefined =>
  STACK_NAME.exec(stackId)?.[1] ?? (kind === 'stack' ? targetLogicalId : undefined);

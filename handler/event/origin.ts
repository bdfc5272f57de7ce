import type { HookRequest } from './request.ts';

/** Where a request comes from; what it does not say is undefined. Cloud Control knows no stack. */
export interface Origin {
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  readonly stackName?: string | undefined;
}

export function originOf(request: HookRequest): Origin {
  return { account: request.awsAccountId, region: regionOf(request), stackName: stackNameOf(request) };
}

/** An ARN names the Region fourth; a request from Cloud Control has none but the function's. */
const REGION = /^(?:[^:]*:){3}([^:]+)/;

const regionOf = ({ stackId, functionArn = '' }: HookRequest): string | undefined =>
  REGION.exec(stackId ?? functionArn)?.[1];

/** `arn:aws:cloudformation:us-east-1:123456789012:stack/app/<uuid>` */
const STACK_NAME = /^arn:[^:]+:cloudformation:[^:]*:[^:]*:stack\/([^/]+)\//;

/** A request about a stack calls it by its name. */
const stackNameOf = ({ kind, stackId = '', targetLogicalId }: HookRequest): string | undefined =>
  STACK_NAME.exec(stackId)?.[1] ?? (kind === 'stack' ? targetLogicalId : undefined);

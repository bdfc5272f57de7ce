import { cut } from '../rule/text.ts';
import { version } from '../rule/version.ts';
import type { Decision } from './decision.ts';
import type { HookRequest } from './request.ts';

/** What an invocation was about, as far as it came to be known. */
export interface Invocation {
  readonly request: HookRequest | undefined;
  readonly decision: Decision;
  /** Milliseconds since the epoch. */
  readonly started: number;
  readonly ended: number;
  /** Of a fault of ours: its kind and the functions it passed through; never its message, which may quote the event. */
  readonly fault?: { readonly name: string; readonly stack: readonly string[] };
}

/** CloudFormation names a stack; Cloud Control has none. */
const targetOperation = ({ targetName, stackId }: HookRequest): string => {
  if (targetName === 'STACK' || targetName === 'CHANGE_SET') return targetName;
  return stackId === undefined ? 'CLOUD_CONTROL' : 'RESOURCE';
};

/** An ARN names the Region fourth; a request from Cloud Control has none but the function's. */
const regionOf = ({ stackId, functionArn }: HookRequest): string | undefined => (stackId ?? functionArn)?.split(':')[3];

/** Longer than any id that AWS makes; a log line must not grow with its event. */
const MAX_FIELD = 1024;

const bounded = (text: string | undefined): string | undefined => text && cut(text, MAX_FIELD);

const describe = (request: HookRequest) => ({
  hookTypeName: bounded(request.hookTypeName),
  targetOperation: targetOperation(request),
  actionInvocationPoint: bounded(request.actionInvocationPoint),
  accountId: bounded(request.awsAccountId),
  region: bounded(regionOf(request)),
  stackId: bounded(request.stackId),
  changeSetId: bounded(request.changeSetId),
  logicalId: bounded(request.targetLogicalId),
  resourceType: bounded(request.targetName),
});

/** The one log line of an invocation. */
export const decisionRecord = ({ request, decision, started, ended, fault }: Invocation) => ({
  event: 'decision',
  time: new Date(started).toISOString(),
  ...(request && describe(request)),
  outcome: decision.outcome,
  hookStatus: decision.allowed ? 'SUCCESS' : 'FAILED',
  findings: decision.findings.length,
  undetermined: decision.undetermined.length,
  reason: decision.reason,
  fault,
  durationMs: ended - started,
  version,
});

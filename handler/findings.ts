import { printable } from '../rule/text.ts';
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

const describe = (request: HookRequest) => ({
  hookTypeName: request.hookTypeName,
  targetOperation: targetOperation(request),
  actionInvocationPoint: request.actionInvocationPoint,
  accountId: request.awsAccountId,
  region: request.stackId?.split(':')[3],
  stackId: request.stackId,
  changeSetId: request.changeSetId,
  logicalId: printable(request.targetLogicalId, 1024),
  resourceType: printable(request.targetName, 256),
});

/** The one log line of an invocation; metric filters read its `event` and `outcome`. */
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

import type { HookResult } from './hook-result.ts';

export type FailureMode = 'FAIL' | 'WARN';

/** A stack event, with the names and the words of `DescribeStackEvents`. */
export interface StackEvent {
  readonly LogicalResourceId: string;
  readonly ResourceType: string;
  readonly ResourceStatus: string;
  readonly ResourceStatusReason?: string;
  readonly HookType?: string;
  readonly HookStatus?: string;
  readonly HookStatusReason?: string;
  readonly HookInvocationPoint?: 'PRE_PROVISION';
  readonly HookFailureMode?: FailureMode;
}

/** What an event is about: a resource, the stack itself, or its change set. */
export interface Subject {
  readonly logicalId: string;
  readonly type: string;
}

export function makeEvent({ logicalId, type }: Subject, status: string, reason?: string): StackEvent {
  return {
    LogicalResourceId: logicalId,
    ResourceType: type,
    ResourceStatus: status,
    ...(reason !== undefined && { ResourceStatusReason: reason }),
  };
}

export interface HookCall {
  readonly subject: Subject;
  /** The status of the subject while the hook is asked. */
  readonly status: string;
  readonly hookType: string;
  readonly mode: FailureMode;
  readonly call: () => Promise<HookResult>;
}

/** The events of one hook invocation; returns whether the operation may go on. */
export async function* invokeHook({
  subject,
  status,
  hookType,
  mode,
  call,
}: HookCall): AsyncGenerator<StackEvent, boolean> {
  const event = {
    ...makeEvent(subject, status),
    HookType: hookType,
    HookInvocationPoint: 'PRE_PROVISION',
    HookFailureMode: mode,
  } as const;
  yield { ...event, HookStatus: 'HOOK_IN_PROGRESS', HookStatusReason: 'Invoking hook' };
  const result = await call();
  yield { ...event, HookStatus: result.status, HookStatusReason: result.reason };
  return result.status === 'HOOK_COMPLETE_SUCCEEDED' || mode === 'WARN';
}

export function hooksFailed(hookType: string): string {
  return `The following hook(s) failed: [${hookType}]`;
}

import type { HookResult } from './hook-result.ts';
import { type Home, physicalIdOf } from './identity.ts';

export type FailureMode = 'FAIL' | 'WARN';

/** A stack event, with the names and the words of `DescribeStackEvents`. */
export interface StackEvent {
  readonly StackId: string;
  readonly StackName: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
  readonly ResourceType: string;
  readonly ResourceStatus: string;
  readonly ResourceStatusReason?: string;
  readonly HookType?: string;
  readonly HookStatus?: string;
  readonly HookStatusReason?: string;
  readonly HookInvocationPoint?: 'PRE_PROVISION';
  readonly HookFailureMode?: FailureMode;
  /** The same as the id of the hook result. */
  readonly HookInvocationId?: string;
}

/** The stack in which something happens. */
export interface Scene {
  readonly id: string;
  readonly name: string;
  readonly home: Home;
}

/** What an event is about: a resource, the stack itself, or its change set. */
export interface Subject {
  readonly logicalId: string;
  readonly type: string;
  /** Absent: as the type makes it up. */
  readonly physicalId?: string;
}

export function makeEvent({ id, name, home }: Scene, subject: Subject, status: string, reason?: string): StackEvent {
  const { logicalId, type, physicalId = physicalIdOf(type, name, logicalId, home) } = subject;
  return {
    StackId: id,
    StackName: name,
    LogicalResourceId: logicalId,
    PhysicalResourceId: physicalId,
    ResourceType: type,
    ResourceStatus: status,
    ...(reason !== undefined && { ResourceStatusReason: reason }),
  };
}

export interface HookCall {
  readonly scene: Scene;
  readonly subject: Subject;
  /** The status of the subject while the hook is asked. */
  readonly status: string;
  readonly hookType: string;
  readonly mode: FailureMode;
  readonly call: () => Promise<HookResult>;
}

/** The events of one hook invocation; returns whether the operation may go on. */
export async function* invokeHook({
  scene,
  subject,
  status,
  hookType,
  mode,
  call,
}: HookCall): AsyncGenerator<StackEvent, boolean> {
  const event = {
    ...makeEvent(scene, subject, status),
    HookType: hookType,
    HookInvocationPoint: 'PRE_PROVISION',
    HookFailureMode: mode,
  } as const;
  yield { ...event, HookStatus: 'HOOK_IN_PROGRESS', HookStatusReason: 'Invoking hook' };
  const result = await call();
  yield { ...event, HookStatus: result.status, HookStatusReason: result.reason, HookInvocationId: result.id };
  return result.status === 'HOOK_COMPLETE_SUCCEEDED' || mode === 'WARN';
}

export function hooksFailed(hookType: string): string {
  return `The following hook(s) failed: [${hookType}]`;
}

import { isRuleType } from '../../rule/index.ts';
import { hooks } from '../hook/index.ts';
import type { HookSetup } from './hook-setup.ts';
import { callResourceHook } from './resource-hook.ts';
import type { Stack } from './stack.ts';
import type { FailureMode } from './stack-event.ts';

/** What `GetResourceRequestStatus` tells of a resource that is created through Cloud Control. */
export interface ProgressEvent {
  readonly Identifier: string;
  readonly TypeName: string;
  readonly Operation: 'CREATE';
  readonly OperationStatus: 'SUCCESS' | 'FAILED';
  readonly HookTypeName: string;
  readonly HookStatus: string;
  readonly HookStatusMessage: string;
  readonly FailureMode: FailureMode;
}

/** Creates each security group resource on its own through Cloud Control, which knows no stacks and no order. */
export async function* createAll(stack: Stack, setup: HookSetup): AsyncGenerator<ProgressEvent> {
  for (const resource of stack.resources.filter(({ type }) => isRuleType(type))) {
    const { status, reason } = await callResourceHook(stack, { action: 'CREATE', resource }, setup);
    const isBlocked = status !== 'HOOK_COMPLETE_SUCCEEDED' && setup.resourceMode === 'FAIL';
    yield {
      Identifier: resource.logicalId,
      TypeName: resource.type,
      Operation: 'CREATE',
      OperationStatus: isBlocked ? 'FAILED' : 'SUCCESS',
      HookTypeName: hooks.resource,
      HookStatus: status,
      HookStatusMessage: reason,
      FailureMode: setup.resourceMode,
    };
  }
}

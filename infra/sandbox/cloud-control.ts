import { isEgressType } from '../../rule/egress-all-protocols.ts';
import { callResourceHook, type HookSetup, isFailure } from './provision.ts';
import { RESOURCE_HOOK } from './resource-request.ts';
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
  for (const resource of stack.resources.filter(({ type }) => isEgressType(type))) {
    const result = await callResourceHook(stack, { action: 'CREATE', resource }, setup);
    const isBlocked = isFailure(result) && setup.failureMode === 'FAIL';
    yield {
      Identifier: resource.logicalId,
      TypeName: resource.type,
      Operation: 'CREATE',
      OperationStatus: isBlocked ? 'FAILED' : 'SUCCESS',
      HookTypeName: RESOURCE_HOOK,
      HookStatus: result.status,
      HookStatusMessage: result.reason,
      FailureMode: setup.failureMode,
    };
  }
}

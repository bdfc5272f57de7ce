import { isEgressType } from '../../rule/egress-all-protocols.ts';
import { type HookResult, judgeEnding } from './hook-result.ts';
import { type Calling, type Change, makeResourceRequest, RESOURCE_HOOK } from './resource-request.ts';
import { type FunctionToRun, runFunction } from './run-function.ts';
import type { Stack, StackResource } from './stack.ts';
import type { FailureMode, StackEvent } from './stack-event.ts';

/** How the sandbox calls the hook. */
export interface HookSetup extends Calling, FunctionToRun {
  readonly failureMode: FailureMode;
}

export const isFailure = ({ status }: HookResult): boolean => status !== 'HOOK_COMPLETE_SUCCEEDED';

export const callResourceHook = async (stack: Stack, change: Change, setup: HookSetup): Promise<HookResult> => {
  const request = makeResourceRequest(stack, change, setup);
  return judgeEnding(await runFunction(setup, request), request.clientRequestToken);
};

/** An event of a resource. */
export const resourceEvent = ({ logicalId, type }: StackResource, status: string, reason?: string): StackEvent => ({
  LogicalResourceId: logicalId,
  ResourceType: type,
  ResourceStatus: status,
  ...(reason !== undefined && { ResourceStatusReason: reason }),
});

const words = { CREATE: 'creation', UPDATE: 'update' } as const;

/** Provisions a resource as CloudFormation does, its hook first; returns whether it came to be. */
export async function* provision(stack: Stack, change: Change, setup: HookSetup): AsyncGenerator<StackEvent, boolean> {
  const { action, resource } = change;
  const inProgress = `${action}_IN_PROGRESS`;
  yield resourceEvent(resource, inProgress);
  if (isEgressType(resource.type)) {
    const hook = { HookType: RESOURCE_HOOK, HookInvocationPoint: 'PRE_PROVISION' } as const;
    const { failureMode: HookFailureMode } = setup;
    const event = { ...resourceEvent(resource, inProgress), ...hook };
    yield { ...event, HookStatus: 'HOOK_IN_PROGRESS', HookStatusReason: 'Invoking hook', HookFailureMode };
    const result = await callResourceHook(stack, change, setup);
    yield { ...event, HookStatus: result.status, HookStatusReason: result.reason, HookFailureMode };
    if (isFailure(result) && HookFailureMode === 'FAIL') {
      yield resourceEvent(resource, `${action}_FAILED`, `The following hook(s) failed: [${RESOURCE_HOOK}]`);
      return false;
    }
    yield resourceEvent(resource, inProgress, `Hook invocations complete.  Resource ${words[action]} initiated`);
  }
  yield resourceEvent(resource, `${action}_COMPLETE`);
  return true;
}

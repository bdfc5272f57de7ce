import { isRuleType } from '../../rule/index.ts';
import { hooks } from '../hook/index.ts';
import type { Change } from './change.ts';
import type { HookSetup } from './hook-setup.ts';
import { callResourceHook } from './resource-hook.ts';
import type { Stack } from './stack.ts';
import { hooksFailed, invokeHook, makeEvent, type StackEvent } from './stack-event.ts';

/** Provisions a resource as CloudFormation does, its hook first; returns whether it came to be. */
export async function* provision(stack: Stack, change: Change, setup: HookSetup): AsyncGenerator<StackEvent, boolean> {
  const { action, resource } = change;
  const status = `${action}_IN_PROGRESS`;
  yield makeEvent(stack, resource, status);
  if (isRuleType(resource.type) && setup.isCalled?.('resource', stack.name) !== false) {
    const isAllowed = yield* invokeHook({
      scene: stack,
      subject: resource,
      status,
      hookType: hooks.resource,
      mode: setup.resourceMode,
      call: () => callResourceHook(stack, change, setup),
    });
    if (!isAllowed) {
      yield makeEvent(stack, resource, `${action}_FAILED`, hooksFailed(hooks.resource));
      return false;
    }
    yield makeEvent(stack, resource, status, `Hook invocations complete.  Resource ${words[action]} initiated`);
  }
  yield makeEvent(stack, resource, `${action}_COMPLETE`);
  return true;
}

const words = { CREATE: 'creation', UPDATE: 'update' } as const;

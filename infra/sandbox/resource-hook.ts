import { hooks } from '../hook/index.ts';
import type { Change } from './change.ts';
import { makeRequest } from './envelope.ts';
import { type HookResult, judgeEnding } from './hook-result.ts';
import type { HookSetup } from './hook-setup.ts';
import { uuidOf } from './identity.ts';
import { stringify } from './properties.ts';
import { runFunction } from './run-function.ts';
import type { Stack } from './stack.ts';

/** Calls the resource hook about a change, as a RESOURCE or CLOUD_CONTROL operation. */
export async function callResourceHook(stack: Stack, change: Change, setup: HookSetup): Promise<HookResult> {
  const { action, resource, previous } = change;
  const send = setup.isStringified ? stringify : (value: unknown) => value;
  const request = makeRequest(
    stack.home,
    {
      hookTypeName: hooks.resource,
      action,
      targetName: resource.type,
      ...targetOf(stack, change, setup.isCloudControl),
    },
    {
      targetModel: {
        resourceProperties: send(resource.resolved),
        ...(previous && { previousResourceProperties: send(previous.resolved) }),
      },
    },
  );
  return judgeEnding(
    await runFunction({ ...setup, bundle: setup.bundles.resource }, request),
    request.clientRequestToken,
  );
}

/** What tells a resource of a stack from one that Cloud Control creates. */
const targetOf = (stack: Stack, { resource: { type, logicalId } }: Change, isCloudControl: boolean) =>
  isCloudControl
    ? {
        stackId: '',
        changeSetId: '',
        targetType: 'RESOURCE',
        targetLogicalId: `${type}-${logicalId}-${uuidOf(logicalId)}`,
      }
    : { stackId: stack.id, changeSetId: null, targetType: type, targetLogicalId: logicalId };

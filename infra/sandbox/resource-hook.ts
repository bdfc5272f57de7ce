import { hooks } from '../hook/index.ts';
import { callHook, type HookTarget } from './call-hook.ts';
import { makeRequest } from './envelope.ts';
import type { HookResult } from './hook-result.ts';
import type { HookSetup } from './hook-setup.ts';
import { uuidOf } from './identity.ts';
import { stringify } from './properties.ts';
import type { StackResource } from './stack.ts';
import type { Scene } from './stack-event.ts';

/** What the hook is told of a resource that is to be changed. */
export interface ResourceToAsk {
  readonly action: 'CREATE' | 'UPDATE';
  readonly resource: AskedResource;
  readonly previous?: Pick<AskedResource, 'resolved'>;
}

/** Calls the resource hook about a change, as a RESOURCE or CLOUD_CONTROL operation. */
export async function callResourceHook(
  stack: Scene,
  change: ResourceToAsk,
  setup: HookSetup,
  token?: string,
): Promise<HookResult> {
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
  const { logicalId, type } = resource;
  const target: HookTarget = setup.isCloudControl
    ? { kind: 'CLOUD_CONTROL', typeName: type, id: token ?? request.clientRequestToken, action }
    : { kind: 'RESOURCE', typeName: type, id: logicalId, stackId: stack.id, action };
  return callHook('resource', request, target, setup);
}

type AskedResource = Pick<StackResource, 'logicalId' | 'type' | 'resolved'>;

/** What tells a resource of a stack from one that Cloud Control creates. */
const targetOf = (stack: Scene, { resource: { type, logicalId } }: ResourceToAsk, isCloudControl: boolean) =>
  isCloudControl
    ? {
        stackId: '',
        changeSetId: '',
        targetType: 'RESOURCE',
        targetLogicalId: `${type}-${logicalId}-${uuidOf(logicalId)}`,
      }
    : { stackId: stack.id, changeSetId: null, targetType: type, targetLogicalId: logicalId };

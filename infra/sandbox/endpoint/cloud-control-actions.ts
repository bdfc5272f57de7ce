import { randomUUID } from 'node:crypto';
import { isObject, isRuleType, type JsonObject, parseJson, rules } from '../../../rule/index.ts';
import { hooks } from '../../hook/index.ts';
import type { HookResult } from '../hook-result.ts';
import { physicalIdOf } from '../identity.ts';
import { callResourceHook } from '../resource-hook.ts';
import { type FailureMode, hooksFailed } from '../stack-event.ts';
import type { Context } from './action.ts';
import type { Resource } from './cloud-control.ts';
import { ensureProduct } from './deployment.ts';
import { applyPatch } from './json-patch.ts';
import { ServiceError } from './service-error.ts';
import { setupFor } from './setup-for.ts';

/** Answers a request of Cloud Control, in JSON. @throws {ServiceError} */
export type CloudControlAction = (input: JsonObject, context: Context) => JsonObject | Promise<JsonObject>;

/** Creates and changes resources without a stack, those that the rules look at. */
export const cloudControlActions: Readonly<Record<string, CloudControlAction>> = {
  CreateResource: async (input, context) => {
    const type = typeIn(input);
    const properties = parseObject(input['DesiredState'], 'DesiredState');
    const identifier = physicalIdOf(type, 'cloud-control', randomUUID());
    const resource: Resource = { type, identifier, properties };
    const { resources } = context.sandbox.cloudControl;
    const done = (): void => void resources.set(identifier, resource);
    return operate('CREATE', resource, undefined, done, context);
  },

  UpdateResource: async (input, context) => {
    const known = resourceIn(input, context);
    const patch = parseJson(String(input['PatchDocument']));
    const properties = applyPatch(known.properties, patch);
    const done = (): void => {
      known.properties = properties;
    };
    return operate('UPDATE', { ...known, properties }, known.properties, done, context);
  },

  DeleteResource: async (input, context) => {
    const known = resourceIn(input, context);
    const { resources } = context.sandbox.cloudControl;
    return operate('DELETE', known, known.properties, () => void resources.delete(known.identifier), context);
  },

  GetResource: (input, context) => {
    const { type, identifier, properties } = resourceIn(input, context);
    return { TypeName: type, ResourceDescription: { Identifier: identifier, Properties: JSON.stringify(properties) } };
  },

  GetResourceRequestStatus: (input, { sandbox }) => {
    const token = String(input['RequestToken']);
    const request = sandbox.cloudControl.requests.get(token);
    if (request === undefined)
      throw new ServiceError('RequestTokenNotFoundException', `Request token ${token} was not found.`, 404);
    return { ProgressEvent: request.progress, HooksProgressEvent: [...request.hookEvents] };
  },
};

type Operation = 'CREATE' | 'UPDATE' | 'DELETE';

/** Asks the resource hook, and does what it lets pass; the request is over by then. */
const operate = async (
  operation: Operation,
  resource: Resource,
  before: JsonObject | undefined,
  done: () => void,
  context: Context,
): Promise<JsonObject> => {
  const { sandbox, home } = context;
  ensureProduct(sandbox, home);
  const setup = setupFor(sandbox, { name: '', home }, true);
  const isAsked = operation !== 'DELETE' && setup.isCalled?.('resource', '') !== false;
  const result = isAsked ? await ask(operation, resource, before, context) : undefined;
  const isBlocked =
    result !== undefined && result.status !== 'HOOK_COMPLETE_SUCCEEDED' && setup.resourceMode === 'FAIL';
  if (!isBlocked) done();
  const progress = {
    ...{ TypeName: resource.type, Identifier: resource.identifier, Operation: operation },
    ...{ RequestToken: randomUUID(), EventTime: Date.now() / 1000 },
    ...(result && { HooksRequestToken: result.token }),
    OperationStatus: isBlocked ? 'FAILED' : 'SUCCESS',
    ...(isBlocked && { ErrorCode: 'NonCompliant', StatusMessage: hooksFailed(hooks.resource) }),
  };
  const hookEvents = result === undefined ? [] : [describeHook(result, setup.resourceMode)];
  sandbox.cloudControl.requests.set(progress.RequestToken, { progress, hookEvents });
  sandbox.options.tell({
    kind: 'NOTE',
    text: `${operation} ${resource.type} ${resource.identifier}: ${progress.OperationStatus}${isBlocked ? ` (${result.reason})` : ''}`,
  });
  return { ProgressEvent: progress };
};

interface Asked extends HookResult {
  /** What stands for all hooks of a request. */
  readonly token: string;
}

const ask = async (
  action: 'CREATE' | 'UPDATE',
  { type, identifier, properties }: Resource,
  before: JsonObject | undefined,
  { sandbox, home }: Context,
): Promise<Asked> => {
  const token = randomUUID();
  const setup = setupFor(sandbox, { name: '', home }, true);
  const one = (resolved: JsonObject) => ({ logicalId: identifier, type, resolved });
  const nowhere = { name: '', id: '', home };
  const change = { action, resource: one(properties), ...(before && { previous: one(before) }) };
  return { ...(await callResourceHook(nowhere, change, setup, token)), token };
};

const describeHook = ({ status, reason }: HookResult, mode: FailureMode): JsonObject => ({
  ...{ HookTypeName: hooks.resource, HookStatus: status, HookStatusMessage: reason, FailureMode: mode },
  ...{ InvocationPoint: 'PRE_PROVISION', HookEventTime: Date.now() / 1000 },
});

const typeIn = (input: JsonObject): string => {
  const type = String(input['TypeName']);
  if (isRuleType(type)) return type;
  throw new ServiceError(
    'UnsupportedActionException',
    `The sandbox creates ${[...new Set(rules.flatMap(({ meta }) => meta.resourceTypes))].join(' and ')} through Cloud Control, not ${type}.`,
  );
};

const resourceIn = (input: JsonObject, { sandbox }: Context): Resource => {
  const type = typeIn(input);
  const identifier = String(input['Identifier']);
  const resource = sandbox.cloudControl.resources.get(identifier);
  if (resource?.type === type) return resource;
  throw new ServiceError(
    'ResourceNotFoundException',
    `Resource of type '${type}' with identifier '${identifier}' was not found.`,
    404,
  );
};

const parseObject = (text: unknown, name: string): JsonObject => {
  const value = parseJson(String(text));
  if (isObject(value)) return value;
  throw new ServiceError('InvalidRequestException', `${name} is not a JSON object.`);
};

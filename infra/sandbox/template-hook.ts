import { intrinsicName, isObject } from '../../rule/index.ts';
import { hooks } from '../hook/index.ts';
import { callHook } from './call-hook.ts';
import { type Change, changesOf, type Operation, removedBy } from './change.ts';
import { makeRequest } from './envelope.ts';
import type { HookResult } from './hook-result.ts';
import type { HookSetup } from './hook-setup.ts';
import { uuidOf } from './identity.ts';
import { stringify } from './properties.ts';
import type { Stack, StackResource } from './stack.ts';

/** Calls the template hook about a whole stack, as a STACK operation. */
export function callStackHook({ stack, previous }: Operation, setup: HookSetup): Promise<HookResult> {
  const payload = setup.publish({ template: stack.text, previousTemplate: previous?.text ?? '' });
  const fields = {
    hookTypeName: hooks.template,
    stackId: stack.id,
    changeSetId: null,
    action: previous ? ('UPDATE' as const) : ('CREATE' as const),
    targetName: 'STACK',
    targetType: 'STACK',
    targetLogicalId: stack.name,
  };
  const target = { kind: 'STACK', id: stack.id, action: fields.action } as const;
  return callHook('template', makeRequest(stack.home, fields, { payload }), target, setup);
}

export function changeSetNameOf({ name }: Stack): string {
  return `${name}-changes`;
}

/** Calls the template hook about a change set, as a CHANGE_SET operation; CREATE is the only action that there is. */
export function callChangeSetHook(
  operation: Operation,
  setup: HookSetup,
  changeSetId = changeSetIdOf(operation.stack),
): Promise<HookResult> {
  const { stack, previous } = operation;
  const changes = stack.resources.flatMap((resource) => changesOf(resource, previous));
  const changedResources = [...changes.map(describeChange), ...removedBy(operation).map(describeRemoval)];
  const payload = setup.publish({ template: stack.text, changedResources });
  const fields = {
    hookTypeName: hooks.template,
    stackId: stack.id,
    changeSetId,
    action: 'CREATE' as const,
    targetName: 'CHANGE_SET',
    targetType: 'CHANGE_SET',
    targetLogicalId: changeSetId,
  };
  const target = { kind: 'CHANGE_SET', id: changeSetId, stackId: stack.id, action: fields.action } as const;
  return callHook('template', makeRequest(stack.home, fields, { payload }), target, setup);
}

const describeChange = ({ action, resource, previous }: Change) => ({
  logicalResourceId: resource.logicalId,
  resourceType: resource.type,
  action,
  lineNumber: null,
  beforeContext: contextOf(previous),
  afterContext: contextOf(resource),
});

const contextOf = (resource: StackResource | undefined): string | null =>
  resource === undefined ? null : JSON.stringify({ Properties: stringify(asKnownLater(resource.resolved)) });

/** What is still a reference when the change set is made becomes known only later. */
const asKnownLater = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(asKnownLater);
  if (!isObject(value)) return value;
  if (intrinsicName(value) !== undefined) return '{{changeSet:KNOWN_AFTER_APPLY}}';
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, asKnownLater(child)]));
};

const describeRemoval = (resource: StackResource) => ({
  logicalResourceId: resource.logicalId,
  resourceType: resource.type,
  action: 'DELETE',
  lineNumber: null,
  beforeContext: contextOf(resource),
  afterContext: null,
});

const changeSetIdOf = (stack: Stack): string => {
  const { account, region } = stack.home;
  const name = changeSetNameOf(stack);
  return `arn:aws:cloudformation:${region}:${account}:changeSet/${name}/${uuidOf(name)}`;
};

import { isObject, own } from '../../../rule/index.ts';
import { changesOf, type Operation, removedBy } from '../change.ts';
import type { ChangeSet, RecordedEvent, StackRecord } from './account.ts';
import type { QueryOutput } from './query.ts';

/** A stack as `DescribeStacks` tells it. */
export function describeStack(record: StackRecord): QueryOutput {
  const { id, name, created, updated, deleted, status, reason, stack, input, parent, isProtected } = record;
  return {
    StackId: id,
    StackName: name,
    Parameters: parametersOf(record),
    CreationTime: created,
    LastUpdatedTime: updated,
    DeletionTime: deleted,
    RollbackConfiguration: {},
    StackStatus: status,
    StackStatusReason: reason,
    DisableRollback: false,
    NotificationARNs: [],
    Capabilities: [...input.capabilities],
    Outputs: Object.entries(stack?.outputs ?? {}).map(([OutputKey, OutputValue]) => ({ OutputKey, OutputValue })),
    Tags: input.tags.map((tag) => ({ ...tag })),
    EnableTerminationProtection: isProtected,
    ...(parent && { ParentId: parent.id, RootId: rootOf(parent).id }),
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

/** A stack as `ListStacks` tells it. */
export function summarizeStack({
  id,
  name,
  created,
  updated,
  deleted,
  status,
  reason,
  parent,
}: StackRecord): QueryOutput {
  return {
    ...{ StackId: id, StackName: name, CreationTime: created, LastUpdatedTime: updated, DeletionTime: deleted },
    ...{ StackStatus: status, StackStatusReason: reason, ...(parent && { ParentId: parent.id }) },
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

/** The resources of a stack as they are. */
export function describeResources(
  record: StackRecord,
): readonly (QueryOutput & { readonly LogicalResourceId: string })[] {
  return [...record.resources.values()].map(({ event }) => ({
    StackId: record.id,
    StackName: record.name,
    LogicalResourceId: event.LogicalResourceId,
    PhysicalResourceId: event.PhysicalResourceId,
    ResourceType: event.ResourceType,
    ResourceStatus: event.ResourceStatus,
    ResourceStatusReason: event.ResourceStatusReason,
    Timestamp: event.Timestamp,
    LastUpdatedTimestamp: event.Timestamp,
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' },
  }));
}

export function describeEvent(event: RecordedEvent): QueryOutput {
  return { ...event };
}

export function describeChangeSet(set: ChangeSet): QueryOutput {
  const { id, name, stack, description, input, created, status, reason, execution, operation } = set;
  return {
    ChangeSetName: name,
    ChangeSetId: id,
    StackId: stack.id,
    StackName: stack.name,
    Description: description,
    Parameters: Object.entries(input.parameters).map(([ParameterKey, ParameterValue]) => ({
      ParameterKey,
      ParameterValue,
    })),
    CreationTime: created,
    ExecutionStatus: execution,
    Status: status,
    StatusReason: reason,
    NotificationARNs: [],
    RollbackConfiguration: {},
    Capabilities: [...input.capabilities],
    Tags: input.tags.map((tag) => ({ ...tag })),
    Changes: status === 'FAILED' && execution === 'UNAVAILABLE' ? [] : changesIn(operation),
    IncludeNestedStacks: false,
  };
}

/** Whether an operation would change nothing at all. */
export function isUnchanged({ stack, previous }: Operation): boolean {
  if (previous === undefined) return false;
  const isSame = JSON.stringify(stack.outputs) === JSON.stringify(previous.outputs);
  return isSame && changesIn({ stack, previous }).length === 0;
}

const rootOf = (record: StackRecord): StackRecord => (record.parent === undefined ? record : rootOf(record.parent));

/** What an operation is going to do. */
const changesIn = (operation: Operation): readonly QueryOutput[] => {
  const { stack, previous } = operation;
  const changes = stack.resources.flatMap((resource) => changesOf(resource, previous));
  return [
    ...changes.map(({ action, resource }) =>
      change(action === 'CREATE' ? 'Add' : 'Modify', resource.logicalId, resource.type),
    ),
    ...removedBy(operation).map(({ logicalId, type }) => change('Remove', logicalId, type)),
  ];
};

const change = (Action: 'Add' | 'Modify' | 'Remove', LogicalResourceId: string, ResourceType: string): QueryOutput => ({
  Type: 'Resource',
  ResourceChange: {
    ...{ Action, LogicalResourceId, ResourceType },
    ...(Action === 'Modify' && { Replacement: 'False', Scope: ['Properties'], Details: [] }),
  },
});

/** Every parameter with its value; what is secret is masked. */
const parametersOf = ({ stack, input }: StackRecord): readonly QueryOutput[] => {
  const declared = stack === undefined ? {} : stack.parameters;
  const names = [...new Set([...Object.keys(declared), ...Object.keys(input.parameters)])];
  return names.map((ParameterKey) => {
    const declaration = own(declared, ParameterKey);
    const isSecret = isObject(declaration) && String(own(declaration, 'NoEcho')) === 'true';
    const value = own(input.parameters, ParameterKey) ?? (isObject(declaration) ? own(declaration, 'Default') : '');
    return { ParameterKey, ParameterValue: isSecret ? '****' : String(value ?? '') };
  });
};

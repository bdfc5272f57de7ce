import { isDeepStrictEqual } from 'node:util';
import { type HookSetup, provision, resourceEvent } from './provision.ts';
import { inWaves } from './references.ts';
import type { Change } from './resource-request.ts';
import type { Stack, StackResource } from './stack.ts';
import type { StackEvent } from './stack-event.ts';

export interface Operation {
  readonly stack: Stack;
  /** What is deployed already; absent: nothing, so the stack is created. */
  readonly previous?: Stack;
}

const stackEvent = ({ name }: Stack, status: string, reason?: string): StackEvent => ({
  LogicalResourceId: name,
  ResourceType: 'AWS::CloudFormation::Stack',
  ResourceStatus: status,
  ...(reason !== undefined && { ResourceStatusReason: reason }),
});

/** What has to be done to a resource: nothing where its properties are what they were. */
const changesOf = (resource: StackResource, previous: Stack | undefined): Change[] => {
  const before = previous?.resources.find(({ logicalId }) => logicalId === resource.logicalId);
  if (before?.type !== resource.type) return [{ action: 'CREATE', resource }];
  const isSame = isDeepStrictEqual(before.resolved, resource.resolved);
  return isSame ? [] : [{ action: 'UPDATE', resource, previous: before }];
};

interface Progress {
  readonly done: Change[];
  readonly failed: Change[];
}

/** Wave by wave; a failure lets its wave end, as resources in one wave are provisioned at the same time. */
async function* provisionAll({ stack, previous }: Operation, setup: HookSetup): AsyncGenerator<StackEvent, Progress> {
  const progress: Progress = { done: [], failed: [] };
  for (const wave of inWaves(stack.resources)) {
    for (const change of wave.flatMap((resource) => changesOf(resource, previous))) {
      const succeeded = yield* provision(stack, change, setup);
      (succeeded ? progress.done : progress.failed).push(change);
    }
    if (progress.failed.length > 0) break;
  }
  return progress;
}

function* remove(resources: readonly StackResource[]): Generator<StackEvent> {
  for (const resource of resources.toReversed()) {
    yield resourceEvent(resource, 'DELETE_IN_PROGRESS');
    yield resourceEvent(resource, 'DELETE_COMPLETE');
  }
}

const created = (changes: readonly Change[]): StackResource[] =>
  changes.filter(({ action }) => action === 'CREATE').map(({ resource }) => resource);

const namesOf = (changes: readonly Change[]): string => changes.map(({ resource }) => resource.logicalId).join(', ');

function* rollBack({ stack, previous }: Operation, { done, failed }: Progress): Generator<StackEvent, string> {
  const [prefix, verb] = previous ? ['UPDATE_ROLLBACK', 'update'] : ['ROLLBACK', 'create'];
  const reason = `The following resource(s) failed to ${verb}: [${namesOf(failed)}]. Rollback requested by user.`;
  yield stackEvent(stack, `${prefix}_IN_PROGRESS`, reason);
  for (const { resource } of done.filter(({ action }) => action === 'UPDATE').toReversed()) {
    yield resourceEvent(resource, 'UPDATE_IN_PROGRESS');
    yield resourceEvent(resource, 'UPDATE_COMPLETE');
  }
  if (previous) yield stackEvent(stack, 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  yield* remove(created(done));
  yield stackEvent(stack, `${prefix}_COMPLETE`);
  return `${prefix}_COMPLETE`;
}

function* cleanUp({ stack, previous }: Operation): Generator<StackEvent, string> {
  const status = previous ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE';
  if (previous) {
    yield stackEvent(stack, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    const kept = new Set(stack.resources.map(({ logicalId }) => logicalId));
    yield* remove(previous.resources.filter(({ logicalId }) => !kept.has(logicalId)));
  }
  yield stackEvent(stack, status);
  return status;
}

/** Creates or updates a stack as CloudFormation does, event by event; returns the status that the stack ends with. */
export async function* deploy(operation: Operation, setup: HookSetup): AsyncGenerator<StackEvent, string> {
  const action = operation.previous ? 'UPDATE' : 'CREATE';
  yield stackEvent(operation.stack, `${action}_IN_PROGRESS`, 'User Initiated');
  const progress = yield* provisionAll(operation, setup);
  return progress.failed.length > 0 ? yield* rollBack(operation, progress) : yield* cleanUp(operation);
}

import { hooks } from '../hook/index.ts';
import { type Change, changesOf, type Operation, removedBy } from './change.ts';
import type { HookSetup } from './hook-setup.ts';
import { nestedOperation } from './nested-stack.ts';
import { provision } from './provision.ts';
import { CircularDependencyError } from './references.ts';
import { DeployError, type Stack, type StackResource } from './stack.ts';
import { hooksFailed, invokeHook, makeEvent, type StackEvent, type Subject } from './stack-event.ts';
import { callChangeSetHook, callStackHook, changeSetNameOf } from './template-hook.ts';

/**
 * Creates or updates a stack as CloudFormation does, event by event: the template hook first, then each resource with its
 * own. Returns the status that the stack ends with. How a stack ends whose template hook fails is not documented; here
 * it is rolled back.
 */
export async function* deploy(operation: Operation, setup: HookSetup): AsyncGenerator<StackEvent, string> {
  const { stack, previous } = operation;
  const subject = subjectOf(stack);
  const status = previous ? 'UPDATE_IN_PROGRESS' : 'CREATE_IN_PROGRESS';
  yield makeEvent(subject, status, 'User Initiated');
  const call = () => callStackHook(operation, setup);
  const isAllowed = yield* invokeHook({ subject, status, hookType: hooks.template, mode: setup.templateMode, call });
  if (!isAllowed) return yield* rollBack(operation, [], `${hooksFailed(hooks.template)}.`);
  const { done, failed } = yield* provisionAll(operation, setup);
  if (failed.length === 0) return yield* complete(operation);
  const names = failed.map(({ resource }) => resource.logicalId).join(', ');
  return yield* rollBack(
    operation,
    done,
    `The following resource(s) failed to ${previous ? 'update' : 'create'}: [${names}].`,
  );
}

/** Makes a change set, its hook first, and executes it. A change set that fails leaves the stack as it was. */
export async function* deployChangeSet(operation: Operation, setup: HookSetup): AsyncGenerator<StackEvent, string> {
  const subject: Subject = { logicalId: changeSetNameOf(operation.stack), type: 'AWS::CloudFormation::ChangeSet' };
  const status = 'CREATE_IN_PROGRESS';
  yield makeEvent(subject, status);
  const call = () => callChangeSetHook(operation, setup);
  const isAllowed = yield* invokeHook({ subject, status, hookType: hooks.template, mode: setup.templateMode, call });
  if (!isAllowed) {
    yield makeEvent(subject, 'FAILED', `Change set creation failed. ${hooksFailed(hooks.template)}`);
    return operation.previous ? 'FAILED' : 'REVIEW_IN_PROGRESS';
  }
  yield makeEvent(subject, 'CREATE_COMPLETE');
  return yield* deploy(operation, setup);
}

const subjectOf = ({ name }: Stack): Subject => ({ logicalId: name, type: 'AWS::CloudFormation::Stack' });

function* rollBack(
  { stack, previous }: Operation,
  done: readonly Change[],
  reason: string,
): Generator<StackEvent, string> {
  const prefix = previous ? 'UPDATE_ROLLBACK' : 'ROLLBACK';
  yield makeEvent(subjectOf(stack), `${prefix}_IN_PROGRESS`, `${reason} Rollback requested by user.`);
  for (const resource of resourcesOf(done, 'UPDATE').toReversed()) {
    yield makeEvent(resource, 'UPDATE_IN_PROGRESS');
    yield makeEvent(resource, 'UPDATE_COMPLETE');
  }
  if (previous) yield makeEvent(subjectOf(stack), 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  yield* remove(resourcesOf(done, 'CREATE'));
  yield makeEvent(subjectOf(stack), `${prefix}_COMPLETE`);
  return `${prefix}_COMPLETE`;
}

const resourcesOf = (changes: readonly Change[], action: Change['action']): StackResource[] =>
  changes.filter((change) => change.action === action).map(({ resource }) => resource);

function* remove(resources: readonly StackResource[]): Generator<StackEvent> {
  for (const resource of resources.toReversed()) {
    yield makeEvent(resource, 'DELETE_IN_PROGRESS');
    yield makeEvent(resource, 'DELETE_COMPLETE');
  }
}

interface Progress {
  readonly done: Change[];
  readonly failed: Change[];
}

/** Wave by wave; a failure lets its wave end, as resources in one wave are provisioned at the same time. */
async function* provisionAll(operation: Operation, setup: HookSetup): AsyncGenerator<StackEvent, Progress> {
  const { stack, previous } = operation;
  const progress: Progress = { done: [], failed: [] };
  for (const wave of stack.waves) {
    for (const change of wave.flatMap((resource) => changesOf(resource, previous))) {
      const succeeded = yield* provisionOne(operation, change, setup);
      (succeeded ? progress.done : progress.failed).push(change);
    }
    if (progress.failed.length > 0) break;
  }
  return progress;
}

/** A nested stack is deployed as a stack of its own, before the resource that stands for it is complete. */
async function* provisionOne(
  operation: Operation,
  change: Change,
  setup: HookSetup,
): AsyncGenerator<StackEvent, boolean> {
  const { action, resource } = change;
  const nested = setup.templateFiles && (await openNested(operation, change, setup.templateFiles));
  if (nested === undefined) return yield* provision(operation.stack, change, setup);
  yield makeEvent(resource, `${action}_IN_PROGRESS`);
  if (nested instanceof Error) {
    yield makeEvent(resource, `${action}_FAILED`, nested.message);
    return false;
  }
  const status = yield* deploy(nested, setup);
  const succeeded = status === `${action}_COMPLETE`;
  const words = action === 'CREATE' ? 'created' : 'updated';
  const reason = succeeded ? undefined : `Embedded stack ${nested.stack.id} was not successfully ${words}: ${status}`;
  yield makeEvent(resource, `${action}_${succeeded ? 'COMPLETE' : 'FAILED'}`, reason);
  return succeeded;
}

/** What a nested stack does, or why CloudFormation would refuse its template. */
const openNested = async (
  ...[operation, change, files]: Parameters<typeof nestedOperation>
): Promise<Operation | Error | undefined> => {
  try {
    return await nestedOperation(operation, change, files);
  } catch (error) {
    if (error instanceof DeployError || error instanceof CircularDependencyError) return error;
    throw error;
  }
};

function* complete(operation: Operation): Generator<StackEvent, string> {
  const subject = subjectOf(operation.stack);
  if (operation.previous) {
    yield makeEvent(subject, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    yield* remove(removedBy(operation));
  }
  const status = operation.previous ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE';
  yield makeEvent(subject, status);
  return status;
}

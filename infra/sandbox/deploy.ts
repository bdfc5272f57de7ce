import { hooks } from '../hook/index.ts';
import { type Change, changesOf, type Operation, removedBy } from './change.ts';
import type { HookResult } from './hook-result.ts';
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
export async function* deploy(
  operation: Operation,
  setup: HookSetup,
  parent?: Stack,
): AsyncGenerator<StackEvent, string> {
  const { stack, previous } = operation;
  const subject = subjectOf(stack);
  const status = previous ? 'UPDATE_IN_PROGRESS' : 'CREATE_IN_PROGRESS';
  setup.onBegin?.(operation, parent);
  yield makeEvent(stack, subject, status, parent === undefined ? 'User Initiated' : undefined);
  const call = () => callStackHook(operation, setup);
  const isAllowed = yield* askTemplateHook(stack, subject, status, setup, call);
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
  const { stack, previous } = operation;
  const subject: Subject = { logicalId: changeSetNameOf(stack), type: 'AWS::CloudFormation::ChangeSet' };
  const status = 'CREATE_IN_PROGRESS';
  yield makeEvent(stack, subject, status);
  const call = () => callChangeSetHook(operation, setup);
  const isAllowed = yield* askTemplateHook(stack, subject, status, setup, call);
  if (!isAllowed) {
    yield makeEvent(stack, subject, 'FAILED', changeSetFailed());
    return previous ? 'FAILED' : 'REVIEW_IN_PROGRESS';
  }
  yield makeEvent(stack, subject, 'CREATE_COMPLETE');
  return yield* deploy(operation, setup);
}

/** What a change set says that its hook refused. */
export function changeSetFailed(): string {
  return `Change set creation failed. ${hooksFailed(hooks.template)}`;
}

/** Deletes a stack: no hook of ours is called for that. */
export function* deleteStack(stack: Stack): Generator<StackEvent, string> {
  yield makeEvent(stack, subjectOf(stack), 'DELETE_IN_PROGRESS', 'User Initiated');
  yield* remove(stack, stack.resources);
  yield makeEvent(stack, subjectOf(stack), 'DELETE_COMPLETE');
  return 'DELETE_COMPLETE';
}

/** The events of the template hook, where it is called at all; returns whether the operation may go on. */
async function* askTemplateHook(
  stack: Stack,
  subject: Subject,
  status: string,
  setup: HookSetup,
  call: () => Promise<HookResult>,
): AsyncGenerator<StackEvent, boolean> {
  if (setup.isCalled?.('template', stack.name) === false) return true;
  const mode = setup.templateMode;
  return yield* invokeHook({ scene: stack, subject, status, hookType: hooks.template, mode, call });
}

const subjectOf = ({ id, name }: Stack): Subject => ({
  logicalId: name,
  type: 'AWS::CloudFormation::Stack',
  physicalId: id,
});

function* rollBack(
  { stack, previous }: Operation,
  done: readonly Change[],
  reason: string,
): Generator<StackEvent, string> {
  const prefix = previous ? 'UPDATE_ROLLBACK' : 'ROLLBACK';
  yield makeEvent(stack, subjectOf(stack), `${prefix}_IN_PROGRESS`, `${reason} Rollback requested by user.`);
  for (const resource of resourcesOf(done, 'UPDATE').toReversed()) {
    yield makeEvent(stack, resource, 'UPDATE_IN_PROGRESS');
    yield makeEvent(stack, resource, 'UPDATE_COMPLETE');
  }
  if (previous) yield makeEvent(stack, subjectOf(stack), 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS');
  yield* remove(stack, resourcesOf(done, 'CREATE'));
  yield makeEvent(stack, subjectOf(stack), `${prefix}_COMPLETE`);
  return `${prefix}_COMPLETE`;
}

const resourcesOf = (changes: readonly Change[], action: Change['action']): StackResource[] =>
  changes.filter((change) => change.action === action).map(({ resource }) => resource);

function* remove(stack: Stack, resources: readonly StackResource[]): Generator<StackEvent> {
  for (const resource of resources.toReversed()) {
    yield makeEvent(stack, resource, 'DELETE_IN_PROGRESS');
    yield makeEvent(stack, resource, 'DELETE_COMPLETE');
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
  yield makeEvent(operation.stack, resource, `${action}_IN_PROGRESS`);
  if (nested instanceof Error) {
    yield makeEvent(operation.stack, resource, `${action}_FAILED`, nested.message);
    return false;
  }
  const status = yield* deploy(nested, setup, operation.stack);
  const succeeded = status === `${action}_COMPLETE`;
  const words = action === 'CREATE' ? 'created' : 'updated';
  const reason = succeeded ? undefined : `Embedded stack ${nested.stack.id} was not successfully ${words}: ${status}`;
  yield makeEvent(operation.stack, resource, `${action}_${succeeded ? 'COMPLETE' : 'FAILED'}`, reason);
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
    yield makeEvent(operation.stack, subject, 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS');
    yield* remove(operation.stack, removedBy(operation));
  }
  const status = operation.previous ? 'UPDATE_COMPLETE' : 'CREATE_COMPLETE';
  yield makeEvent(operation.stack, subject, status);
  return status;
}

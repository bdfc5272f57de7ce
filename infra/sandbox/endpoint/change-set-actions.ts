import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { hooks } from '../../hook/index.ts';
import { partitionOf } from '../../partition.ts';
import { changeSetFailed } from '../deploy.ts';
import { callChangeSetHook } from '../template-hook.ts';
import { type ChangeSet, findStack, type StackRecord } from './account.ts';
import { type Action, type Context, pageOf, stackOf } from './action.ts';
import { beginDeployment, resolveStack } from './deployment.ts';
import { describeChangeSet, isUnchanged } from './describe.ts';
import type { QueryInput } from './query.ts';
import type { Sandbox } from './sandbox.ts';
import { invalid, ServiceError } from './service-error.ts';
import { setupFor } from './setup-for.ts';
import { expectUpdatable, reviewStack } from './stack-actions.ts';
import { expectCapabilities, optional, readName, readStackInput, required } from './stack-input.ts';
import { readTemplate } from './template-input.ts';

/** Makes and executes change sets. */
export const changeSetActions: Readonly<Record<string, Action>> = {
  CreateChangeSet: async (input, context) => {
    const { sandbox, home } = context;
    const changeSetName = readName(input, 'ChangeSetName');
    const type = optional(input, 'ChangeSetType') ?? 'UPDATE';
    const record = targetOf(input, type, context);
    if (record !== undefined && findChangeSet(record, changeSetName) !== undefined)
      throw new ServiceError(
        'AlreadyExistsException',
        `ChangeSet ${changeSetName} cannot be created due to a mismatch with existing attributes`,
      );
    const given = readTemplate(input, sandbox.store, record?.stack?.text);
    const stackInput = readStackInput(input, record);
    expectCapabilities(given.template, stackInput, false);
    const name = record?.name ?? readName(input, 'StackName');
    const there = record ?? reviewStack(name, context);
    const previous = type === 'UPDATE' ? there.stack : undefined;
    const stack = resolveOr(context, given, there, stackInput.parameters, record === undefined);
    const { account, region } = home;
    const id = `arn:${partitionOf(region)}:cloudformation:${region}:${account}:changeSet/${changeSetName}/${randomUUID()}`;
    const set: ChangeSet = {
      ...{
        id,
        name: changeSetName,
        stack: there,
        type,
        description: optional(input, 'Description'),
        input: stackInput,
      },
      ...{ operation: { stack, ...(previous && { previous }) }, created: new Date() },
      ...{ status: 'CREATE_IN_PROGRESS', execution: 'UNAVAILABLE' },
    };
    there.changeSets.set(id, set);
    await Promise.race([prepare(sandbox, set), sleep(SETTLE_MS, undefined, { ref: false })]);
    return { Id: id, StackId: there.id };
  },

  DescribeChangeSet: (input, context) => describeChangeSet(changeSetOf(input, context)),

  ListChangeSets: (input, context) => {
    const sets = [...stackOf(input, context).changeSets.values()];
    const { page, NextToken } = pageOf(sets, input);
    return {
      Summaries: page.map(({ id, name, stack, status, reason, execution, created }) => ({
        ...{ StackId: stack.id, StackName: stack.name, ChangeSetId: id, ChangeSetName: name },
        ...{ ExecutionStatus: execution, Status: status, StatusReason: reason, CreationTime: created },
      })),
      NextToken,
    };
  },

  ExecuteChangeSet: async (input, context) => {
    const set = changeSetOf(input, context);
    const { stack: record, operation, input: given } = set;
    if (set.execution !== 'AVAILABLE')
      throw new ServiceError(
        'InvalidChangeSetStatus',
        `ChangeSet [${set.id}] cannot be executed in its current execution status of [${set.execution}]`,
      );
    if (operation.previous !== undefined) expectUpdatable(record);
    set.execution = 'EXECUTE_COMPLETE';
    for (const [id, other] of record.changeSets) if (other !== set) record.changeSets.delete(id);
    const token = optional(input, 'ClientRequestToken');
    await beginDeployment(context.sandbox, record, operation, { ...given, token: token ?? given.token });
    return {};
  },

  DeleteChangeSet: (input, context) => {
    const id = required(input, 'ChangeSetName');
    const record = id.startsWith('arn:') ? ownerOf(id, context) : stackOf(input, context);
    const set = record && findChangeSet(record, id);
    // What is not there is deleted.
    if (set !== undefined) set.stack.changeSets.delete(set.id);
    return {};
  },

  DescribeChangeSetHooks: (input, context) => {
    const set = changeSetOf(input, context);
    return {
      ...{ ChangeSetId: set.id, ChangeSetName: set.name, StackId: set.stack.id, StackName: set.stack.name },
      ...{ Status: 'PLANNED', Hooks: [] },
    };
  },
};

/** Milliseconds for which an answer waits until a change set is ready: clients look again after 5 seconds only. */
const SETTLE_MS = 2000;

/** The stack that a change set is for; undefined where it is to be made. @throws {ServiceError} */
const targetOf = (input: QueryInput, type: string, context: Context): StackRecord | undefined => {
  const name = required(input, 'StackName');
  const record = findStack(context.sandbox.account, name, context.home);
  if (type === 'CREATE') {
    if (record !== undefined && record.status !== 'REVIEW_IN_PROGRESS')
      throw invalid(
        `Stack [${record.name}] already exists and cannot be created again with the changeSet [${String(input['ChangeSetName'])}].`,
      );
    return record;
  }
  if (type !== 'UPDATE') throw invalid(`The sandbox makes change sets of the types CREATE and UPDATE, not ${type}.`);
  if (record === undefined) throw invalid(`Stack [${name}] does not exist`);
  expectUpdatable(record);
  return record;
};

/** A stack that a refused change set made is taken back. */
const resolveOr = (
  { sandbox, home }: Context,
  given: Parameters<typeof resolveStack>[1],
  { id, name }: StackRecord,
  parameters: Readonly<Record<string, string>>,
  isNew: boolean,
) => {
  try {
    return resolveStack(sandbox, given, { id, name, home, parameters });
  } catch (error) {
    if (isNew) sandbox.account.stacks.delete(id);
    throw error;
  }
};

const findChangeSet = ({ changeSets }: StackRecord, idOrName: string): ChangeSet | undefined =>
  [...changeSets.values()].find(({ id, name }) => id === idOrName || name === idOrName);

const ownerOf = (id: string, { sandbox }: Context): StackRecord | undefined =>
  [...sandbox.account.stacks.values()].find(({ changeSets }) => changeSets.has(id));

/** The change set that a request names. @throws {ServiceError} */
const changeSetOf = (input: QueryInput, context: Context): ChangeSet => {
  const idOrName = required(input, 'ChangeSetName');
  const record = idOrName.startsWith('arn:') ? ownerOf(idOrName, context) : stackOf(input, context);
  const set = record && findChangeSet(record, idOrName);
  const stackName = optional(input, 'StackName');
  if (set === undefined || (stackName !== undefined && ![set.stack.name, set.stack.id].includes(stackName)))
    throw new ServiceError('ChangeSetNotFound', `ChangeSet [${idOrName}] does not exist`, 404);
  return set;
};

const NOTHING =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** Looks at what would change, and asks the template hook. */
const prepare = async (sandbox: Sandbox, set: ChangeSet): Promise<void> => {
  const fail = (reason: string): void => {
    set.status = 'FAILED';
    set.reason = reason;
  };
  if (isUnchanged(set.operation)) return fail(NOTHING);
  const setup = setupFor(sandbox, set.stack);
  if (setup.isCalled?.('template', set.stack.name) !== false) {
    const { status, reason } = await callChangeSetHook(set.operation, setup, set.id);
    sandbox.options.tell({
      kind: 'NOTE',
      text: `${set.stack.name}  ${set.name}  ${hooks.template}  ${status}  ${reason}`,
    });
    if (status !== 'HOOK_COMPLETE_SUCCEEDED' && setup.templateMode === 'FAIL') return fail(changeSetFailed());
  }
  set.status = 'CREATE_COMPLETE';
  set.execution = 'AVAILABLE';
};

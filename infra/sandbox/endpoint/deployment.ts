import { setTimeout as sleep } from 'node:timers/promises';
import { forEachOf } from '../../for-each-of.ts';
import { hookKeys } from '../../hook/index.ts';
import type { Operation } from '../change.ts';
import { deleteStack, deploy } from '../deploy.ts';
import type { Home } from '../identity.ts';
import { CircularDependencyError } from '../references.ts';
import { DeployError, type Deployment, makeStack, type Stack } from '../stack.ts';
import { makeEvent, type StackEvent } from '../stack-event.ts';
import { addStack, configurationOf, recordEvent, type StackInput, type StackRecord } from './account.ts';
import type { Sandbox } from './sandbox.ts';
import { invalid } from './service-error.ts';
import { setupFor, templateFilesOf } from './setup-for.ts';
import { type GivenTemplate, parseTemplate } from './template-input.ts';

/** Sees to it that the hooks are deployed in a Region: they are in every one that somebody asks about. */
export function ensureProduct({ account, options }: Sandbox, home: Home): void {
  if (hookKeys.some((key) => configurationOf(account, key, home.region) !== undefined)) return;
  const { name, text, parameters } = options.product;
  if ([...account.stacks.values()].some((one) => one.home.region === home.region && one.name === name)) return;
  const stack = makeStack({ name, home, ...parseTemplate(text), parameters });
  const record = addStack(account, stack.id, name, home);
  record.pending = { operation: { stack }, input: { parameters, tags: [], capabilities: ['CAPABILITY_IAM'] } };
  const subject = { logicalId: name, type: 'AWS::CloudFormation::Stack', physicalId: stack.id };
  recordEvent(account, makeEvent(stack, subject, 'CREATE_IN_PROGRESS', 'User Initiated'), undefined);
  for (const resource of stack.resources)
    recordEvent(account, makeEvent(stack, resource, 'CREATE_COMPLETE'), undefined);
  recordEvent(account, makeEvent(stack, subject, 'CREATE_COMPLETE'), undefined);
}

/** Resolves a template as it is to be deployed. @throws {ServiceError} as CloudFormation would refuse it */
export function resolveStack(
  sandbox: Sandbox,
  { text, template }: GivenTemplate,
  deployment: Pick<Deployment, 'name' | 'home' | 'id' | 'parameters'>,
): Stack {
  try {
    const templateFiles = templateFilesOf(sandbox);
    return makeStack({ ...deployment, text, template, files: [deployment.name], templateFiles });
  } catch (error) {
    if (error instanceof DeployError || error instanceof CircularDependencyError) throw invalid(error.message);
    throw error;
  }
}

/** Begins to create or update a stack; resolves once that has ended, or a moment has passed. */
export async function beginDeployment(
  sandbox: Sandbox,
  record: StackRecord,
  operation: Operation,
  input: StackInput,
): Promise<void> {
  record.pending = { operation, input };
  record.status = operation.previous ? 'UPDATE_IN_PROGRESS' : 'CREATE_IN_PROGRESS';
  const setup = setupFor(sandbox, record);
  await settled(sandbox, record, forEachOf(deploy(operation, setup), recorder(sandbox, input.token)));
}

/** Begins to delete a stack. */
export async function beginDeletion(sandbox: Sandbox, record: StackRecord, token: string | undefined): Promise<void> {
  const stack = record.stack ?? record.pending?.operation.stack;
  record.status = 'DELETE_IN_PROGRESS';
  const keep = recorder(sandbox, token);
  if (stack === undefined) {
    keep(makeEvent(record, subjectOf(record), 'DELETE_COMPLETE'));
    return;
  }
  for (const event of deleteStack({ ...stack, resources: stack.resources.filter(isThere(record)) })) keep(event);
}

export function subjectOf({ id, name }: Pick<StackRecord, 'id' | 'name'>) {
  return { logicalId: name, type: 'AWS::CloudFormation::Stack', physicalId: id };
}

/** Takes an event into the account, and tells it. */
export function recorder({ account, options }: Sandbox, token: string | undefined): (event: StackEvent) => void {
  return (event) => {
    recordEvent(account, event, token);
    options.tell({ kind: 'EVENT', event });
  };
}

const isThere =
  ({ resources }: StackRecord) =>
  ({ logicalId }: { readonly logicalId: string }): boolean =>
    resources.get(logicalId)?.event.ResourceStatus !== 'DELETE_COMPLETE';

/** Milliseconds for which an answer waits for the end of what it begins: clients look again after 5 or 30 seconds only. */
const SETTLE_MS = 2000;

const settled = async ({ options }: Sandbox, record: StackRecord, work: Promise<unknown>): Promise<void> => {
  const done = work.catch((error: unknown) => {
    record.status = record.status.replace(/_IN_PROGRESS$/, '_FAILED');
    record.reason = `The sandbox failed: ${String(error)}`;
    options.tell({ kind: 'NOTE', text: record.reason });
  });
  await Promise.race([done, sleep(SETTLE_MS, undefined, { ref: false })]);
};

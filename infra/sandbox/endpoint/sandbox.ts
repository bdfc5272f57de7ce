import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { isObject, own } from '../../../rule/index.ts';
import { forEachOf } from '../../for-each-of.ts';
import { type HookKey, hookKeys } from '../../hook/index.ts';
import type { Operation } from '../change.ts';
import { deleteStack, deploy } from '../deploy.ts';
import type { HookSetup } from '../hook-setup.ts';
import { type Home, physicalIdOf } from '../identity.ts';
import type { TemplateFiles } from '../nested-stack.ts';
import { CircularDependencyError } from '../references.ts';
import { DeployError, type Deployment, makeStack, type Stack } from '../stack.ts';
import { type FailureMode, makeEvent, type StackEvent } from '../stack-event.ts';
import {
  addStack,
  configurationOf,
  isCalledFor,
  makeAccount,
  recordEvent,
  type SandboxAccount,
  type StackInput,
  type StackRecord,
} from './account.ts';
import { type CloudControl, makeCloudControl } from './cloud-control.ts';
import { findLive, type LiveResource } from './live-resource.ts';
import { makeObjectStore, type ObjectStore } from './object-store.ts';
import { makeQueue, type Queue } from './queue.ts';
import { invalid } from './service-error.ts';
import { type GivenTemplate, parseTemplate, readObject } from './template-input.ts';

/** What the sandbox is started with. */
export interface SandboxOptions {
  /** Paths of the bundles of the two functions. */
  readonly bundles: HookSetup['bundles'];
  /** The stack of the hooks themselves: the built template and its parameters. */
  readonly product: {
    readonly name: string;
    readonly text: string;
    readonly parameters: Readonly<Record<string, string>>;
  };
  readonly accountId: string;
  /** What the functions have in their environment besides what their stack sets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the functions log. */
  readonly onLog?: (text: string) => void;
  /** How long a function may take, in milliseconds. Default: as CloudFormation. */
  readonly timeoutMs?: number;
  readonly tell: (news: SandboxNews) => void;
}

/** What is told as it happens. */
export type SandboxNews =
  | { readonly kind: 'REQUEST'; readonly action: string; readonly subject: string }
  | { readonly kind: 'REFUSAL'; readonly action: string; readonly code: string; readonly message: string }
  | { readonly kind: 'EVENT'; readonly event: StackEvent }
  | { readonly kind: 'NOTE'; readonly text: string };

/** One account with the hooks deployed, and all that happens in it. */
export interface Sandbox {
  readonly options: SandboxOptions;
  readonly account: SandboxAccount;
  readonly store: ObjectStore;
  readonly cloudControl: CloudControl;
  readonly queue: Queue;
  /** Ends what is under way; nothing is told after that. */
  readonly closing: AbortController;
  /** Where the endpoint is; set once it listens. */
  origin: string;
}

export function makeSandbox(options: SandboxOptions): Sandbox {
  const closing = new AbortController();
  const tell = (news: SandboxNews): void => {
    if (!closing.signal.aborted) options.tell(news);
  };
  return {
    options: { ...options, tell },
    account: makeAccount(),
    store: makeObjectStore(),
    cloudControl: makeCloudControl(),
    queue: makeQueue(PROCESSES),
    closing,
    origin: '',
  };
}

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
  const { tell } = sandbox.options;
  try {
    const templateFiles = templateFilesOf(sandbox, (note) => tell({ kind: 'NOTE', text: note }));
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

/** How the hooks are called about a stack, as they are registered now. */
export function setupFor(
  sandbox: Sandbox,
  { name, home }: Pick<StackRecord, 'name' | 'home'>,
  isCloudControl = false,
): HookSetup {
  const { account, options, store, origin, closing } = sandbox;
  const configurations = (key: HookKey) => configurationOf(account, key, home.region);
  const modeOf = (key: HookKey): FailureMode =>
    own(configurations(key) ?? {}, 'FailureMode') === 'WARN' ? 'WARN' : 'FAIL';
  return {
    bundles: { resource: bundleOf(sandbox, home, 'resource'), template: bundleOf(sandbox, home, 'template') },
    settings: {
      ...options.environment,
      ...variablesOf(sandbox, home),
      ...endpointVariables(origin),
      AWS_REGION: home.region,
    },
    resourceMode: modeOf('resource'),
    templateMode: modeOf('template'),
    isCloudControl,
    isStringified: false,
    queue: sandbox.queue,
    signal: closing.signal,
    nextId: randomUUID,
    publish: (payload) => `${origin}${store.publish(Buffer.from(JSON.stringify(payload)))}`,
    isCalled: (key, stackName) => isCalledFor(configurations(key), isCloudControl ? '' : stackName || name),
    onResult: (record) => void account.results.push(record),
    onBegin: (operation, parent) => adopt(sandbox, operation, parent),
    templateFiles: templateFilesOf(sandbox, (text) => options.tell({ kind: 'NOTE', text })),
    ...(options.onLog && { onLog: options.onLog }),
    ...(options.timeoutMs !== undefined && { timeoutMs: options.timeoutMs }),
  };
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

/** Functions under way at once, each a process of some 50 MB; on AWS they are as many as the account lets. */
const PROCESSES = 8;

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

/** A nested stack is a stack of its own. */
const adopt = ({ account }: Sandbox, operation: Operation, parent: Stack | undefined): void => {
  if (parent === undefined) return;
  const { id, name, home } = operation.stack;
  const outer = account.stacks.get(parent.id);
  const known = account.stacks.get(id);
  const record =
    known === undefined || operation.previous === undefined ? addStack(account, id, name, home, outer) : known;
  record.pending = { operation, input: { parameters: {}, tags: [], capabilities: [] } };
};

const functionIds: Readonly<Record<HookKey, string>> = { resource: 'ResourceFunction', template: 'TemplateFunction' };

/** A function of the hooks in a Region, as it is. */
const functionOf = ({ account, options }: Sandbox, { region }: Home, key: HookKey): LiveResource | undefined => {
  const product = [...account.stacks.values()].find(
    ({ name, home }) => name === options.product.name && home.region === region,
  );
  const created = product?.stack?.resources.find(({ logicalId }) => logicalId === functionIds[key]);
  if (product === undefined || created === undefined) return undefined;
  const { type, logicalId } = created;
  return findLive(account, type, physicalIdOf(type, product.name, logicalId, product.home));
};

const bundleOf = (sandbox: Sandbox, home: Home, key: HookKey): string =>
  functionOf(sandbox, home, key)?.codeFile ?? sandbox.options.bundles[key];

/** The environment of a function. */
const variablesOf = (sandbox: Sandbox, home: Home): Record<string, string> => {
  const environment = own(functionOf(sandbox, home, 'resource')?.properties ?? {}, 'Environment');
  const variables = isObject(environment) ? own(environment, 'Variables') : undefined;
  return isObject(variables)
    ? Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]))
    : {};
};

const endpointVariables = (origin: string): Record<string, string> => ({
  EGRESS_GUARD_PAYLOAD_ORIGIN: origin,
  AWS_ENDPOINT_URL_S3: origin,
  AWS_ACCESS_KEY_ID: 'sandbox',
  AWS_SECRET_ACCESS_KEY: 'sandbox',
});

/** What is nested or included is read where it was uploaded to the sandbox's S3. */
const templateFilesOf = ({ store }: Sandbox, tell: (text: string) => void): TemplateFiles => ({
  load: async (location) =>
    store.read(location) === undefined ? undefined : { path: location, ...parseTemplate(readObject(location, store)) },
  readIncluded: (location) => {
    const content = store.read(location);
    return content && { file: location, text: content.toString('utf8') };
  },
  tell,
});

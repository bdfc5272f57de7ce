import { randomUUID } from 'node:crypto';
import { isObject, type JsonObject, matchesPattern, own } from '../../../rule/index.ts';
import { type HookKey, hookArn, hookKeys, hooks } from '../../hook/index.ts';
import { partitionOf } from '../../partition.ts';
import type { HookRecord } from '../call-hook.ts';
import type { Operation } from '../change.ts';
import type { Home } from '../identity.ts';
import type { Stack } from '../stack.ts';
import type { StackEvent } from '../stack-event.ts';
import type { LiveResource } from './live-resource.ts';

/** An event with what only the service knows of it. */
export interface RecordedEvent extends StackEvent {
  readonly EventId: string;
  readonly Timestamp: Date;
  readonly ClientRequestToken?: string | undefined;
}

/** What a request says of a stack besides its template. */
export interface StackInput {
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly capabilities: readonly string[];
  readonly token?: string | undefined;
}

export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly stack: StackRecord;
  readonly type: string;
  readonly description?: string | undefined;
  readonly input: StackInput;
  readonly operation: Operation;
  readonly created: Date;
  status: string;
  reason?: string | undefined;
  execution: string;
}

/** A stack as the service keeps it. */
export interface StackRecord {
  readonly id: string;
  readonly name: string;
  readonly home: Home;
  readonly parent?: StackRecord | undefined;
  readonly created: Date;
  updated?: Date;
  deleted?: Date;
  status: string;
  reason?: string | undefined;
  /** What is deployed. */
  stack?: Stack | undefined;
  input: StackInput;
  /** What is under way. */
  pending?: { readonly operation: Operation; readonly input: StackInput } | undefined;
  isProtected: boolean;
  readonly events: RecordedEvent[];
  readonly resources: Map<string, { readonly event: RecordedEvent }>;
  readonly changeSets: Map<string, ChangeSet>;
}

/** Everything that the sandbox keeps: one account, in all Regions. */
export interface SandboxAccount {
  readonly started: Date;
  readonly stacks: Map<string, StackRecord>;
  readonly results: HookRecord[];
  /** The configuration with which a hook is registered, by Region and hook. */
  readonly configurations: Map<string, JsonObject>;
  /** Functions and roles by name, as they are. */
  readonly live: Map<string, LiveResource>;
}

export function makeAccount(): SandboxAccount {
  return { started: new Date(), stacks: new Map(), results: [], configurations: new Map(), live: new Map() };
}

/** The stack of a name or an id; of a name, the one that is not deleted. */
export function findStack({ stacks }: SandboxAccount, nameOrId: string, { region }: Home): StackRecord | undefined {
  const known = stacks.get(nameOrId);
  if (known !== undefined) return known;
  return [...stacks.values()].find(
    ({ name, home, status }) => name === nameOrId && home.region === region && status !== 'DELETE_COMPLETE',
  );
}

export function addStack(account: SandboxAccount, id: string, name: string, home: Home, parent?: StackRecord) {
  const record: StackRecord = {
    ...{ id, name, home, parent, created: new Date(), status: 'REVIEW_IN_PROGRESS', isProtected: false },
    ...{
      input: { parameters: {}, tags: [], capabilities: [] },
      events: [],
      resources: new Map(),
      changeSets: new Map(),
    },
  };
  account.stacks.set(id, record);
  return record;
}

/** A nested stack is a stack of its own; one that nothing is nested in is known already. */
export function addNestedStack(account: SandboxAccount, operation: Operation, parent: Stack | undefined): void {
  if (parent === undefined) return;
  const { id, name, home } = operation.stack;
  const outer = account.stacks.get(parent.id);
  const known = account.stacks.get(id);
  const record =
    known === undefined || operation.previous === undefined ? addStack(account, id, name, home, outer) : known;
  record.pending = { operation, input: { parameters: {}, tags: [], capabilities: [] } };
}

/** Keeps an event, and what it says of the stack and its resources. */
export function recordEvent(account: SandboxAccount, event: StackEvent, token: string | undefined): void {
  const record = account.stacks.get(event.StackId);
  if (record === undefined) return;
  const recorded: RecordedEvent = {
    ...event,
    EventId: randomUUID(),
    Timestamp: timeAfter(record.events.at(-1)),
    ...(token !== undefined && { ClientRequestToken: token }),
  };
  record.events.push(recorded);
  if (event.HookStatus !== undefined) return;
  if (event.PhysicalResourceId === event.StackId) changeStatus(record, recorded);
  else changeResource(account, record, recorded);
}

/** The configuration of a hook in a Region; undefined where it is not registered. */
export function configurationOf(account: SandboxAccount, key: HookKey, region: string): JsonObject | undefined {
  return account.configurations.get(`${region} ${key}`);
}

export function registerHook(account: SandboxAccount, key: HookKey, region: string, configuration: JsonObject): void {
  account.configurations.set(`${region} ${key}`, configuration);
}

/** The ARN of a hook in the account and Region of a home. */
export function hookArnIn({ account: id, region }: Home, key: HookKey): string {
  return hookArn({ id, region, partition: partitionOf(region) }, key);
}

/** Whether a hook is called for a stack: it is registered and on, and the stack is not left out. */
export function isCalledFor(configuration: JsonObject | undefined, stackName: string): boolean {
  if (configuration === undefined || own(configuration, 'HookInvocationStatus') !== 'ENABLED') return false;
  const names = at(configuration, 'StackFilters', 'StackNames', 'Exclude');
  return !(Array.isArray(names) && names.some((name) => matchesPattern(String(name), stackName)));
}

/** Clients order events by their time, so that no two of a stack have the same. */
const timeAfter = (last: RecordedEvent | undefined): Date =>
  new Date(Math.max(Date.now(), (last?.Timestamp.getTime() ?? 0) + 1));

const changeStatus = (record: StackRecord, event: RecordedEvent): void => {
  const { ResourceStatus: status, ResourceStatusReason: reason, Timestamp: time } = event;
  record.status = status;
  record.reason = reason;
  if (status === 'UPDATE_IN_PROGRESS') record.updated = time;
  if (status === 'DELETE_COMPLETE') record.deleted = time;
  if (record.pending !== undefined && /^(CREATE|UPDATE)_COMPLETE$/.test(status)) {
    record.stack = record.pending.operation.stack;
    record.input = record.pending.input;
  }
  if (!status.endsWith('_IN_PROGRESS')) record.pending = undefined;
};

const changeResource = (account: SandboxAccount, record: StackRecord, event: RecordedEvent): void => {
  record.resources.set(event.LogicalResourceId, { event });
  if (event.ResourceType === 'AWS::CloudFormation::LambdaHook') changeHook(account, record, event);
  const nested = account.stacks.get(event.PhysicalResourceId);
  if (nested !== undefined && event.ResourceStatus === 'DELETE_COMPLETE') {
    nested.status = 'DELETE_COMPLETE';
    nested.deleted = event.Timestamp;
  }
};

/** Registers a hook of ours as a stack declares it. */
const changeHook = (account: SandboxAccount, record: StackRecord, event: RecordedEvent): void => {
  const { stack } = record.pending?.operation ?? record;
  const declared = stack?.resources.find(({ logicalId }) => logicalId === event.LogicalResourceId)?.resolved;
  const key = isObject(declared) ? hookKeys.find((one) => hooks[one] === own(declared, 'Alias')) : undefined;
  if (key === undefined || !isObject(declared)) return;
  const { region } = record.home;
  if (event.ResourceStatus === 'DELETE_COMPLETE') account.configurations.delete(`${region} ${key}`);
  if (/^(CREATE|UPDATE)_COMPLETE$/.test(event.ResourceStatus))
    registerHook(account, key, region, configurationFrom(declared));
};

const configurationFrom = (declared: JsonObject): JsonObject => {
  const { HookStatus, LambdaFunction, TargetOperations, FailureMode, TargetFilters, StackFilters } = declared;
  return {
    ...{ HookInvocationStatus: HookStatus, TargetOperations, FailureMode },
    ...(TargetFilters !== undefined && { TargetFilters }),
    ...(StackFilters !== undefined && { StackFilters }),
    Properties: { LambdaFunction },
  };
};

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce((inner, key) => (isObject(inner) ? own(inner, key) : undefined), value);

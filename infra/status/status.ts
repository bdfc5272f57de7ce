import {
  type Account,
  type Clients,
  type Drift,
  driftOf,
  type HookApi,
  type HookSettings,
  type HookType,
  isAwsError,
  listHookResults,
  type Outcome,
  type RegisteredConfiguration,
  readConfiguration,
  readHookType,
  readPhysicalIds,
  readStack,
  registeredSettings,
  type Stack,
} from '../aws/index.ts';
import { type HookKey, hookKeys, hooks } from '../hook/index.ts';
import type { PhysicalIds } from './declared-resource.ts';
import { type DeployedTemplate, readDeployedTemplate, readTemplateText } from './deployed-template.ts';
import { readBucketProblem, readDifferences } from './read-live.ts';

/** How many invocations ended how. */
export interface Outcomes {
  readonly counts: Readonly<Record<Outcome, number>>;
  /** There were so many that not all were counted. */
  readonly isPartial: boolean;
}

export interface HookStatus {
  readonly hook: string;
  readonly state: RegisteredConfiguration['state'];
  /** Why its configuration cannot be read. */
  readonly problem?: string;
  /** As it is registered. */
  readonly settings?: HookSettings;
  readonly type?: HookType;
  /** Whether the stack's template has it, where that could be read. */
  readonly isDeclared?: boolean;
  /** What is registered otherwise than the stack says. */
  readonly drift: readonly Drift[];
  readonly lastHour?: Outcomes;
}

export interface Status {
  readonly stackName: string;
  readonly stack?: Stack;
  /** The product's version, as the stack's template tells it. */
  readonly version?: string;
  readonly hooks: readonly HookStatus[];
  /** What of the functions, their roles and the bucket of the exemptions is otherwise than the stack's template says. */
  readonly changes: readonly string[];
  /** What AWS threw where a permission is missing for a part of this. */
  readonly denied: readonly unknown[];
}

/** Reads how the hooks are registered, and whether that is as a stack says. */
export async function readRegisteredHooks(asking: HookApi, stack: Stack): Promise<readonly HookStatus[]> {
  const [template, ...read] = await Promise.all([
    readTemplate(asking, stack),
    ...hookKeys.map(async (key) => ({ key, hook: await readRegistered(asking, key) })),
  ]);
  return read.map(({ key, hook }) => compare(hook, key, template));
}

/** Reads how the hooks and the stack stand, and whether all that is there is as the stack says. */
export async function readStatus(clients: Clients, account: Account, stackName: string): Promise<Status> {
  const asking: HookApi = { client: clients.cloudFormation, account };
  const denied: unknown[] = [];
  const spare = makeSkipDenied(denied);
  const [stack, ...read] = await Promise.all([
    readStack(clients, stackName),
    ...hookKeys.map(async (key) => ({ key, hook: await readHook(asking, key, spare) })),
  ]);
  const physicalIds = (stack && (await spare(readPhysicalIds(clients, stack)))) ?? {};
  const template = stack && (await spare(readTemplate(asking, stack, physicalIds)));
  const changes = await Promise.all([
    ...(template?.resources ?? []).map((declared) => spare(readDifferences(clients, declared))),
    ...(stack === undefined ? [] : [spare(readBucketProblem(clients, stack, account))]),
  ]);
  return {
    stackName,
    ...(stack && { stack }),
    ...(template?.version !== undefined && { version: template.version }),
    hooks: read.map(({ key, hook }) => (template === undefined ? hook : compare(hook, key, template))),
    changes: changes.flatMap((found) => found ?? []),
    denied,
  };
}

/** A text that is no template says nothing of the hooks. */
const readTemplate = async (
  { client, account }: HookApi,
  stack: Stack,
  physicalIds?: PhysicalIds,
): Promise<DeployedTemplate> => {
  const { name: stackName, parameters, outputs } = stack;
  const text = await readTemplateText(client, stackName);
  const deployment = { stackName, parameters, outputs, account, ...(physicalIds && { physicalIds }) };
  return readDeployedTemplate(text, deployment) ?? { hooks: {}, resources: [] };
};

const readRegistered = async ({ client }: HookApi, key: HookKey): Promise<HookStatus> => {
  const registered = await readConfiguration(client, key);
  const hook: HookStatus = { hook: hooks[key], state: registered.state, drift: [] };
  if (registered.state === 'NOT_REGISTERED') return hook;
  return registered.state === 'REGISTERED'
    ? { ...hook, settings: registeredSettings(registered.configuration) }
    : { ...hook, problem: registered.problem };
};

const compare = (hook: HookStatus, key: HookKey, template: DeployedTemplate): HookStatus => {
  const declared = template.hooks[key];
  const drift = declared && hook.settings ? driftOf(declared, hook.settings) : [];
  return { ...hook, isDeclared: declared !== undefined, drift };
};

/** Does without what is denied. */
type SkipDenied = <T>(read: Promise<T>) => Promise<T | undefined>;

const makeSkipDenied =
  (denied: unknown[]): SkipDenied =>
  (read) =>
    read.catch((error: unknown) => {
      if (!isAwsError(error, 'denied')) throw error;
      denied.push(error);
      return undefined;
    });

const readHook = async (asking: HookApi, key: HookKey, spare: SkipDenied): Promise<HookStatus> => {
  const [hook, type, lastHour] = await Promise.all([
    readRegistered(asking, key),
    spare(readHookType(asking.client, key)),
    spare(countLastHour(asking, key)),
  ]);
  if (hook.state === 'NOT_REGISTERED') return hook;
  return { ...hook, ...(type && { type }), ...(lastHour && { lastHour }) };
};

const HOUR = 3_600_000;

const countLastHour = async (asking: HookApi, key: HookKey): Promise<Outcomes> => {
  const since = new Date(Date.now() - HOUR).toISOString();
  const { results, isPartial } = await listHookResults(asking, { keys: [key], outcomes: [], since });
  const counts = { failed: 0, error: 0, succeeded: 0, 'in-progress': 0 };
  for (const { outcome } of results) counts[outcome] += 1;
  return { counts, isPartial };
};

import { ListStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import {
  type Clients,
  pagesOf,
  phaseOf,
  RefusalError,
  type RegisteredConfiguration,
  readConfiguration,
  registeredSettings,
  type Stack,
  type StackEvent,
  type Watch,
} from '../aws/index.ts';
import { discard, execute, prepare } from '../deploy/index.ts';
import { type HookKey, hookKeys, modeParameters, STATUS_PARAMETER } from '../hook/index.ts';
import { applyMode, type ModeProblem, planMode } from '../mode/index.ts';

/** Whether the stack says that its hooks are called. */
export function saysHooksOn({ parameters }: Stack): boolean {
  return parameters[STATUS_PARAMETER] !== 'DISABLED';
}

/** The hooks of a stack that are registered and called, whatever the stack says. */
export async function findHooksOn({ cloudFormation }: CloudFormation, stack: Stack): Promise<readonly HookKey[]> {
  // A stack that has nothing but a change set yet has no hooks.
  if (stack.status === 'REVIEW_IN_PROGRESS') return [];
  const read = hookKeys.map(async (key) => (isOn(await readConfiguration(cloudFormation, key), stack) ? [key] : []));
  return (await Promise.all(read)).flat();
}

/** Switches hooks off where they are registered; tells what hindered it. */
export async function switchOff(
  { cloudFormation }: CloudFormation,
  keys: readonly HookKey[],
): Promise<readonly ModeProblem[]> {
  const plans = await planMode(cloudFormation, keys, 'off');
  const done = plans.map((plan) => ('fault' in plan ? plan : applyMode(cloudFormation, plan)));
  return (await Promise.all(done)).flatMap((problem) => problem ?? []);
}

/** Only a stack that can be updated can disable its hooks. */
export function canDisableHooks(stack: Stack): boolean {
  return phaseOf(stack.status) === 'UPDATE' && Object.hasOwn(stack.parameters, STATUS_PARAMETER);
}

/**
 * Has the stack disable both hooks, and changes nothing else of it: a hook that is not called blocks nobody, whatever
 * becomes of its function and roles. Events as they come, then the status.
 * @throws {RefusalError} where CloudFormation cannot tell what to change
 */
export async function* disableHooks(
  clients: CloudFormation,
  stack: Stack,
  pause: Watch['pause'],
): AsyncGenerator<StackEvent, string> {
  const declared = Object.keys(stack.parameters);
  const wanted = { stackName: stack.name, declared, given: Object.fromEntries(modeParameters('off')) };
  const set = await prepare(clients, wanted, stack, pause);
  if (set.problem !== undefined) {
    await discard(clients, set, stack);
    throw new RefusalError(`CloudFormation could not make the change set: ${set.problem.reason}`);
  }
  return yield* execute(clients, set, stack, pause);
}

/** The log group that a stack leaves behind; undefined where it has none, or has none any more. */
export async function readLogGroup({ cloudFormation }: CloudFormation, stack: Stack): Promise<string | undefined> {
  if (stack.status === 'REVIEW_IN_PROGRESS') return undefined;
  if (stack.outputs['LogGroupName'] !== undefined) return stack.outputs['LogGroupName'];
  const resources = pagesOf({
    action: 'ListStackResources',
    read: (NextToken) => cloudFormation.send(new ListStackResourcesCommand({ StackName: stack.id, NextToken })),
    next: ({ NextToken }) => NextToken,
  });
  for await (const page of resources) {
    const found = page.StackResourceSummaries?.find(({ LogicalResourceId: id }) => id === 'LogGroup');
    if (found !== undefined) return GONE.test(found.ResourceStatus ?? '') ? undefined : found.PhysicalResourceId;
  }
  return undefined;
}

type CloudFormation = Pick<Clients, 'cloudFormation'>;

/** Where it cannot be read how a hook is registered, there is only what the stack says. */
const isOn = (registered: RegisteredConfiguration, stack: Stack): boolean => {
  if (registered.state === 'NOT_REGISTERED') return false;
  if (registered.state === 'UNREADABLE') return saysHooksOn(stack);
  return registeredSettings(registered.configuration).status !== 'DISABLED';
};

const GONE = /^(CREATE_FAILED|DELETE_COMPLETE)$/;

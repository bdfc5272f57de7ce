import { printable } from '../../rule/index.ts';
import {
  faultText,
  isGood,
  phaseOf,
  RefusalError,
  type RegisteredConfiguration,
  readConfiguration,
  registeredSettings,
  type Stack,
} from '../aws/index.ts';
import { discard, execute, prepare } from '../deploy/index.ts';
import { type HookKey, hookKeys, modeParameters, STATUS_PARAMETER } from '../hook/index.ts';
import { applyMode, type ModeProblem, planMode } from '../mode/index.ts';
import { type Ending, explainEnding, pauseOf, type StackSession, watchStack } from '../operation/index.ts';

/**
 * Disables both hooks before they are deleted: a hook that is not called blocks nobody, whatever becomes of its function
 * and roles. Resolves to whether to go on to the deletion: they are disabled, or cannot be and that is known.
 */
export async function disableHooks(session: StackSession, stack: Stack): Promise<boolean> {
  const note = (text: string): void => session.tell({ kind: 'NOTE', text });
  if ((await findHooksOn(session, stack)).length === 0) return true;
  if (!canDisableHooks(stack)) {
    note(`The stack is ${stack.status} and takes no update: its hooks are deleted without being disabled before.`);
    return true;
  }
  note('Disabling both hooks.');
  const problem = (await disableByStack(session, stack)) ?? (await disableByRegistration(session, stack));
  if (problem === undefined) return true;
  note(`The hooks could not be disabled: ${problem}`);
  return session.ask('Delete the stack all the same?');
}

/** Only a stack that can be updated can disable its hooks. */
export function canDisableHooks(stack: Stack): boolean {
  return phaseOf(stack.status) === 'UPDATE' && Object.hasOwn(stack.parameters, STATUS_PARAMETER);
}

/** The hooks of a stack that are registered and called, whatever the stack says. */
const findHooksOn = async ({ clients }: StackSession, stack: Stack): Promise<readonly HookKey[]> => {
  // A stack that has nothing but a change set yet has no hooks.
  if (stack.status === 'REVIEW_IN_PROGRESS') return [];
  const read = hookKeys.map(async (key) =>
    isOn(await readConfiguration(clients.cloudFormation, key), stack) ? [key] : [],
  );
  return (await Promise.all(read)).flat();
};

/** Where it cannot be read how a hook is registered, there is only what the stack says. */
const isOn = (registered: RegisteredConfiguration, stack: Stack): boolean => {
  if (registered.state === 'NOT_REGISTERED') return false;
  if (registered.state === 'UNREADABLE') return saysHooksOn(stack);
  return registeredSettings(registered.configuration).status !== 'DISABLED';
};

const saysHooksOn = ({ parameters }: Stack): boolean => parameters[STATUS_PARAMETER] !== 'DISABLED';

/** A stack that says already that its hooks are off has nothing to update. */
const disableByStack = async (session: StackSession, stack: Stack): Promise<string | undefined> => {
  if (!saysHooksOn(stack)) return undefined;
  const ending = await update(session, stack);
  return isGood(ending.status) ? undefined : explainEnding(stack.name, ending);
};

/** Changes nothing of the stack but the status of its hooks. @throws {RefusalError} */
const update = async (session: StackSession, stack: Stack): Promise<Ending> => {
  const { clients } = session;
  const pause = pauseOf(session);
  const declared = Object.keys(stack.parameters);
  const wanted = { stackName: stack.name, declared, given: Object.fromEntries(modeParameters('off')) };
  const set = await prepare(clients, wanted, stack, pause);
  if (set.problem !== undefined) {
    await discard(clients, set, stack);
    throw new RefusalError(`CloudFormation could not make the change set: ${set.problem.reason}`);
  }
  return watchStack(execute(clients, set, stack, pause), stack.id, session);
};

/** What somebody switched on beside the stack is on still. */
const disableByRegistration = async (session: StackSession, stack: Stack): Promise<string | undefined> => {
  session.signal.throwIfAborted();
  const { cloudFormation } = session.clients;
  const plans = await planMode(cloudFormation, await findHooksOn(session, stack), 'off');
  const done = plans.map((plan) => ('fault' in plan ? plan : applyMode(cloudFormation, plan)));
  const problems = (await Promise.all(done)).flatMap((problem) => problem ?? []);
  return problems.length === 0 ? undefined : problems.map(problemText).join(' ');
};

const MAX_FAULT = 2000;

const problemText = ({ hook, fault }: ModeProblem): string => `${hook}: ${printable(faultText(fault), MAX_FAULT)}`;

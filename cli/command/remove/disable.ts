import { explainAwsFault, isGood, type Stack } from '../../../infra/aws/index.ts';
import type { ModeProblem } from '../../../infra/mode/index.ts';
import { canDisableHooks, disableHooks, findHooksOn, saysHooksOn, switchOff } from '../../../infra/remove/index.ts';
import { printable } from '../../../rule/index.ts';
import { confirm } from '../../terminal/index.ts';
import { explainEnding, type StackSession, showEvents } from '../deploy/index.ts';

/** Whether to go on to the deletion: the hooks are disabled, or cannot be and that is known. */
export async function disable(session: StackSession, stack: Stack, isYes: boolean): Promise<boolean> {
  const { clients, say, terminal } = session;
  if ((await findHooksOn(clients, stack)).length === 0) return true;
  if (!canDisableHooks(stack)) {
    say(`The stack is ${stack.status} and takes no update: its hooks are deleted without being disabled before.\n`);
    return true;
  }
  say('Disabling both hooks.\n');
  const problem = (await disableByStack(session, stack)) ?? (await disableByRegistration(session, stack));
  if (problem === undefined) return true;
  say(`The hooks could not be disabled: ${problem}\n`);
  return confirm(terminal, 'Delete the stack all the same?', isYes);
}

/** A stack that says already that its hooks are off has nothing to update. */
const disableByStack = async (
  { clients, pause, say, terminal }: StackSession,
  stack: Stack,
): Promise<string | undefined> => {
  if (!saysHooksOn(stack)) return undefined;
  const ending = await showEvents(disableHooks(clients, stack, pause), stack.id, say, terminal.paint);
  return isGood(ending.status) ? undefined : explainEnding(stack.name, ending);
};

/** What somebody switched on beside the stack is on still. */
const disableByRegistration = async ({ clients, signal }: StackSession, stack: Stack): Promise<string | undefined> => {
  signal.throwIfAborted();
  const problems = await switchOff(clients, await findHooksOn(clients, stack));
  return problems.length === 0 ? undefined : problems.map(problemText).join(' ');
};

const MAX_FAULT = 2000;

const problemText = ({ hook, fault }: ModeProblem): string =>
  `${hook}: ${printable(typeof fault === 'string' ? fault : (explainAwsFault(fault) ?? String(fault)), MAX_FAULT)}`;

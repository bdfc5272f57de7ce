import { expectOwnStack, phaseOf, RefusalError, readStack, type Stack } from '../aws/index.ts';
import {
  expectIdle,
  expectRepaired,
  explainBroken,
  explainEnding,
  removeStack,
  type StackSession,
} from '../operation/index.ts';
import type { DeployReport } from './report.ts';

/** The stack to deploy to, where there is one; or what to report where there is no going on. */
export type TargetStack =
  | {
      readonly stack: Stack | undefined;
      /** Of a stack that had to go before: its values, which the new one is to keep. */
      readonly values?: Stack['parameters'];
    }
  | { readonly report: DeployReport };

/**
 * Looks at the stack that is there, and makes way where it has to.
 * @throws {RefusalError} where something else has to be done first
 */
export async function findTargetStack(session: StackSession, request: Asked): Promise<TargetStack> {
  const stack = await readStack(session.clients, request.stackName);
  if (stack === undefined) return { stack };
  expectOwnStack(stack);
  expectIdle(session, stack);
  expectRepaired(session, stack);
  return phaseOf(stack.status) === 'BROKEN' ? clear(session, stack, request) : { stack };
}

interface Asked {
  readonly stackName: string;
  readonly isDryRun: boolean;
}

const declined: TargetStack = { report: { outcome: 'DECLINED', changes: [] } };

/** A stack that was never created has to go before it can be. */
const clear = async (session: StackSession, stack: Stack, request: Asked): Promise<TargetStack> => {
  await explainBroken(session, stack);
  if (request.isDryRun) throw new RefusalError('a dry run does not delete it, and so ends here.');
  const question = `Delete the stack ${stack.name}, and deploy anew?`;
  if (!(await session.ask(question))) return declined;
  session.signal.throwIfAborted();
  const ending = await removeStack(session, stack);
  if (ending.status === 'DELETE_COMPLETE') return { stack: undefined, values: stack.parameters };
  const problem = explainEnding(stack.name, ending);
  return { report: { outcome: 'FAILED', changes: [], failure: ending.failure, problem } };
};

import { explainAwsFault, LostSightError } from '../../../infra/aws/index.ts';
import { awsCommand, type StackSession } from './stack.ts';

/**
 * What to tell where a stack can no longer be followed; undefined where something else is the matter.
 * @throws a fault of ours that ended it
 */
export function explainLostSight(session: StackSession, name: string, error: unknown): string | undefined {
  if (!(error instanceof LostSightError)) return undefined;
  const why = explainAwsFault(error.cause);
  if (why === undefined) throw error.cause;
  const follow = awsCommand(session, 'describe-stack-events', name);
  return `the stack ${name} goes on, and how it ends is not known here: ${why} To follow it: ${follow}`;
}

import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/**
 * Asks before something is changed in an account; `isYes`: it was said in advance.
 * @throws {UsageError} where nobody is there to answer
 */
export const confirm = async (terminal: Terminal, question: string, isYes: boolean): Promise<boolean> => {
  if (isYes) return true;
  const answer = await terminal.ask(`${question} [y/N] `);
  if (answer === undefined)
    throw new UsageError('nobody is there to answer, and this changes an account: give --yes where you mean it.');
  return /^y(es)?$/i.test(answer.trim());
};

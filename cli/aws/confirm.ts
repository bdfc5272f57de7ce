import { RefusalError } from '../../infra/aws/index.ts';
import type { Terminal } from '../terminal/index.ts';

/**
 * Asks before something is changed in an account; `isYes`: it was said in advance.
 * @throws {RefusalError} where standard input is no terminal
 */
export async function confirm(terminal: Terminal, question: string, isYes: boolean): Promise<boolean> {
  if (isYes) return true;
  const answer = await terminal.ask(`${question} [y/N] `);
  if (answer === undefined)
    throw new RefusalError('Cannot ask: standard input is no terminal. This changes the account; repeat with --yes.');
  return /^y(es)?$/i.test(answer.trim());
}

import {
  deleteStack,
  firstFailure,
  isBusy,
  lastOperation,
  phaseOf,
  RefusalError,
  readEvents,
  type Stack,
  type Watch,
} from '../../../infra/aws/index.ts';
import type { AwsSession, AwsValues } from '../../aws/index.ts';
import type { Terminal } from '../../terminal/index.ts';
import { describeFailure, type Ending, showEvents } from './events.ts';

/** Where a command on a stack runs, and to whom it speaks. */
export interface StackSession extends AwsSession {
  readonly values: AwsValues;
  readonly terminal: Terminal;
  /** Prints for people: on standard error where standard output is for programs. */
  readonly say: (text: string) => void;
  readonly pause: Watch['pause'];
  /** Ctrl-C: what has begun goes on, and nothing else begins. */
  readonly signal: AbortSignal;
}

/** The command of the AWS CLI that shows or repairs a stack. */
export function awsCommand({ values, account }: StackSession, action: string, name: string): string {
  const profile = values.profile === undefined ? '' : ` --profile ${values.profile}`;
  return `aws cloudformation ${action} --stack-name ${name} --region ${account.region}${profile}`;
}

/** @throws {RefusalError} where another operation runs on the stack */
export function expectIdle(session: StackSession, { name, status }: Stack): void {
  if (!isBusy(status)) return;
  throw new RefusalError(
    `the stack ${name} is ${status}: another operation runs on it. Run this again when that is over. ` +
      `To follow it: ${awsCommand(session, 'describe-stack-events', name)}`,
  );
}

/** @throws {RefusalError} where the stack has to be repaired by hand before it can be updated */
export function expectRepaired(session: StackSession, { name, status }: Stack): void {
  if (phaseOf(status) !== 'STUCK') return;
  throw new RefusalError(
    `the stack ${name} is ${status}: an update failed, and so did taking it back. Repair what hinders that, then run: ` +
      awsCommand(session, 'continue-update-rollback', name),
  );
}

/** Tells why a stack can only be deleted. */
export async function explainBroken({ clients, say }: StackSession, { id, name, status }: Stack): Promise<void> {
  const failure = firstFailure(lastOperation(await readEvents(clients, id), id), id);
  say(`The stack ${name} is ${status}: it ${causes[status] ?? 'was never created'}, and can only be deleted.\n`);
  if (failure !== undefined) say(`First to fail: ${describeFailure(failure)}\n`);
}

/** Deletes a stack and shows how that goes. */
export function removeStack({ clients, say, pause, terminal }: StackSession, { id }: Stack): Promise<Ending> {
  return showEvents(deleteStack(clients, id, pause), id, say, terminal.paint);
}

const causes: Readonly<Record<string, string>> = {
  DELETE_FAILED: 'was not deleted completely',
};

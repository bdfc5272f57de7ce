import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Account,
  type Clients,
  deleteStack,
  explainAwsFault,
  firstFailure,
  isBusy,
  LostSightError,
  lastOperation,
  phaseOf,
  RefusalError,
  type ResourceChange,
  readEvents,
  type Stack,
  type StackEvent,
} from '../aws/index.ts';
import { describeFailure, type Ending, watchStack } from './ending.ts';
import type { Operator } from './operator.ts';

/** Where a command works on a stack, and for whom. */
export interface StackSession extends Operator<StackNews> {
  readonly clients: Clients;
  readonly account: Account;
  readonly profile?: string | undefined;
}

/** What is told of a stack as it happens. */
export type StackNews =
  | { readonly kind: 'NOTE' | 'WARNING'; readonly text: string }
  | { readonly kind: 'EVENT'; readonly event: StackEvent }
  /** What a change set is going to change. */
  | { readonly kind: 'CHANGES'; readonly changes: readonly ResourceChange[] };

/** A pause that Ctrl-C ends with an AbortError. */
export function pauseOf({ signal }: Pick<StackSession, 'signal'>): (milliseconds: number) => Promise<void> {
  return (milliseconds) => sleep(milliseconds, undefined, { signal });
}

/** The command of the AWS CLI that shows or repairs a stack. */
export function awsCommand({ profile, account }: StackSession, action: string, name: string): string {
  const by = profile === undefined ? '' : ` --profile ${profile}`;
  return `aws cloudformation ${action} --stack-name ${name} --region ${account.region}${by}`;
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
export async function explainBroken({ clients, tell }: StackSession, { id, name, status }: Stack): Promise<void> {
  const failure = firstFailure(lastOperation(await readEvents(clients, id), id), id);
  const cause = causes[status] ?? 'was never created';
  tell({ kind: 'NOTE', text: `The stack ${name} is ${status}: it ${cause}, and can only be deleted.` });
  if (failure !== undefined) tell({ kind: 'NOTE', text: `First to fail: ${describeFailure(failure)}` });
}

/** Deletes a stack and tells how that goes. */
export function removeStack(session: StackSession, { id }: Stack): Promise<Ending> {
  return watchStack(deleteStack(session.clients, id, pauseOf(session)), id, session);
}

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

const causes: Readonly<Record<string, string>> = {
  DELETE_FAILED: 'was not deleted completely',
};

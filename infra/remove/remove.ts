import { expectOwnStack, explainAwsFault, RefusalError, readStack, type Stack } from '../aws/index.ts';
import {
  awsCommand,
  type Ending,
  expectIdle,
  explainEnding,
  explainLostSight,
  removeStack,
  type StackSession,
} from '../operation/index.ts';
import { canDisableHooks, disableHooks } from './disable.ts';
import { readLogGroup } from './log-group.ts';
import { keptBucket, keptOf, settleBucket } from './purge.ts';
import type { Kept, RemoveReport } from './report.ts';

/** What is to be removed. */
export interface RemoveRequest {
  readonly stackName: string;
  /** With the bucket that templates are deployed from. */
  readonly isPurged: boolean;
}

/**
 * Removes the stack of the hooks, and reports what came of it.
 * @throws {RefusalError} where something else has to be done first
 */
export async function removeStackOfHooks(session: StackSession, request: RemoveRequest): Promise<RemoveReport> {
  try {
    return await remove(session, request);
  } catch (error) {
    if (session.signal.aborted) return interrupted(session, request.stackName);
    const problem = explainLostSight(session, request.stackName, error);
    if (problem !== undefined) return { outcome: 'UNKNOWN', kept: [], problem };
    throw error;
  }
}

const remove = async (session: StackSession, request: RemoveRequest): Promise<RemoveReport> => {
  const stack = await readStack(session.clients, request.stackName);
  if (stack !== undefined) {
    expectOwnStack(stack);
    expectIdle(session, stack);
    expectDeletable(session, stack);
  }
  const nothing: RemoveReport = { outcome: 'NOTHING', kept: [] };
  const report = stack === undefined ? nothing : await removeOwn(session, stack);
  return report.outcome === 'REMOVED' || report.outcome === 'NOTHING' ? withBucket(session, report, request) : report;
};

/** What runs on the stack goes on; what comes after it was not begun. */
const interrupted = (session: StackSession, name: string): RemoveReport => {
  const follow = awsCommand(session, 'describe-stack-events', name);
  const problem = `interrupted; what runs on the stack ${name} goes on, and nothing comes after it. To follow it: ${follow}`;
  return { outcome: 'INTERRUPTED', kept: [], problem };
};

/** @throws {RefusalError} where CloudFormation would refuse to delete it, before the hooks are disabled for nothing */
const expectDeletable = (session: StackSession, { name, isProtected }: Stack): void => {
  if (!isProtected) return;
  const command = awsCommand(session, 'update-termination-protection --no-enable-termination-protection', name);
  throw new RefusalError(`the stack ${name} is protected against deletion. Where that is over, run: ${command}`);
};

const declined: RemoveReport = { outcome: 'DECLINED', kept: [] };

const removeOwn = async (session: StackSession, stack: Stack): Promise<RemoveReport> => {
  const { clients, account, ask, signal } = session;
  const logGroup = await readLogGroup(clients, stack);
  const question = `Disable both hooks and delete the stack ${stack.name} in ${account.id}, ${account.region}?`;
  if (!(await ask(question))) return declined;
  signal.throwIfAborted();
  const report = await takeAway(session, stack).catch((error: unknown) => broken(session, error));
  return report === declined ? report : { ...report, kept: keptOf(session, stack, logGroup) };
};

const takeAway = async (session: StackSession, stack: Stack): Promise<RemoveReport> => {
  if (!(await disableHooks(session, stack))) return declined;
  session.signal.throwIfAborted();
  session.tell({ kind: 'NOTE', text: `Deleting the stack ${stack.name}.` });
  return deletion(session, stack);
};

const HOOKS_OFF =
  'Its hooks may be disabled by now: run egress-guard remove again, or egress-guard deploy --parameters HookStatus=ENABLED.';

/** Where the stack stays, nobody should take it for a guard. */
const deletion = async (session: StackSession, stack: Stack): Promise<RemoveReport> => {
  let report: RemoveReport | undefined;
  try {
    report = removalOf(stack.name, await removeStack(session, stack));
    return report;
  } finally {
    if (report?.outcome !== 'REMOVED' && canDisableHooks(stack)) session.tell({ kind: 'WARNING', text: HOOKS_OFF });
  }
};

const removalOf = (name: string, ending: Ending): RemoveReport =>
  ending.status === 'DELETE_COMPLETE'
    ? { outcome: 'REMOVED', kept: [] }
    : { outcome: 'FAILED', kept: [], failure: ending.failure, problem: explainEnding(name, ending) };

/** What AWS refuses once something was begun is told with what was done. */
const broken = ({ signal }: StackSession, error: unknown): RemoveReport => {
  const problem = explainAwsFault(error);
  if (signal.aborted || problem === undefined) throw error;
  return { outcome: 'FAILED', kept: [], problem };
};

/** The stack is gone already: what hinders the rest is told beside it. */
const withBucket = async (
  session: StackSession,
  report: RemoveReport,
  request: RemoveRequest,
): Promise<RemoveReport> => {
  try {
    const { kept, ...bucket } = await settleBucket(session, request);
    return { ...report, ...bucket, kept: [...report.kept, ...kept] };
  } catch (error) {
    const bucket = keptBucket(session, request);
    if (session.signal.aborted) return interruptedAt(report, bucket);
    const problem = explainAwsFault(error);
    if (problem === undefined) throw error;
    return {
      ...report,
      kept: [...report.kept, bucket],
      problem: `the bucket ${bucket.name} was not deleted: ${problem}`,
    };
  }
};

const interruptedAt = ({ kept }: RemoveReport, bucket: Kept): RemoveReport => ({
  outcome: 'INTERRUPTED',
  kept: [...kept, bucket],
  problem: `interrupted; the stack is gone, and the bucket ${bucket.name} is there, perhaps emptied in part. To go on: ${bucket.command}`,
});

import { expectOwnStack, explainAwsFault, RefusalError, readStack, type Stack } from '../../../infra/aws/index.ts';
import { canDisableHooks, readLogGroup } from '../../../infra/remove/index.ts';
import { confirm } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { awsCommand, type Ending, expectIdle, explainEnding, removeStack, type StackSession } from '../deploy/index.ts';
import { disable } from './disable.ts';
import type { RemoveOptions } from './options.ts';
import { keptBucket, keptOf, settleBucket } from './purge.ts';
import type { Kept, RemoveReport } from './report.ts';

/** Removes the stack, and reports what came of it. @throws {RefusalError} where something else has to be done first */
export async function runRemove(session: StackSession, options: RemoveOptions): Promise<RemoveReport> {
  const stack = await readStack(session.clients, options.stackName);
  if (stack !== undefined) {
    expectOwnStack(stack);
    expectIdle(session, stack);
    expectDeletable(session, stack);
  }
  const nothing: RemoveReport = { outcome: 'NOTHING', kept: [] };
  const report = stack === undefined ? nothing : await removeOwn(session, stack, options);
  return report.outcome === 'REMOVED' || report.outcome === 'NOTHING' ? withBucket(session, report, options) : report;
}

/** @throws {RefusalError} where CloudFormation would refuse to delete it, before the hooks are disabled for nothing */
const expectDeletable = (session: StackSession, { name, isProtected }: Stack): void => {
  if (!isProtected) return;
  const command = awsCommand(session, 'update-termination-protection --no-enable-termination-protection', name);
  throw new RefusalError(`the stack ${name} is protected against deletion. Where that is over, run: ${command}`);
};

const declined: RemoveReport = { outcome: 'DECLINED', kept: [] };

const removeOwn = async (session: StackSession, stack: Stack, options: RemoveOptions): Promise<RemoveReport> => {
  const { clients, account, terminal } = session;
  const logGroup = await readLogGroup(clients, stack);
  const question = `Disable both hooks and delete the stack ${stack.name} in ${account.id}, ${account.region}?`;
  if (!(await confirm(terminal, question, options.isYes))) return declined;
  session.signal.throwIfAborted();
  const report = await takeAway(session, stack, options).catch((error: unknown) => broken(session, error));
  return report === declined ? report : { ...report, kept: keptOf(session, stack, logGroup) };
};

const takeAway = async (session: StackSession, stack: Stack, { isYes }: RemoveOptions): Promise<RemoveReport> => {
  if (!(await disable(session, stack, isYes))) return declined;
  session.signal.throwIfAborted();
  session.say(`Deleting the stack ${stack.name}.\n`);
  return deletion(session, stack);
};

const HOOKS_OFF =
  'Its hooks may be disabled by now: run egress-guard remove again, or egress-guard deploy --parameters HookStatus=ENABLED.\n';

/** Where the stack stays, nobody should take it for a guard. */
const deletion = async (session: StackSession, stack: Stack): Promise<RemoveReport> => {
  let report: RemoveReport | undefined;
  try {
    report = removalOf(stack.name, await removeStack(session, stack));
    return report;
  } finally {
    if (report?.outcome !== 'REMOVED' && canDisableHooks(stack)) session.terminal.err(HOOKS_OFF);
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
  options: RemoveOptions,
): Promise<RemoveReport> => {
  try {
    const { kept, ...bucket } = await settleBucket(session, options);
    return { ...report, ...bucket, kept: [...report.kept, ...kept] };
  } catch (error) {
    const bucket = keptBucket(session, options);
    if (session.signal.aborted) return interruptedAt(report, bucket);
    const problem = error instanceof UsageError ? error.message : explainAwsFault(error);
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

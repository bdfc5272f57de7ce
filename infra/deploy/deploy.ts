import { printable } from '../../rule/index.ts';
import { type ChangeSet, explainAwsFault, isAbort, isGood, RefusalError, readStack, type Stack } from '../aws/index.ts';
import {
  awsCommand,
  type Ending,
  explainEnding,
  explainLostSight,
  pauseOf,
  type StackSession,
  watchStack,
} from '../operation/index.ts';
import { checkArns } from '../template/index.ts';
import { discard, execute, prepare } from './change-set.ts';
import { isFirstDryRun, tellFirst } from './first-dry-run.ts';
import { publishTemplate } from './publish-template.ts';
import { readRegistered } from './registered.ts';
import type { DeployReport } from './report.ts';
import { findTargetStack } from './target-stack.ts';

/** What is to be deployed. */
export interface DeployRequest {
  readonly stackName: string;
  readonly template: { readonly text: string; readonly declared: readonly string[] };
  /** Values of the template's parameters; the others stay as they are. */
  readonly given: Readonly<Record<string, string>>;
  /** Nothing is changed, but a bucket that is there repaired. */
  readonly isDryRun: boolean;
}

/** Deploys, and reports what came of it. @throws {RefusalError} where something else has to be done first */
export async function deployStack(session: StackSession, request: DeployRequest): Promise<DeployReport> {
  try {
    return await withRegistered(session, await deployTo(session, request));
  } catch (error) {
    if (session.signal.aborted)
      return { outcome: 'INTERRUPTED', changes: [], problem: 'interrupted; nothing was deployed.' };
    const problem = explainLostSight(session, request.stackName, error);
    if (problem !== undefined) return { outcome: 'UNKNOWN', changes: [], problem };
    throw error;
  }
}

/** What a deployment ends with is what is registered: the hooks work by that, whatever the stack says. */
const withRegistered = async (session: StackSession, report: DeployReport): Promise<DeployReport> => {
  const { outcome, stack } = report;
  if (stack === undefined || (outcome !== 'DEPLOYED' && outcome !== 'UNCHANGED')) return report;
  const registered = await readRegistered(session, stack);
  if ('hooks' in registered) return { ...report, registered };
  return { ...report, registered, problem: `how the hooks are registered could not be read: ${registered.unread}` };
};

const deployTo = async (session: StackSession, request: DeployRequest): Promise<DeployReport> => {
  const { clients, signal } = session;
  const { stackName, template } = request;
  const unusable = checkArns(request.given, session.account);
  if (unusable !== undefined) throw new RefusalError(unusable);
  const target = await findTargetStack(session, request);
  if ('report' in target) return target.report;
  const { stack, values = {} } = target;
  if (await isFirstDryRun(session, request, stack)) return tellFirst(session, request);
  const url = await publishTemplate(session, template.text);
  if (url === undefined) return { outcome: 'DECLINED', changes: [], stack };
  const { text, declared } = template;
  const kept = Object.fromEntries(Object.entries(values).filter(([name]) => declared.includes(name)));
  const given = { ...kept, ...request.given };
  signal.throwIfAborted();
  const wanted = { stackName, given, declared, template: { text, url } };
  const set = await prepare(clients, wanted, stack, pauseOf(session));
  const isAgreed = await Promise.resolve(mayExecute(session, set, request)).catch(async (error: unknown) => {
    await discard(clients, set, stack).catch(() => undefined);
    throw error;
  });
  if (isAgreed && !signal.aborted) return carryOut(session, set, stackName, stack);
  await discard(clients, set, stack);
  signal.throwIfAborted();
  return notExecuted(set, stack, request.isDryRun);
};

const mayExecute = ({ account, ask, tell }: StackSession, set: ChangeSet, { stackName, isDryRun }: DeployRequest) => {
  if (set.problem !== undefined) return false;
  tell({ kind: 'CHANGES', changes: set.changes });
  return !isDryRun && ask(`Make these changes to the stack ${stackName} in ${account.id}, ${account.region}?`);
};

const carryOut = async (
  session: StackSession,
  set: ChangeSet,
  name: string,
  before: Stack | undefined,
): Promise<DeployReport> => {
  const { changes } = set;
  const ending = await watch(session, set, name, before);
  // What keeps it from being followed may keep it from being read.
  if ('outcome' in ending)
    return { ...ending, changes, stack: await readStack(session.clients, set.stackId).catch(() => undefined) };
  const ended: DeployReport = isGood(ending.status)
    ? { outcome: 'DEPLOYED', changes }
    : { outcome: 'FAILED', changes, failure: ending.failure, problem: explainEnding(name, ending) };
  try {
    return { ...ended, stack: await readStack(session.clients, set.stackId) };
  } catch (error) {
    return withoutStack(ended, `the stack ${name} is ${ending.status}`, error);
  }
};

/** What is reported of a stack that goes on unwatched. */
type Unwatched = Pick<DeployReport, 'outcome' | 'problem'>;

const watch = async (
  session: StackSession,
  set: ChangeSet,
  name: string,
  before: Stack | undefined,
): Promise<Ending | Unwatched> => {
  try {
    return await watchStack(execute(session.clients, set, before, pauseOf(session)), set.stackId, session);
  } catch (error) {
    if (isAbort(error)) return { outcome: 'INTERRUPTED', problem: explainInterruption(session, name) };
    const problem = explainLostSight(session, name, error);
    if (problem !== undefined) return { outcome: 'UNKNOWN', problem };
    throw error;
  }
};

/** The stack is CloudFormation's business then: it goes on, and can be watched by others. */
const explainInterruption = (session: StackSession, name: string): string =>
  `no longer watching; the stack ${name} goes on. To follow it: ${awsCommand(session, 'describe-stack-events', name)}`;

/** That AWS does not tell of the stack any more does not undo what was done. */
const withoutStack = (ended: DeployReport, done: string, error: unknown): DeployReport => {
  const unread = explainAwsFault(error);
  if (unread === undefined) throw error;
  const problem = `${ended.problem ?? `${done}, and could not be read after that.`} ${unread}`;
  return { ...ended, problem, registered: { unread } };
};

const MAX_REASON = 2000;

/** What comes of a change set that is not to be executed. */
const notExecuted = ({ changes, problem }: ChangeSet, stack: Stack | undefined, isDryRun: boolean): DeployReport => {
  if (problem?.isEmpty) return { outcome: 'UNCHANGED', changes: [], stack };
  const reason = `CloudFormation could not make the change set: ${printable(problem?.reason ?? '', MAX_REASON)}`;
  if (problem !== undefined) return { outcome: 'FAILED', changes: [], stack, problem: reason };
  return { outcome: isDryRun ? 'DRY_RUN' : 'DECLINED', changes, stack };
};

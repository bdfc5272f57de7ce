import { type ChangeSet, explainAwsFault, isAbort, isGood, readStack, type Stack } from '../../../infra/aws/index.ts';
import { discard, execute, prepare } from '../../../infra/deploy/index.ts';
import { printable } from '../../../rule/index.ts';
import { confirm } from '../../terminal/index.ts';
import { type Ending, explainEnding, showEvents } from './events.ts';
import { explainLostSight } from './lost-sight.ts';
import type { DeployOptions } from './options.ts';
import { findGround, upload } from './prepare.ts';
import { readRegistered } from './registered.ts';
import { changesText, type DeployReport } from './report.ts';
import { awsCommand, type StackSession } from './stack.ts';
import type { BuiltTemplate } from './template.ts';

/** Deploys, and reports what came of it. @throws {RefusalError} where something else has to be done first */
export async function runDeploy(
  session: StackSession,
  options: DeployOptions,
  template: BuiltTemplate,
): Promise<DeployReport> {
  return withRegistered(session, await deployTo(session, options, template));
}

/** What a deployment ends with is what is registered: the hooks work by that, whatever the stack says. */
const withRegistered = async (session: StackSession, report: DeployReport): Promise<DeployReport> => {
  const { outcome, stack } = report;
  if (stack === undefined || (outcome !== 'DEPLOYED' && outcome !== 'UNCHANGED')) return report;
  const registered = await readRegistered(session, stack);
  if ('hooks' in registered) return { ...report, registered };
  return { ...report, registered, problem: `how the hooks are registered could not be read: ${registered.unread}` };
};

const deployTo = async (
  session: StackSession,
  options: DeployOptions,
  template: BuiltTemplate,
): Promise<DeployReport> => {
  const { clients, pause, signal } = session;
  const ground = await findGround(session, options);
  if ('report' in ground) return ground.report;
  const { stack, values = {} } = ground;
  const url = await upload(session, template.text, options.isYes);
  if (url === undefined) return { outcome: 'DECLINED', changes: [], stack };
  const { text, declared } = template;
  const kept = Object.fromEntries(Object.entries(values).filter(([name]) => declared.includes(name)));
  const given = { ...kept, ...options.given };
  signal.throwIfAborted();
  const set = await prepare(clients, { ...options, given, declared, template: { text, url } }, stack, pause);
  const isAgreed = await Promise.resolve(mayExecute(session, set, options)).catch(async (error: unknown) => {
    await discard(clients, set, stack).catch(() => undefined);
    throw error;
  });
  if (isAgreed && !signal.aborted) return carryOut(session, set, options.stackName, stack);
  await discard(clients, set, stack);
  signal.throwIfAborted();
  return notExecuted(set, stack, options.isDryRun);
};

const mayExecute = ({ terminal, account, say }: StackSession, set: ChangeSet, options: DeployOptions) => {
  if (set.problem !== undefined) return false;
  say(changesText(set.changes, terminal.paint));
  if (options.isDryRun) return false;
  const question = `Make these changes to the stack ${options.stackName} in ${account.id}, ${account.region}?`;
  return confirm(terminal, question, options.isYes);
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
  const { clients, say, pause, terminal } = session;
  try {
    return await showEvents(execute(clients, set, before, pause), set.stackId, say, terminal.paint);
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

import type { ChangeSet } from '../../infra/aws/change-set.ts';
import { readStack, type Stack } from '../../infra/aws/stack.ts';
import { isGood } from '../../infra/aws/stack-status.ts';
import { discard, execute, prepare } from '../../infra/deploy.ts';
import { printable } from '../../rule/text.ts';
import { confirm } from '../confirm.ts';
import { type Ending, explainEnding, showEvents } from './events.ts';
import type { DeployOptions } from './options.ts';
import { findGround, upload } from './prepare.ts';
import { readRegistered } from './registered.ts';
import { changesText, type DeployReport } from './report.ts';
import { awsCommand, type StackSession } from './stack.ts';
import type { BuiltTemplate } from './template.ts';

const MAX_REASON = 2000;

/** The stack is CloudFormation's business then: it goes on, and can be watched by others. */
const explainInterruption = (session: StackSession, name: string): string =>
  `no longer watching; the stack ${name} goes on. To follow it: ${awsCommand(session, 'describe-stack-events', name)}`;

/** Undefined: nobody watched it to its end. */
const watch = async (session: StackSession, set: ChangeSet, before: Stack | undefined): Promise<Ending | undefined> => {
  const { clients, say, pause, terminal } = session;
  try {
    return await showEvents(execute(clients, set, before, pause), set.stackId, say, terminal.paint);
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return undefined;
    throw error;
  }
};

const carryOut = async (
  session: StackSession,
  set: ChangeSet,
  name: string,
  before: Stack | undefined,
): Promise<DeployReport> => {
  const { changes } = set;
  const ending = await watch(session, set, before);
  const stack = await readStack(session.clients, set.stackId);
  if (ending === undefined)
    return { outcome: 'INTERRUPTED', changes, stack, problem: explainInterruption(session, name) };
  if (isGood(ending.status)) return { outcome: 'DEPLOYED', changes, stack };
  return { outcome: 'FAILED', changes, stack, failure: ending.failure, problem: explainEnding(name, ending) };
};

/** What comes of a change set that is not to be executed. */
const notExecuted = ({ changes, problem }: ChangeSet, stack: Stack | undefined, isDryRun: boolean): DeployReport => {
  if (problem?.isEmpty) return { outcome: 'UNCHANGED', changes: [], stack };
  const reason = `CloudFormation could not make the change set: ${printable(problem?.reason ?? '', MAX_REASON)}`;
  if (problem !== undefined) return { outcome: 'FAILED', changes: [], stack, problem: reason };
  return { outcome: isDryRun ? 'DRY_RUN' : 'DECLINED', changes, stack };
};

const mayExecute = ({ terminal, account, say }: StackSession, set: ChangeSet, options: DeployOptions) => {
  if (set.problem !== undefined) return false;
  say(changesText(set.changes, terminal.paint));
  if (options.isDryRun) return false;
  const question = `Make these changes to the stack ${options.stackName} in ${account.id}, ${account.region}?`;
  return confirm(terminal, question, options.isYes);
};

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

/** Deploys, and reports what came of it. @throws {RefusalError} where something else has to be done first */
export const runDeploy = async (
  session: StackSession,
  options: DeployOptions,
  template: BuiltTemplate,
): Promise<DeployReport> => withRegistered(session, await deployTo(session, options, template));

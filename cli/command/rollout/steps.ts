import { readStackSet, type StackSet } from '../../../infra/aws/index.ts';
import {
  type CarriedOut,
  carryOut,
  type Done,
  isLeftAlone,
  type Pace,
  type Step,
} from '../../../infra/rollout/index.ts';
import { printable } from '../../../rule/index.ts';
import { confirm } from '../../aws/index.ts';
import { type ExitCode, exitCodes, type Terminal } from '../../terminal/index.ts';
import type { RolloutArguments } from './options.ts';
import { isComplete, layOutcome } from './outcome.ts';
import { layPlan } from './plan.ts';
import { watch } from './progress.ts';
import { explainFault, managementAccountFor, type RolloutSession } from './session.ts';

/** Steps that are to be shown, asked for, carried out and reported. */
export interface Undertaking {
  readonly steps: readonly Step[];
  /** The stack set as it was before. */
  readonly stackSet?: StackSet;
  readonly pace: Pace;
  /** Needed where the template changes. */
  readonly upload?: () => Promise<string>;
  /** What a person has to know before agreeing. */
  readonly notes: readonly string[];
  /** What a person does next; told once all is done. */
  readonly next: (managementAccount: string | undefined) => string;
}

/** Shows the steps, asks, carries them out and reports. @throws {UsageError} */
export async function undertake(
  undertaking: Undertaking,
  given: RolloutArguments,
  session: RolloutSession,
  terminal: Terminal,
): Promise<ExitCode> {
  const { steps, pace, upload = noTemplate, notes } = undertaking;
  const { address } = session;
  if (steps.length > 0) {
    // Standard output of a machine is for the outcome.
    const show = given.format === 'json' ? terminal.err : terminal.out;
    show(`${layPlan(steps, pace, terminal.paint)}${noteText(notes)}\n`);
    const isWanted = await confirm(terminal, 'Do this in the organization?', given.values.yes);
    if (!isWanted) {
      terminal.err('Nothing was changed.\n');
      return exitCodes.failed;
    }
  } else if (given.format === 'text') terminal.out('Nothing to do: the stack set is as it is wanted.\n');
  const carried = await watch(terminal, (watcher) => carryOut({ address, pace, upload }, steps, watcher));
  return report(undertaking, carried, given, session, terminal);
}

const noTemplate = (): Promise<string> => Promise.reject(new Error('There is no template to upload.'));

const noteText = (notes: readonly string[]): string => notes.map((note) => `${note}\n`).join('');

const report = async (
  undertaking: Undertaking,
  carried: CarriedOut,
  { format }: RolloutArguments,
  session: RolloutSession,
  terminal: Terminal,
): Promise<ExitCode> => {
  const { steps, next } = undertaking;
  const { done, fault } = carried;
  const problem = fault === undefined ? undefined : explainFault(fault, session);
  if (fault !== undefined && problem === undefined) throw fault;
  const complete = isComplete(steps, done);
  const managementAccount = await findManagementAccount(undertaking, carried, session);
  if (format === 'json') {
    const document = documentOf(undertaking, carried, session, { managementAccount, problem });
    terminal.out(`${JSON.stringify(document, null, 2)}\n`);
  } else {
    terminal.out(layOutcome(steps, done, session.statusCommand, terminal.paint));
    if (complete) terminal.out(next(managementAccount));
  }
  if (problem !== undefined) tellProblem(problem, carried, session, terminal);
  return codeOf(carried, complete);
};

/** What keeps a rollout from being followed may keep this from being read. */
const findManagementAccount = async ({ stackSet }: Undertaking, { fault }: CarriedOut, session: RolloutSession) =>
  managementAccountFor(
    session,
    stackSet ?? (await readStackSet(session.address).catch((error: unknown) => rethrow(error, fault === undefined))),
  );

const rethrow = (error: unknown, isMeant: boolean): undefined => {
  if (isMeant) throw error;
};

const documentOf = (undertaking: Undertaking, { done }: CarriedOut, session: RolloutSession, told: object) => ({
  stackSetName: session.address.id.StackSetName,
  region: session.account.region,
  ...told,
  isComplete: isComplete(undertaking.steps, done),
  steps: stepsJson(undertaking.steps, done),
});

const stepsJson = (steps: readonly Step[], done: readonly Done[]) =>
  steps.map((step, index) => {
    const { operation, results = [] } = done[index] ?? {};
    return { ...step, isBegun: index < done.length, ...(operation !== undefined && { operation }), results };
  });

const MAX_PROBLEM = 2000;

/** What broke off, and what goes on all the same. */
const tellProblem = (problem: string, { done }: CarriedOut, session: RolloutSession, terminal: Terminal): void => {
  if (done.some(isLeftAlone))
    terminal.err(`What has been started goes on without this command. Follow it with: ${session.statusCommand}\n`);
  terminal.err(`egress-guard: ${printable(problem, MAX_PROBLEM)}\n`);
};

const codeOf = ({ done, fault }: CarriedOut, isComplete: boolean): ExitCode => {
  if (isComplete) return exitCodes.done;
  return fault === undefined && done.some(isLeftAlone) ? exitCodes.interrupted : exitCodes.failed;
};

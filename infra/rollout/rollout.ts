import {
  type Account,
  type Clients,
  explainAwsFault,
  explainStackSetFault,
  managementAccountOf,
  RefusalError,
  readStackSet,
  type StackSet,
  type StackSetAddress,
  withOverrides,
} from '../aws/index.ts';
import { publishTemplate } from '../deploy/index.ts';
import type { Mode } from '../hook/index.ts';
import type { Operator } from '../operation/index.ts';
import { checkArns } from '../template/index.ts';
import { type CarriedOut, carryOut, type Done, isComplete, isLeftAlone, type StepNews } from './carry-out.ts';
import { readCurrentRollout, requireCurrentRollout, requireUnits } from './current-rollout.ts';
import {
  type CurrentRollout,
  type DesiredRollout,
  planModeOfAll,
  planModeOfUnits,
  planRemovalOfAll,
  planRemovalOfUnits,
  planRollout,
} from './plan.ts';
import type { Pace } from './start-step.ts';
import type { Step } from './step.ts';

/** Where a rollout works, and for whom. */
export interface RolloutSession extends Operator<RolloutNews> {
  readonly clients: Clients;
  readonly account: Account;
  readonly address: StackSetAddress;
  /** Whether somebody wants to know how far an operation is; else AWS is not asked. */
  readonly isWatched: boolean;
}

/** What is told of a rollout as it happens. */
export type RolloutNews =
  | StepNews
  | { readonly kind: 'NOTE' | 'WARNING'; readonly text: string }
  /** Of how many stacks the values are read: AWS tells them one by one. */
  | { readonly kind: 'READ'; readonly read: number; readonly all: number }
  /** What is about to be asked for; without steps there is nothing to do. */
  | { readonly kind: 'PLAN'; readonly steps: readonly Step[]; readonly pace: Pace; readonly current?: CurrentRollout };

/** What became of a rollout. */
export interface RolloutReport {
  /** INTERRUPTED: nobody waited for the end; what has been started goes on. */
  readonly outcome: 'DONE' | 'DECLINED' | 'FAILED' | 'INTERRUPTED';
  /** As they were carried out: one that was too large for AWS in parts. */
  readonly steps: readonly Step[];
  readonly done: readonly Done[];
  /** What there was before. */
  readonly current?: CurrentRollout;
  /** The account that StackSets skip, as far as that can be told. */
  readonly managementAccount?: string | undefined;
  /** What broke off. */
  readonly problem?: string | undefined;
}

/** Rolls out, or brings what is rolled out up to date. @throws {RefusalError} */
export async function rollOut(session: RolloutSession, wish: DesiredRollout, pace: Pace): Promise<RolloutReport> {
  const current = await readCurrentRollout(session.address);
  expectUsableArns(wish, current);
  const steps = planRollout(current, wish);
  const upload = async (): Promise<string> => {
    // Consent to the bucket was given with the plan.
    const url = await publishTemplate({ ...session, ask: async () => true }, wish.template);
    if (url === undefined) throw new Error('The template was not published.');
    return url;
  };
  return undertake(session, { steps, pace, upload, ...(current && { current }) });
}

/** One value is for every Region. @throws {RefusalError} where it could not work in one */
const expectUsableArns = ({ parameters, regions }: DesiredRollout, current: CurrentRollout | undefined): void => {
  const given = Object.fromEntries(parameters);
  for (const region of new Set([...(current?.stackSet.regions ?? []), ...regions])) {
    const problem = checkArns(given, { region });
    if (problem !== undefined) throw new RefusalError(problem);
  }
};

/** Sets the mode of the hooks in some units, or everywhere. @throws {RefusalError} */
export async function setRolloutMode(
  session: RolloutSession,
  mode: Mode,
  units: readonly string[] | undefined,
  pace: Pace,
): Promise<RolloutReport> {
  const current = await requireCurrentRollout(session.address);
  const onRead = (read: number, all: number): void => session.tell({ kind: 'READ', read, all });
  const instances = await withOverrides(session.address, current.instances, onRead, session.signal);
  if (units !== undefined) requireUnits(current, units);
  const steps =
    units === undefined ? planModeOfAll(current, instances, mode) : planModeOfUnits(current, instances, units, mode);
  return undertake(session, { steps, pace, current });
}

/** Removes the stacks of some units, or everything. @throws {RefusalError} */
export async function removeRollout(
  session: RolloutSession,
  units: readonly string[] | undefined,
  pace: Pace,
): Promise<RolloutReport> {
  const current = await requireCurrentRollout(session.address);
  if (units !== undefined) requireUnits(current, units);
  const steps = units === undefined ? planRemovalOfAll(current) : planRemovalOfUnits(current, units);
  return undertake(session, { steps, pace, current });
}

/** The management account, as far as it can be told: whoever calls as himself is it. */
export function managementAccountFor(session: RolloutSession, stackSet: StackSet | undefined): string | undefined {
  return (
    (stackSet === undefined ? undefined : managementAccountOf(stackSet)) ??
    (session.address.id.CallAs === 'SELF' ? session.account.id : undefined)
  );
}

/** Steps that are to be told, asked for, carried out and reported. */
interface Undertaking {
  readonly steps: readonly Step[];
  readonly pace: Pace;
  readonly current?: CurrentRollout;
  /** Needed where the template changes. */
  readonly upload?: () => Promise<string>;
}

const noTemplate = (): Promise<string> => Promise.reject(new Error('There is no template to upload.'));

const undertake = async (session: RolloutSession, undertaking: Undertaking): Promise<RolloutReport> => {
  const { steps, pace, current, upload = noTemplate } = undertaking;
  const known = { steps, ...(current && { current }) };
  if (session.signal.aborted) return { outcome: 'INTERRUPTED', done: [], ...known };
  session.tell({ kind: 'PLAN', pace, ...known });
  const isWanted = steps.length === 0 || (await session.ask('Do this in the organization?'));
  if (!isWanted) return { outcome: 'DECLINED', done: [], ...known };
  const carried = await carryOut({ address: session.address, pace, upload }, steps, session);
  const problem = problemOf(carried, session);
  const managementAccount = await findManagementAccount(session, current, carried);
  return {
    ...known,
    steps: carried.steps,
    outcome: outcomeOf(carried),
    done: carried.done,
    problem,
    managementAccount,
  };
};

const outcomeOf = ({ steps, done, fault }: CarriedOut): RolloutReport['outcome'] => {
  if (isComplete(steps, done)) return 'DONE';
  return fault === undefined && done.some(isLeftAlone) ? 'INTERRUPTED' : 'FAILED';
};

/** @throws a fault of ours */
const problemOf = ({ fault }: CarriedOut, { account }: RolloutSession): string | undefined => {
  if (fault === undefined) return undefined;
  const problem = explainStackSetFault(fault, account.id) ?? explainAwsFault(fault);
  if (problem === undefined) throw fault;
  return problem;
};

/** What keeps a rollout from being followed may keep this from being read. */
const findManagementAccount = async (
  session: RolloutSession,
  current: CurrentRollout | undefined,
  { fault }: CarriedOut,
): Promise<string | undefined> => {
  const read = async (): Promise<StackSet | undefined> => {
    try {
      return await readStackSet(session.address);
    } catch (error) {
      if (fault === undefined) throw error;
      return undefined;
    }
  };
  return managementAccountFor(session, current?.stackSet ?? (await read()));
};

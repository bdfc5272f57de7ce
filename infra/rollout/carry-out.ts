import {
  followOperation,
  isAwsError,
  isUnderWay,
  listResults,
  type Operation,
  type OperationResult,
  SUSPENDED,
} from '../aws/index.ts';
import type { Operator } from '../operation/index.ts';
import { type RolloutContext, startStep } from './start-step.ts';
import { halvesOf, type Step } from './step.ts';

/** What is told while steps are carried out. */
export type StepNews =
  | { readonly kind: 'STARTED'; readonly step: Step; readonly operationId: string }
  /** More stacks than the account may have under way: the halves of the step follow one after the other. */
  | { readonly kind: 'PARTED'; readonly step: Step }
  | { readonly kind: 'PROGRESS'; readonly operation: Operation; readonly results: readonly OperationResult[] };

/** A step with the operation that did it, if it took one. */
export interface Done {
  readonly step: Step;
  readonly operation?: Operation;
  readonly results: readonly OperationResult[];
  /** Why it was not followed to its end. */
  readonly fault?: unknown;
}

/** What became of steps. */
export interface CarriedOut {
  /** Those that were given, some of them in parts. */
  readonly steps: readonly Step[];
  readonly done: readonly Done[];
  /** What AWS threw, where something was begun before. */
  readonly fault?: unknown;
}

/** Whether everything was done, and everywhere but in accounts that are suspended: nothing is deployed there. */
export function isComplete(steps: readonly Step[], done: readonly Done[]): boolean {
  return (
    done.length === steps.length &&
    done.every(isPassed) &&
    lastResults(done).every(({ status }) => status === 'SUCCEEDED' || status === SUSPENDED)
  );
}

/** The last result of each account and Region; what failed comes last, where the eye is. */
export function lastResults(done: readonly Done[]): readonly OperationResult[] {
  const results = new Map<string, OperationResult>();
  for (const result of done.flatMap((one) => one.results)) results.set(`${result.account} ${result.region}`, result);
  return [...results.values()].sort(
    (a, b) =>
      Number(a.status !== 'SUCCEEDED') - Number(b.status !== 'SUCCEEDED') ||
      a.account.localeCompare(b.account) ||
      a.region.localeCompare(b.region),
  );
}

/** Whether nobody waited for the end of it. */
export function isLeftAlone({ operation }: Done): boolean {
  return operation !== undefined && isUnderWay(operation);
}

/**
 * Carries out steps one after the other; ends with the first that does not succeed.
 * @throws what AWS answers to the first of them, before anything was begun
 */
export async function carryOut(means: RolloutContext, steps: readonly Step[], watcher: Watcher): Promise<CarriedOut> {
  const done: Done[] = [];
  let left = steps;
  while (left[0] !== undefined && done.every(isPassed)) {
    const [step, ...rest] = left;
    try {
      done.push(await carryOutStep(means, step, watcher));
      left = rest;
    } catch (fault) {
      const parts = partsOf(step, fault);
      if (parts.length === 0) return endWith(done, left, fault);
      watcher.tell({ kind: 'PARTED', step });
      left = [...parts, ...rest];
    }
  }
  return endWith(done, left, done.at(-1)?.fault);
}

/** What a step is to be done as, once AWS refused it as too large. */
const partsOf = (step: Step, fault: unknown): readonly Step[] => (isAwsError(fault, 'overLimit') ? halvesOf(step) : []);

const endWith = (done: readonly Done[], left: readonly Step[], fault: unknown): CarriedOut => {
  if (done.length === 0 && fault !== undefined) throw fault;
  return { steps: [...done.map(({ step }) => step), ...left], done, fault };
};

/** Who is told while steps are carried out; once aborted, what has been started goes on. */
interface Watcher extends Pick<Operator<StepNews>, 'tell' | 'signal'> {
  readonly isWatched: boolean;
}

/** An operation that can no longer be followed goes on: what is known of it is told, and why it is no more. */
const carryOutStep = async (means: RolloutContext, step: Step, watcher: Watcher): Promise<Done> => {
  const id = await startStep(means, step);
  if (id === undefined) return { step, results: [] };
  watcher.tell({ kind: 'STARTED', step, operationId: id });
  return follow(means, step, id, watcher).catch((fault: unknown) => ({
    step,
    operation: { id, action: step.kind, status: 'RUNNING' },
    results: [],
    fault,
  }));
};

const follow = async ({ address }: RolloutContext, step: Step, id: string, watcher: Watcher): Promise<Done> => {
  const { isWatched, tell, signal } = watcher;
  const onStatus = async (operation: Operation): Promise<void> => {
    if (isWatched) tell({ kind: 'PROGRESS', operation, results: await listResults(address, id) });
  };
  const operation = await followOperation(address, id, onStatus, signal);
  return { step, operation, results: isUnderWay(operation) ? [] : await listResults(address, id) };
};

/** Whether the next step may follow: it would meet an operation under way, or spread what failed. */
const isPassed = ({ operation }: Done): boolean => operation === undefined || operation.status === 'SUCCEEDED';

import {
  followOperation,
  isUnderWay,
  listResults,
  type Operation,
  type OperationResult,
} from '../aws/stack-set-operation.ts';
import { type Means, startStep } from './start-step.ts';
import type { Step } from './step.ts';

/** Told of while steps are carried out. */
export interface Watcher {
  readonly onStart: (step: Step, operationId: string | undefined) => void;
  /** How far the operation is; without it, AWS is not asked. */
  readonly onProgress?: (operation: Operation, results: readonly OperationResult[]) => void;
  /** Aborted where nobody waits any more; what has been started goes on. */
  readonly signal: AbortSignal;
}

/** A step with the operation that did it, if it took one. */
export interface Done {
  readonly step: Step;
  readonly operation?: Operation;
  readonly results: readonly OperationResult[];
}

const carryOutStep = async (means: Means, step: Step, { onStart, onProgress, signal }: Watcher): Promise<Done> => {
  const id = await startStep(means, step);
  onStart(step, id);
  if (id === undefined) return { step, results: [] };
  const { address } = means;
  const onStatus = async (operation: Operation): Promise<void> => {
    if (onProgress !== undefined) onProgress(operation, await listResults(address, id));
  };
  const operation = await followOperation(address, id, onStatus, signal);
  return { step, operation, results: isUnderWay(operation) ? [] : await listResults(address, id) };
};

/** Whether nobody waited for the end of it. */
export const isLeftAlone = ({ operation }: Done): boolean => operation !== undefined && isUnderWay(operation);

/** Whether the next step may follow: it would meet an operation under way, or spread what failed. */
const isPassed = ({ operation }: Done): boolean => operation === undefined || operation.status === 'SUCCEEDED';

/** Carries out steps one after the other; ends with the first that does not succeed. */
export const carryOut = async (means: Means, steps: readonly Step[], watcher: Watcher): Promise<readonly Done[]> => {
  const done: Done[] = [];
  for (const step of steps) {
    const one = await carryOutStep(means, step, watcher);
    done.push(one);
    if (!isPassed(one)) break;
  }
  return done;
};

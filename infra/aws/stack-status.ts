/** What can be done with a stack: create it, update it, only delete it, nothing but wait, or only repair it by hand. */
export type Phase = 'CREATE' | 'UPDATE' | 'BROKEN' | 'BUSY' | 'STUCK';

/** Whether an operation runs; a stack that waits for its first change set is idle. */
export function isBusy(status: string): boolean {
  return status.endsWith('_IN_PROGRESS') && status !== 'REVIEW_IN_PROGRESS';
}

/** By the status of a stack; undefined: there is none. */
export function phaseOf(status: string | undefined): Phase {
  if (status === undefined) return 'CREATE';
  if (isBusy(status)) return 'BUSY';
  return Object.hasOwn(phases, status) ? (phases[status] ?? 'UPDATE') : 'UPDATE';
}

/** Whether an operation that ended so did what it was to do. */
export function isGood(status: string): boolean {
  return GOOD.has(status);
}

const phases: Readonly<Record<string, Phase>> = {
  REVIEW_IN_PROGRESS: 'CREATE',
  DELETE_COMPLETE: 'CREATE',
  CREATE_FAILED: 'BROKEN',
  DELETE_FAILED: 'BROKEN',
  ROLLBACK_COMPLETE: 'BROKEN',
  ROLLBACK_FAILED: 'BROKEN',
  UPDATE_ROLLBACK_FAILED: 'STUCK',
};

const GOOD = new Set(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'DELETE_COMPLETE']);

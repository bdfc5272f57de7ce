import type { StackEvent } from './stack-events.ts';

/** The resource that an operation failed on, and why. */
export interface Failure {
  readonly logicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason: string;
}

/** The events of the last operation, of a stack that has seen several. */
export function lastOperation(events: readonly StackEvent[], stackId: string): readonly StackEvent[] {
  const start = events.findLastIndex(
    ({ physicalId, status }) => physicalId === stackId && /^(CREATE|UPDATE|DELETE)_IN_PROGRESS$/.test(status),
  );
  return events.slice(Math.max(start, 0));
}

/** What failed first, of the events of an operation; the stack itself where no resource did. */
export function firstFailure(events: readonly StackEvent[], stackId: string): Failure | undefined {
  const isStack = ({ physicalId }: StackEvent): boolean => physicalId === stackId;
  const found =
    events.find((event) => isFailure(event) && !isStack(event)) ??
    events.find((event) => isStack(event) && /FAILED|ROLLBACK_IN_PROGRESS/.test(event.status) && event.reason);
  return found && toFailure(found);
}

const isFailure = (event: StackEvent): boolean =>
  isHookFailure(event) || (/_FAILED$/.test(event.status) && !isCancelled(event));

const isHookFailure = ({ hook }: StackEvent): boolean =>
  hook !== undefined && hook.mode === 'FAIL' && /FAILED$/.test(hook.status);

/** What stops because something else failed is no cause. */
const isCancelled = ({ reason = '' }: StackEvent): boolean => /^Resource \w+ cancelled/i.test(reason);

const toFailure = ({ logicalId, type, status, reason = '', hook }: StackEvent): Failure => ({
  logicalId,
  type,
  status: hook?.status ?? status,
  reason: hook === undefined ? reason : `${hook.type}: ${hook.reason}`,
});

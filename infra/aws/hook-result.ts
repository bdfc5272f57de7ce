import type { HookResultSummary, HookStatus } from '@aws-sdk/client-cloudformation';
import { type HookKey, hookKeys, hooks } from '../hook/index.ts';

/** How an invocation of a hook ended, in the words of the command line. */
export const outcomes = {
  /** The function said no. */
  failed: 'HOOK_COMPLETE_FAILED',
  /** The hook did not get as far as an answer. */
  error: 'HOOK_FAILED',
  succeeded: 'HOOK_COMPLETE_SUCCEEDED',
  'in-progress': 'HOOK_IN_PROGRESS',
} as const satisfies Record<string, HookStatus>;

export type Outcome = keyof typeof outcomes;

export const outcomeNames = ['failed', 'error', 'succeeded', 'in-progress'] as const satisfies readonly Outcome[];

/** What became of one invocation of a hook. */
export interface HookResult {
  readonly id: string;
  /** The name under which the hook is registered. */
  readonly hook: string;
  readonly outcome: Outcome;
  /** ISO 8601; AWS does not tell it in a list for one change set. */
  readonly invokedAt: string | undefined;
  readonly failureMode: string | undefined;
  readonly reason: string | undefined;
  readonly targetType: string | undefined;
  readonly targetId: string | undefined;
  /** The stack, or the Cloud Control request, that the target belongs to. */
  readonly executionTarget: string | undefined;
}

/** A result of ours; of any other hook, of which a change set may have results too, nothing. */
export function toHookResult(summary: HookResultSummary): HookResult[] {
  const key = keyOf(summary);
  const id = summary.HookResultId;
  const outcome = outcomeNames.find((name) => outcomes[name] === summary.Status);
  if (key === undefined || id === undefined || outcome === undefined) return [];
  return [
    {
      id,
      hook: hooks[key],
      outcome,
      invokedAt: summary.InvokedAt?.toISOString(),
      failureMode: summary.FailureMode,
      reason: summary.HookStatusReason,
      targetType: summary.TargetType,
      targetId: summary.TargetId,
      executionTarget: summary.HookExecutionTarget,
    },
  ];
}

const keyOf = ({ TypeName, TypeArn = '' }: HookResultSummary): HookKey | undefined =>
  hookKeys.find((key) => TypeName === hooks[key] || TypeArn.endsWith(`/${hooks[key].replaceAll('::', '-')}`));

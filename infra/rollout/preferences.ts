import type { StackSetOperationPreferences } from '@aws-sdk/client-cloudformation';

/** A number of accounts, or a share of them. */
export interface CountOrPercentage {
  readonly value: number;
  readonly isPercentage: boolean;
}

/** How an operation goes through accounts and Regions; what is left out, AWS chooses: one by one, stopped by the first failure. */
export interface Pace {
  readonly failureTolerance?: CountOrPercentage;
  readonly maxConcurrent?: CountOrPercentage;
  readonly isInParallel: boolean;
}

/** The preferences of an operation in these Regions, which go in their order. */
export function preferencesOf(
  { failureTolerance, maxConcurrent, isInParallel }: Pace,
  regions: readonly string[],
): StackSetOperationPreferences {
  return {
    ...(failureTolerance !== undefined && toleranceOf(failureTolerance)),
    ...(maxConcurrent !== undefined && concurrencyOf(maxConcurrent)),
    RegionConcurrencyType: isInParallel ? 'PARALLEL' : 'SEQUENTIAL',
    ...(!isInParallel && regions.length > 0 && { RegionOrder: [...regions] }),
  };
}

const toleranceOf = ({ value, isPercentage }: CountOrPercentage): StackSetOperationPreferences =>
  isPercentage ? { FailureTolerancePercentage: value } : { FailureToleranceCount: value };

/** Without the soft mode AWS lowers what was asked for to the tolerance and one. */
const concurrencyOf = ({ value, isPercentage }: CountOrPercentage): StackSetOperationPreferences => ({
  ...(isPercentage ? { MaxConcurrentPercentage: value } : { MaxConcurrentCount: value }),
  ConcurrencyMode: 'SOFT_FAILURE_TOLERANCE',
});

import type { Failure, ResourceChange, Stack } from '../aws/index.ts';
import type { Registered } from './registered.ts';

/** What became of a deployment, and why it is no better. */
export interface DeployReport {
  /** UNKNOWN: it was begun, and could not be followed to its end. */
  readonly outcome: 'DEPLOYED' | 'UNCHANGED' | 'DRY_RUN' | 'DECLINED' | 'FAILED' | 'INTERRUPTED' | 'UNKNOWN';
  readonly changes: readonly ResourceChange[];
  readonly stack?: Stack | undefined;
  /** Told of a stack that is deployed. */
  readonly registered?: Registered;
  readonly failure?: Failure | undefined;
  readonly problem?: string;
}

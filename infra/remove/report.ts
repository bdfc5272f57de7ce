import type { Failure } from '../aws/index.ts';

/** Something that outlives the stack, and the command that deletes it. */
export interface Kept {
  readonly what: 'log group' | 'archive' | 'artifacts bucket';
  readonly name: string;
  readonly command?: string;
}

/** What became of a removal, and why it is no better. */
export interface RemoveReport {
  /** UNKNOWN: it was begun, and could not be followed to its end. */
  readonly outcome: 'REMOVED' | 'NOTHING' | 'DECLINED' | 'FAILED' | 'INTERRUPTED' | 'UNKNOWN';
  readonly kept: readonly Kept[];
  /** The bucket that was deleted. */
  readonly purged?: string;
  readonly failure?: Failure | undefined;
  readonly problem?: string;
}

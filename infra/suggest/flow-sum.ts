import type { FlowSum } from '../../flow/index.ts';

/** What flow logs are asked for. */
export interface FlowQuery {
  /** Ids of network interfaces, one at least. */
  readonly interfaces: readonly string[];
  /** Of the starts of records, in seconds since 1970; both are included. */
  readonly from: number;
  readonly to: number;
}

/** What was found, and what it cost. */
export interface FlowAnswer {
  readonly sums: readonly FlowSum[];
  /** Bytes that AWS charges for. */
  readonly scanned: number;
  /** What whoever reads the answer has to know. */
  readonly notes: readonly string[];
}

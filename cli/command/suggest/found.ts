import type { FlowSum } from '../../../flow/index.ts';

/** A network interface, with its groups and addresses. */
export interface Interface {
  readonly id: string;
  readonly groups: readonly string[];
  readonly addresses: readonly string[];
}

/** Whose egress is asked about, by the names that were given and found. */
export interface Subject {
  readonly stack?: string;
  readonly stackId?: string;
  /** The logical id of the group in the stack. */
  readonly resource?: string;
  readonly group?: string;
  /** Ids of the interfaces; undefined: all that the logs know. */
  readonly interfaces: readonly string[] | undefined;
}

/** What a source of flow logs gave, and what is known around it. */
export interface Found {
  readonly sums: readonly FlowSum[];
  /** What is to be known of the logs. */
  readonly notes: readonly string[];
  readonly subjects: readonly Subject[];
  /** All interfaces that are known. */
  readonly interfaces: readonly Interface[];
  /** The primary block of each VPC that is known. */
  readonly vpcBlocks: readonly string[];
  /** The blocks of each managed prefix list, by its id. */
  readonly prefixLists: ReadonlyMap<string, readonly string[]>;
}

import type { FlowSum } from '../../../flow/index.ts';

/** A network interface, with its groups and addresses. */
export interface Interface {
  readonly id: string;
  readonly groups: readonly string[];
  readonly addresses: readonly string[];
}

/** What a source of flow logs gave, and what is known around it. */
export interface Found {
  readonly sums: readonly FlowSum[];
  /** What is to be known of the logs. */
  readonly notes: readonly string[];
  /** The interfaces that are asked about; undefined: all that the logs know. */
  readonly asked: readonly string[] | undefined;
  /** All interfaces that are known. */
  readonly interfaces: readonly Interface[];
  /** The primary block of each VPC that is known. */
  readonly vpcBlocks: readonly string[];
  /** The blocks of each managed prefix list, by its id. */
  readonly prefixLists: ReadonlyMap<string, readonly string[]>;
}

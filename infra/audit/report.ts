import type { ExemptedBy, LocationRecord, Position, ReportFinding, Undetermined } from '../../rule/index.ts';
import type { Excerpt } from './excerpt.ts';

/** A stack, as the report names it. */
export interface StackLabel {
  readonly stackName: string;
  readonly stackId: string;
  /** The stack set, or the outermost stack, that it belongs to; else its own name. */
  readonly group: string;
  /** What its tag says of who owns it. */
  readonly team?: string;
  /** Where the report is of many accounts. */
  readonly account?: string;
  /** No stack: groups that CloudFormation did not make, which no hook ever sees. */
  readonly isOutside?: true;
}

/** Where in a stack something stands; the position is that in the template as CloudFormation keeps it. */
export interface InStack extends StackLabel, Position {
  readonly excerpt: Excerpt;
}

export type AuditFinding = ReportFinding & InStack;

export type AuditExempted = AuditFinding & ExemptedBy;

export type AuditUndetermined = LocationRecord<Undetermined> & InStack;

export interface StackWithReason extends StackLabel {
  readonly reason: string;
}

export interface AuditCounts {
  /** Stacks that were to be looked at. */
  readonly stacks: number;
  /** Those of them in which something would be blocked. */
  readonly blocked: number;
  readonly findings: number;
  readonly exempted: number;
  readonly undetermined: number;
  /** Stacks that could not be read. */
  readonly unread: number;
}

/** Counts of the stacks that have something in common; null: those that have no such thing. */
export interface NamedCounts extends AuditCounts {
  readonly name: string | null;
}

/** What would be blocked if the hook were on, as `--format json` prints it. */
export interface AuditReport {
  readonly version: 1;
  readonly account: string;
  readonly region: string;
  /** The aggregator of AWS Config that was asked, about all its accounts and Regions. */
  readonly aggregator?: string;
  /** When the report was made; ISO 8601. */
  readonly time: string;
  /** Ids of the rules that were applied. */
  readonly rules: readonly string[];
  /** Whether there was a document that could exempt anything. */
  readonly exemptionsGiven: boolean;
  readonly summary: AuditCounts & { readonly leftOut: number };
  /** By stack set or outermost stack, those with the most findings first. */
  readonly groups: readonly NamedCounts[];
  /** By the tag of the team. */
  readonly teams: readonly NamedCounts[];
  /** By account, where the report is of many. */
  readonly accounts?: readonly NamedCounts[];
  readonly stacks: readonly (StackLabel & {
    readonly status: string;
    readonly updated: string;
    /** CloudFormation would not give the processed template: what macros add is not in it. */
    readonly isOriginal?: true;
  })[];
  /** What would be blocked: nothing exempts it. */
  readonly findings: readonly AuditFinding[];
  readonly exempted: readonly AuditExempted[];
  /** What the template does not tell; the hook decides it when the resource is provisioned. */
  readonly undetermined: readonly AuditUndetermined[];
  readonly unread: readonly StackWithReason[];
  readonly leftOut: readonly StackWithReason[];
}

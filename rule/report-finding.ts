import { type FindingRecord, findingRecord } from './finding-record.ts';
import type { Finding } from './rule.ts';
import { insteadOf } from './rules/index.ts';
import { type JsonObject, printable } from './value/index.ts';

/** A finding as reports for developers have it. */
export type ReportFinding<T extends Finding = Finding> = FindingRecord<T> & {
  /**
   * What may be written in its place: the entry's destination with one protocol and port by way of example; of a group
   * without egress, the egress to add. Absent where naming a port does not mend it.
   */
  readonly instead?: JsonObject;
};

export function reportFinding<T extends Finding>(finding: T): ReportFinding<T> {
  const instead = insteadOf(finding);
  return { ...findingRecord(finding), ...(instead !== undefined && { instead }) };
}

/** What a person is told of a spot, each on a line of its own: what, what to do, and what may be written instead, as JSON. */
export function explainSpot(spot: Pick<ReportFinding, 'message' | 'remediation' | 'instead'>): readonly string[] {
  const { message, remediation, instead } = spot;
  return [message, remediation, ...(instead === undefined ? [] : [`Instead, for example: ${insteadText(instead)}`])];
}

/** What may be written instead on one line, which is JSON and YAML. */
export function insteadText(instead: JsonObject): string {
  return printable(JSON.stringify(instead, null, 1).replaceAll(/\n */g, ' '), MAX_INSTEAD);
}

/** Longer than any entry with a destination that people write. */
const MAX_INSTEAD = 500;

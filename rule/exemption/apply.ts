import { printable } from '../value/index.ts';
import type { Exemption } from './exemption.ts';
import type { FoundExemption } from './match.ts';

/** A finding, and the exemption that covers it or did so last. */
export interface JudgedFinding<T> extends FoundExemption {
  readonly finding: T;
}

/** What a report tells of an exemption that lets a finding pass. */
export interface ExemptedBy {
  readonly exemption: Pick<Exemption, 'id' | 'expires' | 'reason' | 'approvedBy'>;
}

/** Tells the findings that are left from those that an exemption lets pass; of one that lapsed, the message says so. */
export function applyExemptions<T extends { readonly message: string }>(
  judged: readonly JudgedFinding<T>[],
): { readonly findings: readonly T[]; readonly exempted: readonly (T & ExemptedBy)[] } {
  return { findings: judged.flatMap(remaining), exempted: judged.flatMap(exempted) };
}

const remaining = <T extends { readonly message: string }>({
  finding,
  active,
  lapsed,
}: JudgedFinding<T>): readonly T[] => {
  if (active !== undefined) return [];
  if (lapsed === undefined) return [finding];
  const message = `${finding.message} Its exemption ${printable(lapsed.id, 128)} expired on ${lapsed.expires}.`;
  return [{ ...finding, message }];
};

const exempted = <T>({ finding, active }: JudgedFinding<T>): readonly (T & ExemptedBy)[] => {
  if (active === undefined) return [];
  const { id, expires, reason, approvedBy } = active;
  return [{ ...finding, exemption: { id, expires, reason, approvedBy } }];
};

import type { AuditCounts, AuditReport, NamedCounts, StackLabel } from './report.ts';

/** What is counted of a report. */
export type Counted = Pick<AuditReport, 'stacks' | 'findings' | 'exempted' | 'undetermined' | 'unread'>;

/** By code, so that the order is the same on every machine. */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

export function countStacks({ stacks, findings, exempted, undetermined, unread }: Counted): AuditCounts {
  return {
    stacks: stacks.length,
    blocked: new Set(findings.map(({ stackId }) => stackId)).size,
    findings: findings.length,
    exempted: exempted.length,
    undetermined: undetermined.length,
    unread: unread.length,
  };
}

/** Counts for each name that stacks have, those with the most findings first. */
export function countBy(counted: Counted, nameOf: (stack: StackLabel) => string | undefined): NamedCounts[] {
  const stacks = Map.groupBy(counted.stacks, nameOf);
  const findings = Map.groupBy(counted.findings, nameOf);
  const exempted = Map.groupBy(counted.exempted, nameOf);
  const undetermined = Map.groupBy(counted.undetermined, nameOf);
  const unread = Map.groupBy(counted.unread, nameOf);
  const counts = Array.from(stacks, ([name, these]) => ({
    name: name ?? null,
    ...countStacks({
      stacks: these,
      findings: findings.get(name) ?? [],
      exempted: exempted.get(name) ?? [],
      undetermined: undetermined.get(name) ?? [],
      unread: unread.get(name) ?? [],
    }),
  }));
  return counts.sort(byWeight);
}

const byWeight = (a: NamedCounts, b: NamedCounts): number =>
  b.findings - a.findings ||
  b.undetermined - a.undetermined ||
  b.unread - a.unread ||
  b.exempted - a.exempted ||
  compareTexts(a.name ?? '', b.name ?? '');

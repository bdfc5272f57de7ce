import { type Exemption, type FoundExemption, findExemption, printable } from '../../rule/index.ts';
import type { AuditExempted, AuditFinding } from './report.ts';
import { readStackId } from './stack.ts';

/** The exemptions that there are, and the time at which they are asked about. */
export interface ExemptionInput {
  readonly exemptions: readonly Exemption[];
  readonly now: number;
}

/** Tells what would be blocked from what an exemption lets pass, as the hook does. */
export function judgeFindings(findings: readonly AuditFinding[], { exemptions, now }: ExemptionInput) {
  const judged = findings.map((finding) => {
    const { account, region } = readStackId(finding.stackId);
    return { finding, ...findExemption(finding, { account, region, stackName: finding.stackName }, exemptions, now) };
  });
  return { findings: judged.flatMap(remaining), exempted: judged.flatMap(exempted) };
}

interface Judged extends FoundExemption {
  readonly finding: AuditFinding;
}

const remaining = ({ finding, active, lapsed }: Judged): readonly AuditFinding[] => {
  if (active !== undefined) return [];
  if (lapsed === undefined) return [finding];
  const message = `${finding.message} Its exemption ${printable(lapsed.id, 128)} expired on ${lapsed.expires}.`;
  return [{ ...finding, message }];
};

const exempted = ({ finding, active }: Judged): readonly AuditExempted[] => {
  if (active === undefined) return [];
  const { id, expires, reason, approvedBy } = active;
  return [{ ...finding, exemption: { id, expires, reason, approvedBy } }];
};

import { applyExemptions, type Exemption, findExemption } from '../../rule/index.ts';
import type { AuditFinding } from './report.ts';
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
  return applyExemptions(judged);
}

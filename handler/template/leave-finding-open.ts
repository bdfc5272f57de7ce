import type { Exemption, Finding, Undetermined } from '../../rule/index.ts';

/** Leaves a finding open for a reason that its message goes on with, e.g. `if IsProd`. */
export function leaveFindingOpen(finding: Finding, reason: string, continued: string): Undetermined {
  const { ruleId, severity, logicalId, resourceType, path, mark, line, column, condition, message, remediation } =
    finding;
  return {
    ...{ ruleId, severity, logicalId, resourceType, path, mark, remediation, reason },
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
    ...(condition !== undefined && { condition }),
    message: `${message.replace(/\.$/, '')}${continued}.`,
  };
}

/** The early warning leaves to the gate what an exemption may cover once its destination is known. */
export function leaveToExemption(finding: Finding, { id }: Exemption): Undetermined {
  const reason = `whether ${id} exempts it depends on where it leads`;
  return leaveFindingOpen(finding, reason, `; ${reason}`);
}

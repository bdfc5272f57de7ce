import type { AuditCounts, AuditReport, StackWithReason } from '../../../../infra/audit/index.ts';
import { countOf } from '../../../terminal/index.ts';

/** The columns of what is counted, in the words of every format for people. */
export const countColumns: readonly (readonly [title: string, count: keyof AuditCounts])[] = [
  ['stacks', 'stacks'],
  ['blocked', 'blocked'],
  ['entries', 'findings'],
  ['exempted', 'exempted'],
  ['undetermined', 'undetermined'],
  ['not read', 'unread'],
];

/** What stacks without the tag of the team are counted as. */
export const NO_TEAM = '(no team tag)';

export function hasTeams({ teams }: AuditReport): boolean {
  return teams.some(({ name }) => name !== null);
}

/** Whether there is anything to tell of what is counted. */
export function isNotable({ findings, exempted, undetermined, unread }: AuditCounts): boolean {
  return findings + exempted + undetermined + unread > 0;
}

/** The report in one sentence. */
export function auditSummary(report: AuditReport): string {
  return report.aggregator === undefined ? stackSummary(report) : liveSummary(report);
}

/** Where the report is of: one account and Region, or all that an aggregator knows. */
export function scopeOf({ account, region, aggregator }: AuditReport): string {
  return aggregator === undefined
    ? `Account ${account}, Region ${region}`
    : `All accounts and Regions of the aggregator ${aggregator} in ${account}, ${region}`;
}

/** What is there is there, blocked or not: what matters is whether a hook would have seen it. */
const liveSummary = ({ summary, findings, accounts = [] }: AuditReport): string => {
  const outside = findings.filter(({ isOutside }) => isOutside === true).length;
  const { exempted, undetermined } = summary;
  const others = [exempted > 0 && `${exempted} exempted`, undetermined > 0 && `${undetermined} undetermined`];
  const found = `${countOf(summary.findings, 'entry', 'entries')} in ${countOf(accounts.length, 'account')}`;
  const seen = `${summary.findings - outside} in groups that CloudFormation made, which the hooks would have seen, ${outside} in others, which no hook ever sees`;
  return `${[summary.findings === 0 ? 'Nothing is open' : `${found} are open: ${seen}`, ...others.filter((part) => part !== false)].join(', ')}.`;
};

const stackSummary = ({ summary }: AuditReport): string => {
  const { stacks, blocked, findings, exempted, undetermined, unread, leftOut } = summary;
  const found =
    findings === 0
      ? `Nothing would be blocked in ${countOf(stacks, 'stack')}`
      : `${countOf(findings, 'entry', 'entries')} in ${blocked} of ${countOf(stacks, 'stack')} would be blocked`;
  const others = [
    exempted > 0 && `${exempted} exempted`,
    undetermined > 0 && `${undetermined} undetermined`,
    unread > 0 && `${countOf(unread, 'stack')} not read`,
    leftOut > 0 && `${leftOut} left out`,
  ].filter((part) => part !== false);
  return `${[found, ...others].join(', ')}.`;
};

/** Stacks of which the report may know less than CloudFormation does. */
export function readAsWritten({ stacks }: AuditReport): StackWithReason[] {
  return stacks
    .filter(({ isOriginal }) => isOriginal === true)
    .map((stack) => ({ ...stack, reason: 'CloudFormation gives no processed template: what macros add is not in it' }));
}

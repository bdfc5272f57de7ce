import type { AuditReport, InStack, StackWithReason } from '../../../../../infra/audit/index.ts';
import { readAsWritten } from '../summary.ts';
import { groupId, headRow, table } from './counts.ts';
import { element, type Html, lines } from './element.ts';
import { blockedEntry, exemptedEntry, undeterminedEntry } from './entry.ts';

/** A part of the page that a list at its top leads to. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** How many there are of what it shows; of nothing there is no section. */
  readonly count: number;
  readonly content: Html;
}

/** The parts of the page that there is something in. */
export function sectionsOf(report: AuditReport): readonly Section[] {
  return [blocked, undetermined, unread, exempted, asWritten, leftOut]
    .map((make) => make(report))
    .filter(({ count }) => count > 0);
}

const blocked = (report: AuditReport): Section => {
  const show = (finding: AuditReport['findings'][number]) => blockedEntry(finding, report.exemptionsGiven);
  const content = grouped(report, report.findings, show, (index) => ({ id: groupId(index) }));
  return { id: 'blocked', title: 'Would be blocked', count: report.findings.length, content };
};

/** Entries below the name of what their stacks belong to, in the order of the counts. */
const grouped = <T extends InStack>(
  { groups }: AuditReport,
  entries: readonly T[],
  show: (entry: T) => Html,
  attributesOf: (index: number) => Readonly<Record<string, string>> = () => ({}),
): Html => {
  const byGroup = Map.groupBy(entries, ({ group }) => group);
  return lines(
    ...groups.flatMap(({ name }, index) => {
      const these = byGroup.get(name ?? '') ?? [];
      return these.length === 0 ? [] : [element('h3', attributesOf(index), name ?? ''), ...these.map(show)];
    }),
  );
};

const LATER =
  'The templates do not tell these values. The hook decides them when the resources are provisioned, and blocks what it cannot decide even then.';

const undetermined = (report: AuditReport): Section => ({
  id: 'undetermined',
  title: 'Undetermined',
  count: report.undetermined.length,
  content: lines(element('p', {}, LATER), grouped(report, report.undetermined, undeterminedEntry)),
});

const unread = ({ unread: stacks }: AuditReport): Section => ({
  id: 'unread',
  title: 'Could not be read',
  count: stacks.length,
  content: reasons('Nothing is known of these stacks', stacks),
});

const reasons = (caption: string, stacks: readonly StackWithReason[]): Html => {
  const rows = stacks.map(({ stackName, reason }) =>
    element('tr', {}, element('th', { scope: 'row' }, stackName), element('td', { class: 'reason' }, reason)),
  );
  return table(caption, headRow(['stack', 'reason']), rows);
};

const exempted = (report: AuditReport): Section => ({
  id: 'exempted',
  title: 'Exempted',
  count: report.exempted.length,
  content: grouped(report, report.exempted, exemptedEntry),
});

const asWritten = (report: AuditReport): Section => {
  const stacks = readAsWritten(report);
  const content = reasons('Of these stacks the report may know less than CloudFormation', stacks);
  return { id: 'as-written', title: 'Checked before macros ran', count: stacks.length, content };
};

const leftOut = ({ leftOut: stacks }: AuditReport): Section => ({
  id: 'left-out',
  title: 'Left out',
  count: stacks.length,
  content: reasons('These stacks were not looked at', stacks),
});

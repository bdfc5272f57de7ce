import type {
  AuditExempted,
  AuditFinding,
  AuditReport,
  AuditUndetermined,
  Excerpt,
  InStack,
  StackWithReason,
} from '../../../../../infra/audit/index.ts';
import { insteadText, type Location, type LocationRecord, type ReportFinding } from '../../../../../rule/index.ts';
import { readAsWritten } from '../summary.ts';
import { groupId, headRow, table } from './counts.ts';
import { element, type Html, lines, nothing } from './element.ts';

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

/** What would be blocked; `areExempted`: whether there were exemptions that might have covered it. */
const blockedEntry = (finding: AuditFinding, areExempted: boolean): Html =>
  entry('blocked', finding, areExempted ? element('p', {}, 'No exemption covers it.') : nothing);

const exemptedEntry = (finding: AuditExempted): Html => {
  const { id, expires, reason, approvedBy } = finding.exemption;
  const text = `Exempted by ${id} until ${expires}, approved by ${approvedBy}: ${reason}`;
  return entry('exempted', finding, element('p', { class: 'good' }, text));
};

const undeterminedEntry = (spot: AuditUndetermined): Html => entry('undetermined', spot, nothing);

/** A spot in a stack; of a finding, with what may be written instead. */
type Entry = LocationRecord<Location> & InStack & Pick<ReportFinding, 'instead'>;

const entry = (kind: string, spot: Entry, last: Html): Html =>
  element(
    'article',
    { class: kind },
    lines(
      heading(spot),
      place(spot),
      element('p', {}, spot.message),
      excerpt(spot.excerpt, spot.line),
      remedy(spot),
      last,
    ),
  );

const heading = ({ logicalId, resourceType }: LocationRecord<Location>): Html =>
  element('h4', {}, element('code', {}, logicalId), ' ', element('span', { class: 'quiet' }, resourceType));

const place = ({ stackName, team, line, condition }: LocationRecord<Location> & InStack): Html => {
  const parts = [
    `stack ${stackName}`,
    `line ${line}`,
    ...(team === undefined ? [] : [`team ${team}`]),
    ...(condition === undefined ? [] : [`if ${condition}`]),
  ];
  return element('p', { class: 'quiet' }, parts.join(' · '));
};

const excerpt = ({ first, lines: texts }: Excerpt, marked: number): Html => {
  const width = String(first + texts.length - 1).length;
  const rows = dedent(texts).map((text, index) => {
    const number = first + index;
    const row = `${number === marked ? '>' : ' '} ${String(number).padStart(width)}  ${text}`;
    return element('span', number === marked ? { class: 'marked' } : {}, row);
  });
  return element('pre', { role: 'group', tabindex: '0', 'aria-label': `The template from line ${first}` }, ...rows);
};

/** Without the indentation that all lines have: the page may be narrow. */
const dedent = (texts: readonly string[]): readonly string[] => {
  const indents = texts.filter((text) => text !== '').map((text) => text.length - text.trimStart().length);
  const shared = Math.min(...indents);
  return texts.map((text) => text.slice(shared));
};

const remedy = ({ remediation, instead }: Entry): Html =>
  lines(
    element('p', {}, element('strong', {}, 'How to fix it: '), remediation),
    instead === undefined
      ? nothing
      : element('p', {}, 'Instead, for example: ', element('code', {}, insteadText(instead))),
  );

import {
  type AuditExempted,
  type AuditFinding,
  type AuditReport,
  type AuditUndetermined,
  consoleUrl,
  type Excerpt,
  type InStack,
  type StackWithReason,
} from '../../../../../infra/audit/index.ts';
import { insteadText, type Location, type LocationRecord, type ReportFinding } from '../../../../../rule/index.ts';
import type { Suggested } from '../../../suggest/index.ts';
import { readAsWritten } from '../summary.ts';
import { groupId, headRow, table } from './counts.ts';
import { element, type Html, lines, nothing } from './element.ts';
import { hintOn, type Shown, shownFor, suggestion } from './suggestion.ts';

/** A part of the page that a list at its top leads to. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** How many there are of what it shows; of nothing there is no section. */
  readonly count: number;
  readonly content: Html;
}

/** The parts of the page that there is something in. */
export function sectionsOf(report: AuditReport, suggested?: readonly Suggested[]): readonly Section[] {
  return [blocked(report, suggested), ...others.map((make) => make(report))].filter(({ count }) => count > 0);
}

const blocked = (report: AuditReport, suggested: readonly Suggested[] | undefined): Section => {
  const found = report.findings.map((finding) => ({ ...finding, suggested: shownFor(finding, suggested) }));
  const show = (findings: Alike<Blocked>) => blockedEntry(findings, report.exemptionsGiven);
  const entries = grouped(report, found, show, (index) => ({ id: groupId(index) }));
  const content = lines(hintOn(found, suggested !== undefined), entries);
  return { id: 'blocked', title: 'Would be blocked', count: found.length, content };
};

type Blocked = AuditFinding & { readonly suggested: Shown | undefined };

/** So many entries are seen at once; where there are more, each group unfolds when it is asked for. */
const UNFOLDED = 50;

/** Entries below the name of what their stacks belong to, in the order of the counts; the same in several stacks once. */
const grouped = <T extends InStack>(
  { groups }: AuditReport,
  entries: readonly T[],
  show: (entries: readonly [T, ...T[]]) => Html,
  attributesOf: (index: number) => Readonly<Record<string, string>> = () => ({}),
): Html => {
  const byGroup = Map.groupBy(entries, ({ group }) => group);
  const folding = entries.length > UNFOLDED ? {} : { open: '' };
  return lines(
    ...groups.flatMap(({ name }, index) => {
      const these = byGroup.get(name ?? '') ?? [];
      if (these.length === 0) return [];
      const count = element('span', { class: 'quiet' }, ` ${these.length}`);
      const summary = element('summary', {}, element('h3', {}, name ?? '', count));
      return [element('details', { ...attributesOf(index), ...folding }, lines(summary, ...alike(these).map(show)))];
    }),
  );
};

/** Those that say the same of the same template together, as the instances of a stack set do. */
const alike = <T extends InStack>(entries: readonly T[]): readonly (readonly [T, ...T[]])[] => {
  const kept = new Map<string, [T, ...T[]]>();
  for (const entry of entries) {
    const { stackName: _name, stackId: _id, account: _account, ...said } = entry;
    const key = JSON.stringify(said);
    const others = kept.get(key);
    if (others === undefined) kept.set(key, [entry]);
    else others.push(entry);
  }
  return [...kept.values()];
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

const others = [undetermined, unread, exempted, asWritten, leftOut];

/** What would be blocked; `areExempted`: whether there were exemptions that might have covered it. */
const blockedEntry = (findings: Alike<Blocked>, areExempted: boolean): Html =>
  entry(
    'blocked',
    findings,
    lines(suggestion(findings[0].suggested), areExempted ? element('p', {}, 'No exemption covers it.') : nothing),
  );

const exemptedEntry = (findings: Alike<AuditExempted>): Html => {
  const { id, expires, reason, approvedBy } = findings[0].exemption;
  const text = `Exempted by ${id} until ${expires}, approved by ${approvedBy}: ${reason}`;
  return entry('exempted', findings, element('p', { class: 'good' }, text));
};

const undeterminedEntry = (spots: Alike<AuditUndetermined>): Html => entry('undetermined', spots, nothing);

/** A spot in a stack; of a finding, with what may be written instead. */
type Entry = LocationRecord<Location> & InStack & Pick<ReportFinding, 'instead'>;

/** Entries that differ in their stacks alone. */
type Alike<T> = readonly [T, ...T[]];

const entry = (kind: string, spots: Alike<Entry>, last: Html): Html => {
  const [spot] = spots;
  return element(
    'article',
    { class: kind },
    lines(
      heading(spot),
      place(spots),
      element('p', {}, spot.message),
      excerpt(spot.excerpt, spot.line),
      remedy(spot),
      last,
    ),
  );
};

const heading = ({ logicalId, resourceType }: LocationRecord<Location>): Html =>
  element('h4', {}, element('code', {}, logicalId), ' ', element('span', { class: 'quiet' }, resourceType));

const place = (spots: Alike<Entry>): Html => {
  const [{ team, line, condition }] = spots;
  const stacks = spots.flatMap((spot, index) => [index === 0 ? '' : ', ', stackLink(spot)]);
  const parts = [
    `line ${line}`,
    ...(team === undefined ? [] : [`team ${team}`]),
    ...(condition === undefined ? [] : [`if ${condition}`]),
  ];
  const what = spots.length === 1 ? 'stack ' : `${spots.length} stacks: `;
  return element('p', { class: 'quiet' }, what, ...stacks, ` · ${parts.join(' · ')}`);
};

/** The stack's name, which leads to it in the console. */
const stackLink = ({ stackName, stackId }: InStack): Html | string => {
  const href = consoleUrl(stackId);
  return href === undefined ? stackName : element('a', { href, rel: 'noreferrer' }, stackName);
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

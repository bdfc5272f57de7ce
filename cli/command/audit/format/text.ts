import type {
  AuditExempted,
  AuditReport,
  Excerpt,
  InStack,
  NamedCounts,
  StackWithReason,
} from '../../../../infra/audit/index.ts';
import {
  explainSpot,
  type Location,
  type LocationRecord,
  printable,
  type ReportFinding,
  ruleOf,
} from '../../../../rule/index.ts';
import { countOf, foldLines, layTable, type Terminal } from '../../../terminal/index.ts';
import { auditSummary, countColumns, hasTeams, isNotable, NO_TEAM, readAsWritten } from './summary.ts';

/**
 * The report for a person at a terminal: tables, each entry with what to do, and the summary at the end; prose is folded to
 * so many columns, where they are known.
 */
export function formatAuditText(report: AuditReport, paint: Paint, columns?: number): string {
  const view = { paint, columns };
  const { findings, undetermined, exempted, unread, leftOut, summary } = report;
  return [
    tables(report, paint),
    ...findings.map((finding) => describe(finding, paint('red', ruleOf(finding).label), view)),
    ...undetermined.map((spot) => describe(spot, paint('yellow', 'undetermined'), view)),
    ...exempted.map((finding) => describeExempted(finding, paint)),
    exempted.length > 0 ? '\n' : '',
    listStacks('not read', unread, paint),
    listStacks('checked before macros ran', readAsWritten(report), paint),
    listStacks('left out', leftOut, paint),
    `${paint(summary.findings + summary.unread > 0 ? 'red' : 'green', auditSummary(report))}\n`,
  ].join('');
}

type Paint = Terminal['paint'];

type View = Pick<Terminal, 'paint' | 'columns'>;

const tables = (report: AuditReport, paint: Paint): string =>
  [
    countTable('account', report.accounts ?? [], paint),
    hasTeams(report) ? countTable('team', report.teams, paint) : '',
    countTable('stack or stack set', report.groups, paint),
  ].join('');

const countTable = (title: string, counts: readonly NamedCounts[], paint: Paint): string => {
  const notable = counts.filter(isNotable);
  const others = counts.length - notable.length;
  const rows = notable.map((one) => ({
    cells: [one.name ?? NO_TEAM, ...countColumns.map(([, count]) => String(one[count]))],
  }));
  const header = [title, ...countColumns.map(([column]) => column)];
  const rest = others > 0 ? `and ${others} more with no findings\n` : '';
  return notable.length === 0 ? '' : `${layTable(header, rows, paint)}${rest}\n`;
};

const MAX_NAME = 200;

const describe = (
  spot: LocationRecord<Location> & InStack & Pick<ReportFinding, 'instead'>,
  kind: string,
  { paint, columns }: View,
): string => {
  const when = spot.condition === undefined ? '' : ` if ${printable(spot.condition, MAX_NAME)}`;
  const rule = `[${spot.ruleId}, ${spot.severity}]`;
  const heading = `${paint('bold', placeOf(spot))}${ownerOf(spot)}  ${kind}${when}  ${rule}`;
  const explanation = foldLines(explainSpot(spot), columns);
  return `${heading}\n\n${frame(spot.excerpt, spot.line)}\n\n${explanation}\n`;
};

const placeOf = ({ stackName, line, column }: InStack): string => `${printable(stackName, MAX_NAME)}:${line}:${column}`;

const ownerOf = ({ stackName, group, team }: InStack): string => {
  const owner = [group === stackName ? '' : `in ${group}`, team === undefined ? '' : `team ${team}`];
  const text = owner.filter((part) => part !== '').join(', ');
  return text === '' ? '' : `  (${printable(text, MAX_NAME)})`;
};

const frame = ({ first, lines }: Excerpt, marked: number): string => {
  const width = String(first + lines.length - 1).length;
  return lines
    .map((text, index) => {
      const number = first + index;
      return `  ${number === marked ? '>' : ' '} ${String(number).padStart(width)} | ${text}`.trimEnd();
    })
    .join('\n');
};

const describeExempted = (finding: AuditExempted, paint: Paint): string => {
  const { id, expires, reason } = finding.exemption;
  const by = `${printable(finding.logicalId)} exempted by ${printable(id, 128)} until ${expires}`;
  return `${paint('bold', placeOf(finding))}  ${by}: ${printable(reason, MAX_NAME)}\n`;
};

const listStacks = (title: string, stacks: readonly StackWithReason[], paint: Paint): string => {
  if (stacks.length === 0) return '';
  const lines = stacks.map(
    ({ stackName, reason }) => `  ${printable(stackName, MAX_NAME)}: ${printable(reason, 500)}\n`,
  );
  return `${paint('bold', `${title}: ${countOf(stacks.length, 'stack')}`)}\n${lines.join('')}\n`;
};

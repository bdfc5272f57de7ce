import {
  explainSpot,
  type Location,
  type LocationRecord,
  printable,
  type ReportFinding,
  ruleOf,
} from '../../rule/index.ts';
import { countOf, foldLines, type Terminal } from '../terminal/index.ts';
import type { CheckOutcome, CheckReport, InFile, UnreadableFile } from './check-report.ts';
import { codeFrame } from './code-frame.ts';

/**
 * The report for a person: each finding with the lines around it and what to do, what is exempted and a summary in the end;
 * prose is folded to so many columns, where they are known.
 */
export function formatText({ report, texts, expiring }: CheckOutcome, paint: Paint, columns?: number): string {
  const view = { paint, columns };
  const cache = new Map<string, readonly string[]>();
  const lines = (file: string): readonly string[] => {
    const known = cache.get(file) ?? linesOf(texts.get(file));
    cache.set(file, known);
    return known;
  };
  return [
    ...report.findings.map((spot) => describe(spot, paint('red', ruleOf(spot).label), lines(spot.file), view)),
    ...report.undetermined.map((spot) => describe(spot, paint('yellow', 'undetermined'), lines(spot.file), view)),
    ...report.unreadable.map((file) => describeUnreadable(file, paint)),
    ...report.exempted.map((finding) => describeExempted(finding, expiring, paint)),
    report.exempted.length > 0 ? '\n' : '',
    describeNotes(report, paint),
    formatSummary(report, paint),
    report.findings.length > 0 ? USED : '',
  ].join('');
}

/** For who does not know which protocols and ports a group needs that is deployed already. */
const USED = 'Flow logs tell what a group used: egress-guard suggest\n';

/** Numbers where they are not 0: what was found, what is to be known, and what was not looked at. */
export function formatSummary(report: CheckReport, paint: Paint): string {
  const { files, templates, findings, exempted, known = 0, undetermined, unreadable, notChecked } = report.summary;
  const found = [
    findings === 0 ? 'No findings' : countOf(findings, 'finding'),
    ...counted([
      [exempted, 'exempted'],
      [known, 'known'],
      [undetermined, 'undetermined'],
      [unreadable, 'unreadable'],
    ]),
  ].join(', ');
  const colour = findings > 0 || unreadable > 0 ? 'red' : 'green';
  const looked = files === templates ? '' : ` (${countOf(files, 'file')} looked at)`;
  const noted = labelsOf(report).map(([label, count]) => `${label} (${count})`);
  const { nestedTemplates, additions, ignored, excluded } = notChecked;
  const left = [
    ...(nestedTemplates > 0 ? [countOf(nestedTemplates, 'nested template')] : []),
    ...(additions > 0 ? [countOf(additions, 'macro or module', 'macros or modules')] : []),
    ...(ignored > 0 ? [`${ignored} hidden by .gitignore`] : []),
    ...(excluded > 0 ? [`${excluded} excluded`] : []),
  ];
  return [
    `${paint(colour, found)} in ${countOf(templates, 'template')}${looked}.`,
    ...(noted.length > 0 ? [` Noted: ${noted.join(', ')}.`] : []),
    ...(left.length > 0 ? [` Not checked: ${left.join(', ')}.`] : []),
    '\n',
  ].join('');
}

type Paint = Terminal['paint'];

type View = Pick<Terminal, 'paint' | 'columns'>;

const linesOf = (text: string | undefined): readonly string[] =>
  text?.replace(/^\uFEFF|(?:\r\n|\n|\r)$/g, '').split(/\r\n|\n|\r/) ?? [];

const describe = (
  spot: LocationRecord<Location> & InFile & Pick<ReportFinding, 'instead'>,
  kind: string,
  lines: readonly string[],
  { paint, columns }: View,
): string => `${heading(spot, kind, paint)}\n\n${codeFrame(lines, spot)}\n\n${foldLines(explainSpot(spot), columns)}\n`;

const heading = (
  { file, line, column, ruleId, severity, condition }: LocationRecord<Location> & InFile,
  kind: string,
  paint: Paint,
): string => {
  const when = condition === undefined ? '' : ` if ${printable(condition, 200)}`;
  return `${paint('bold', place(file, line, column))}  ${kind}${when}  [${ruleId}, ${severity}]`;
};

const place = (file: string, line?: number, column?: number): string =>
  line === undefined ? printable(file, 1000) : `${printable(file, 1000)}:${line}:${column}`;

const describeUnreadable = ({ file, line, column, reason }: UnreadableFile, paint: Paint): string =>
  `${paint('bold', place(file, line, column))}  ${paint('red', 'unreadable')}\n\n  ${printable(reason, 300)}\n\n`;

const describeExempted = (
  { file, line, column, logicalId, exemption }: CheckReport['exempted'][number],
  expiring: CheckOutcome['expiring'],
  paint: Paint,
): string => {
  const { id, expires, reason } = exemption;
  const by = `${printable(logicalId)} exempted by ${printable(id, 128)} ${until(expires, expiring?.get(id), paint)}`;
  return `${paint('bold', place(file, line, column))}  ${by}: ${printable(reason, 200)}\n`;
};

const until = (expires: string, days: number | undefined, paint: Paint): string => {
  if (days === undefined) return `until ${expires}`;
  return paint('yellow', `until ${expires} only, ${days === 0 ? 'today' : countOf(days, 'more day')}`);
};

/** More would bury the findings. */
const MAX_NOTES = 20;

const describeNotes = ({ notes }: CheckReport, paint: Paint): string => {
  const shown = notes
    .slice(0, MAX_NOTES)
    .map(({ file, line, column, message }) => `${paint('bold', place(file, line, column))}  ${message}\n`);
  const rest = notes.length - shown.length;
  const more = rest > 0 ? `and ${countOf(rest, 'more note')}; --format json has all\n` : '';
  return notes.length === 0 ? '' : `${shown.join('')}${more}\n`;
};

const counted = (counts: readonly (readonly [number, string])[]): readonly string[] =>
  counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);

/** How often each rule has a note, by what it is about. */
const labelsOf = ({ notes }: CheckReport): readonly (readonly [string, number])[] => {
  const counts = new Map<string, number>();
  for (const note of notes) {
    const { label } = ruleOf(note);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return [...counts];
};

import type { AuditReport, NamedCounts } from '../../../../../infra/audit/index.ts';
import { countColumns, hasTeams, isNotable, NO_TEAM } from '../summary.ts';
import { element, type Html, lines, nothing } from './element.ts';

/** The report in a few numbers. */
export function countTiles({ summary }: AuditReport): Html {
  return element(
    'dl',
    { class: 'counts' },
    tile('stacks looked at', summary.stacks),
    tile('stacks blocked', summary.blocked, 'bad'),
    tile('entries blocked', summary.findings, 'bad'),
    tile('exempted', summary.exempted, 'good'),
    tile('undetermined', summary.undetermined, 'open'),
    tile('stacks not read', summary.unread, 'bad'),
    tile('stacks left out', summary.leftOut),
  );
}

/** What is at the top of a table. */
export function headRow(titles: readonly string[], firstNumber = titles.length): Html {
  return element(
    'thead',
    {},
    element(
      'tr',
      {},
      ...titles.map((title, index) =>
        element('th', { scope: 'col', ...(index >= firstNumber && { class: 'number' }) }, title),
      ),
    ),
  );
}

export function table(caption: string, head: Html, rows: readonly Html[]): Html {
  return element(
    'div',
    // What may have to be scrolled has to be reached by the keyboard too.
    { class: 'scroll', role: 'region', 'aria-label': caption, tabindex: '0' },
    element('table', {}, element('caption', {}, caption), head, element('tbody', {}, lines(...rows))),
  );
}

/** Where the entries of a group are, on the page. */
export function groupId(index: number): string {
  return `group-${index + 1}`;
}

/** The counts by team, where any stack has the tag, and by stack or stack set. */
export function countTables(report: AuditReport): Html {
  const { groups, teams, accounts } = report;
  const linkGroup: Link = (counts, name) =>
    counts.findings > 0 ? element('a', { href: `#${groupId(groups.indexOf(counts))}` }, name) : name;
  return lines(
    accounts === undefined ? nothing : countTable('By account', 'account', accounts, (_counts, name) => name),
    hasTeams(report) ? countTable('By team', 'team', teams, (_counts, name) => name) : nothing,
    countTable('By stack or stack set', 'stack or stack set', groups, linkGroup),
  );
}

const tile = (title: string, count: number, tone = ''): Html =>
  element('div', {}, element('dt', {}, title), element('dd', count > 0 && tone !== '' ? { class: tone } : {}, count));

type Link = (counts: NamedCounts, name: string) => Html | string;

const countTable = (caption: string, title: string, counts: readonly NamedCounts[], link: Link): Html => {
  const notable = counts.filter(isNotable);
  if (notable.length === 0) return nothing;
  const others = counts.length - notable.length;
  const head = headRow([title, ...countColumns.map(([column]) => column)], 1);
  const rows = notable.map((one) => countRow(one, link));
  const rest = others > 0 ? element('p', { class: 'quiet' }, `And ${others} more with no findings.`) : nothing;
  return lines(table(caption, head, rows), rest);
};

const countRow = (counts: NamedCounts, link: Link): Html =>
  element(
    'tr',
    {},
    element('th', { scope: 'row' }, link(counts, counts.name ?? NO_TEAM)),
    ...countColumns.map(([, column]) =>
      element('td', { class: counts[column] === 0 ? 'number quiet' : 'number' }, counts[column]),
    ),
  );

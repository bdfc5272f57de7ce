import type {
  AuditExempted,
  AuditFinding,
  AuditUndetermined,
  Excerpt,
  InStack,
} from '../../../../../infra/audit/index.ts';
import type { Location, LocationRecord } from '../../../../../rule/index.ts';
import { element, type Html, lines, nothing } from './element.ts';

/** What would be blocked; `areExempted`: whether there were exemptions that might have covered it. */
export function blockedEntry(finding: AuditFinding, areExempted: boolean): Html {
  return entry('blocked', finding, areExempted ? element('p', {}, 'No exemption covers it.') : nothing);
}

export function exemptedEntry(finding: AuditExempted): Html {
  const { id, expires, reason, approvedBy } = finding.exemption;
  const text = `Exempted by ${id} until ${expires}, approved by ${approvedBy}: ${reason}`;
  return entry('exempted', finding, element('p', { class: 'good' }, text));
}

export function undeterminedEntry(spot: AuditUndetermined): Html {
  return entry('undetermined', spot, nothing);
}

const entry = (kind: string, spot: LocationRecord<Location> & InStack, last: Html): Html =>
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

const remedy = ({ remediation }: LocationRecord<Location>): Html =>
  element('p', {}, element('strong', {}, 'How to fix it: '), remediation);

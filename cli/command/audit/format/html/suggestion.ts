import type { AuditFinding } from '../../../../../infra/audit/index.ts';
import { asYaml, type PastedEntry, portsText, type Suggested } from '../../../suggest/index.ts';
import { headRow, table } from './counts.ts';
import { element, type Html, lines, nothing } from './element.ts';

/** What is shown of a suggestion; the same for several stacks is shown once. */
export type Shown = Pick<Suggested, 'entries' | 'notes'>;

/** What was suggested for the group that a finding is in. */
export function shownFor(finding: AuditFinding, suggested: readonly Suggested[] = []): Shown | undefined {
  const found = suggested.find((one) => isFor(one, finding));
  return found && { entries: found.entries, notes: found.notes };
}

/** A group that no stack made is called by its id. */
const isFor = (
  { stack, stackId, resource, group }: Suggested,
  { stackName, stackId: id, logicalId, isOutside }: AuditFinding,
): boolean => {
  if (isOutside === true) return group === logicalId;
  return resource === logicalId && (stackId === '' ? stack === stackName : stackId === id);
};

/** How to come to suggestions, or for how many entries there is one; nothing where no group could have any. */
export function hintOn(
  findings: readonly (AuditFinding & { readonly suggested: Shown | undefined })[],
  areGiven: boolean,
): Html {
  const inGroups = findings.filter(({ resourceType }) => resourceType === 'AWS::EC2::SecurityGroup');
  if (inGroups.length === 0) return nothing;
  if (!areGiven) return element('p', { class: 'quiet' }, ...HINT);
  const count = inGroups.filter(({ suggested }) => suggested !== undefined).length;
  return element(
    'p',
    { class: 'quiet' },
    `What the group really used is told of ${count} of ${inGroups.length} entries.`,
  );
}

const code = (text: string): Html => element('code', {}, text);

const HINT = [
  'What these groups really used, VPC flow logs tell: ',
  code('egress-guard audit --format json --output audit.json'),
  ', then ',
  code('egress-guard suggest --from audit.json --log-group NAME --format json > suggest.json'),
  '; with ',
  code('--suggestions suggest.json'),
  ' this page shows it.',
];

/** What the group really used, to read and to paste. */
export function suggestion(suggested: Shown | undefined): Html {
  if (suggested === undefined) return nothing;
  const { entries } = suggested;
  const notes = suggested.notes.map((note) => element('p', { class: 'quiet' }, note));
  if (entries.length === 0) return lines(element('p', {}, NONE), ...notes);
  const caption = 'What the group really used, by its flow logs';
  return lines(
    table(caption, headRow(['protocol', 'ports', 'destination', 'how sure']), entries.map(row)),
    ...notes,
    element('p', {}, 'To paste in place of all egress of the group:'),
    yaml(entries),
  );
}

const NONE =
  'Its flow logs show nothing that an entry could name, so nothing is suggested. That is no proof that nothing is needed.';

const row = (entry: PastedEntry): Html =>
  element(
    'tr',
    {},
    ...[entry.protocol, portsText(entry), entry.destination.value, entry.isSure ? 'sure' : 'likely'].map((text) =>
      element('td', {}, text),
    ),
  );

const yaml = (entries: readonly PastedEntry[]): Html =>
  element(
    'pre',
    { role: 'group', tabindex: '0', 'aria-label': 'Entries to paste' },
    ...asYaml(entries)
      .trimEnd()
      .split('\n')
      .map((line) => element('span', {}, line)),
  );

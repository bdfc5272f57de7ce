import type { Entry, Suggestion, Traffic } from '../../../flow/index.ts';
import { printable } from '../../../rule/index.ts';
import { countOf, layTable, type Terminal } from '../../terminal/index.ts';
import type { Answer } from './answer.ts';
import { portsText } from './forms.ts';
import type { Subject } from './found.ts';

/** The answer for a person: the entries as a table, what they cover, and what to mind. */
export function suggestionText({ suggestion, notes, change }: Answer, paint: Terminal['paint']): string {
  const { entries, coverage } = suggestion;
  if (entries.length === 0) return `${nothingText(suggestion)}\n${linesOf(notes)}`;
  return [
    layTable(
      HEADER,
      entries.map((entry) => ({ cells: cellsOf(entry) })),
      paint,
    ),
    `\n${countOf(entries.length, 'entry', 'entries')} for ${percent(coverage.covered, coverage.all)} of ${countOf(coverage.all, 'flow record')}.\n`,
    listText('Left out, with no room for it', suggestion.left),
    listText('Refused by a group or a network ACL, and so not among the entries', suggestion.rejected),
    linesOf(notes),
    changeText(change),
  ].join('');
}

/** Why nothing is suggested: no traffic is no proof of no need. */
export const nothingText = ({ rejected, left, unclear, unknownInterfaces }: Suggestion): string => {
  if (rejected.length + left.length + unclear.length > 0)
    return 'Nothing was let through that an entry could name, so nothing is suggested.';
  return unknownInterfaces.length > 0
    ? 'Nothing tells what these interfaces began to send, so nothing is suggested.'
    : 'Nothing was seen that these interfaces began to send, so nothing is suggested. That is no proof that nothing is needed.';
};

/** Notes, one a line, apart from what stands above. */
export function linesOf(notes: readonly string[]): string {
  return notes.length === 0 ? '' : `\n${notes.map((note) => `${note}\n`).join('')}`;
}

/** What is asked about, in a few words: `AppSg of the stack shop (sg-0a1b2c3d)`. */
export function subjectText({ stack, resource, group, interfaces }: Subject): string {
  const named = resource === undefined ? undefined : `${resource} of the stack ${stack}`;
  if (group !== undefined) return printable(named === undefined ? group : `${named} (${group})`, 300);
  return printable(interfaces?.join(', ') ?? 'all interfaces', 300);
}

const changeText = (change: Answer['change']): string => {
  if (change === undefined) return '';
  return change.diff === '' ? `\n${change.path} has these entries already.\n` : `\n${change.diff}`;
};

const HEADER = [
  'PROTOCOL',
  'PORTS',
  'DESTINATION',
  'FLOWS',
  'BYTES',
  'FIRST SEEN (UTC)',
  'LAST SEEN (UTC)',
  'HOW SURE',
  'OPENS',
];

const cellsOf = (entry: Entry): readonly string[] => [
  entry.protocol,
  portsText(entry),
  entry.destination.value,
  String(entry.records),
  String(entry.bytes),
  timeText(entry.first),
  timeText(entry.last),
  entry.isSure ? 'sure' : 'likely',
  opensText(entry),
];

const opensText = ({ seen, unseen }: Entry): string => {
  const saw = countOf(seen, 'address', 'addresses');
  return unseen === undefined || unseen === 0n ? `${saw} seen` : `${saw} seen, ${unseen} not`;
};

/** Of seconds since 1970. */
const timeText = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ');

const percent = (part: number, all: number): string => `${Math.floor((100 * part) / all)} %`;

/** More would bury the entries; the JSON has all. */
const MAX_LISTED = 10;

const listText = (title: string, traffic: readonly Traffic[]): string => {
  if (traffic.length === 0) return '';
  const sorted = traffic.toSorted((a, b) => b.records - a.records);
  const lines = sorted.slice(0, MAX_LISTED).map(({ protocol, port, address, records }) => {
    const what = [`protocol ${protocol}`, ...(port === undefined ? [] : [`port ${port}`])].join(', ');
    return `- ${what} to ${address}: ${countOf(records, 'flow record')}\n`;
  });
  const more = sorted.length - lines.length;
  return `\n${title}:\n${lines.join('')}${more > 0 ? `- and ${more} more; --format json has all\n` : ''}`;
};

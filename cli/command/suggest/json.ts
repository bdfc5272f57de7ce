import type { Entry, Traffic } from '../../../flow/index.ts';
import type { Answer, Answers } from './answer.ts';
import { templateEntry } from './forms.ts';

/** Whole answers for a program; suggest.schema.json describes them. */
export function answersJson({ answers, notes }: Answers): string {
  return `${JSON.stringify({ version: 1, suggestions: answers.map(answerRecord), notes }, undefined, 2)}\n`;
}

const answerRecord = ({ subject, suggestion, notes }: Answer) => {
  const { entries, left, rejected, unclear, coverage, seen, ungoverned } = suggestion;
  return {
    for: subject,
    seen: seen && { first: timeOf(seen.first), last: timeOf(seen.last) },
    coverage,
    entries: entries.map(entryRecord),
    left: left.map(trafficRecord),
    rejected: rejected.map(trafficRecord),
    unclear: unclear.map(trafficRecord),
    ungoverned: Object.fromEntries(ungoverned),
    notes,
  };
};

const entryRecord = (entry: Entry) => ({
  entry: templateEntry(entry),
  sure: entry.isSure,
  flows: entry.records,
  packets: entry.packets,
  bytes: entry.bytes,
  first: timeOf(entry.first),
  last: timeOf(entry.last),
  addressesSeen: entry.seen,
  // Of IPv6 there are more than a number holds.
  addressesNotSeen: entry.unseen === undefined ? undefined : String(entry.unseen),
});

const trafficRecord = ({ protocol, port, address, isSure, records, packets, bytes, first, last }: Traffic) => ({
  protocol,
  port,
  address,
  sure: isSure,
  flows: records,
  packets,
  bytes,
  first: timeOf(first),
  last: timeOf(last),
});

/** Of seconds since 1970, as ISO 8601. */
const timeOf = (seconds: number): string => new Date(seconds * 1000).toISOString();

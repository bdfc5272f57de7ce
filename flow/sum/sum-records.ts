import type { FlowSum } from '../flow-sum.ts';
import type { LogFormat } from '../log-format.ts';
import { makeCounts } from './counts.ts';
import { makeKeyRows } from './key-rows.ts';
import { type Lines, makeRecordFields } from './record-fields.ts';
import { KEY_PARTS, makeRecordKeys, TEXTS_OF_A_KEY } from './record-key.ts';

/** Sums up records, a line at a time. */
export interface Summing {
  /** Takes the record that a line is, from its first byte to behind its last; false where it is none of this format. */
  readonly take: (lines: Lines, begin: number, end: number) => boolean;
  readonly sums: () => readonly FlowSum[];
  /** How many records there was no room for, since they differ from all others. */
  readonly folded: () => number;
  /** How many records begin after the time that is asked about. */
  readonly late: () => number;
}

/** What records count: those of some interfaces, or of all, that begin within a time in seconds since 1970. */
export interface SumScope {
  readonly interfaces: ReadonlySet<string> | undefined;
  readonly from: number;
  readonly to: number;
}

/** Makes what sums up the records of a format, in bounded memory: a line leaves nothing behind but numbers. */
export function makeSumming(format: LogFormat, { interfaces, from, to }: SumScope, maxSums = MAX_SUMS): Summing {
  const fields = makeRecordFields(format.length);
  const at = {
    start: format.indexOf('start'),
    end: format.indexOf('end'),
    packets: format.indexOf('packets'),
    bytes: format.indexOf('bytes'),
    interfaceId: format.indexOf('interface-id'),
  };
  const numbers = NUMBER_FIELDS.map((field) => format.indexOf(field));
  const recordKeys = makeRecordKeys(format, maxSums * TEXTS_OF_A_KEY);
  const rows = makeKeyRows(KEY_PARTS, maxSums);
  const counts = makeCounts();
  let [folded, late] = [0, 0];
  const count = (first: number, last: number): void => {
    const key = recordKeys.read(fields);
    const row = key === undefined ? -1 : rows.rowOf(key);
    if (row < 0) folded += 1;
    else counts.add(row, first, last, Math.max(0, fields.number(at.packets)), Math.max(0, fields.number(at.bytes)));
  };
  const areNumbers = (): boolean =>
    fields.number(at.start) >= 0 && fields.number(at.end) >= 0 && numbers.every((index) => fields.number(index) >= -1);
  const isAsked = (first: number): boolean =>
    first >= from && first <= to && (interfaces?.has(fields.text(at.interfaceId)) ?? true);
  const take = (lines: Lines, begin: number, behind: number): boolean => {
    if (!(fields.find(lines, begin, behind) && areNumbers())) return false;
    const [first, last] = [fields.number(at.start), fields.number(at.end)];
    if (first > to) late += 1;
    if (isAsked(first)) count(first, last);
    return true;
  };
  const sumOf = (row: number): FlowSum => ({
    ...recordKeys.tell((part) => rows.partOf(row, part)),
    ...counts.of(row),
  });
  return {
    take,
    sums: () => Array.from({ length: rows.size() }, (_, row) => sumOf(row)),
    folded: () => folded,
    late: () => late,
  };
}

const NUMBER_FIELDS = ['protocol', 'srcport', 'dstport', 'packets', 'bytes', 'tcp-flags'] as const;

/** So many, and what is told of them, take some 300 MB. */
const MAX_SUMS = 400_000;

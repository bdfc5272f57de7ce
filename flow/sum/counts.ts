import type { FlowCounts } from '../flow-sum.ts';

/** What is counted of records, by row: numbers side by side, of which no garbage is left. */
export interface Counts {
  /** Adds a record to a row, of a known one or of the next. */
  readonly add: (row: number, first: number, last: number, packets: number, bytes: number) => void;
  readonly of: (row: number) => FlowCounts;
}

export function makeCounts(): Counts {
  let columns = new Float64Array(1024 * COLUMNS);
  let size = 0;
  const begin = (row: number): void => {
    if ((row + 1) * COLUMNS > columns.length) {
      const old = columns;
      columns = new Float64Array(old.length * 2);
      columns.set(old);
    }
    columns[row * COLUMNS + FIRST] = Number.POSITIVE_INFINITY;
    size = row + 1;
  };
  const at = (row: number, column: number): number => columns[row * COLUMNS + column] ?? 0;
  const add = (row: number, first: number, last: number, packets: number, bytes: number): void => {
    if (row >= size) begin(row);
    const base = row * COLUMNS;
    columns[base + RECORDS] = at(row, RECORDS) + 1;
    columns[base + PACKETS] = at(row, PACKETS) + packets;
    columns[base + BYTES] = at(row, BYTES) + bytes;
    columns[base + FIRST] = Math.min(at(row, FIRST), first);
    columns[base + LAST] = Math.max(at(row, LAST), last);
  };
  const of = (row: number): FlowCounts => ({
    records: at(row, RECORDS),
    packets: at(row, PACKETS),
    bytes: at(row, BYTES),
    first: at(row, FIRST),
    last: at(row, LAST),
  });
  return { add, of };
}

const COLUMNS = 5;
const [RECORDS, PACKETS, BYTES, FIRST, LAST] = [0, 1, 2, 3, 4] as const;

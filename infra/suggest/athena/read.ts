import type { FlowSum } from '../../../flow/index.ts';
import { RefusalError } from '../../aws/index.ts';
import { bytesText } from '../bytes-text.ts';
import type { FlowAnswer, FlowQuery } from '../flow-sum.ts';
import { flowSumOf } from '../flow-sum-of.ts';
import { type Execution, execute, readRows } from './execute.ts';
import { type DayRange, dayOf, dayPartitionsOf } from './partitions.ts';
import { sqlFor } from './sql.ts';
import type { AthenaTable } from './table.ts';

/**
 * Sums up the records of a table. Where it is divided by days, one day is read first: what it takes to read tells what the
 * rest would take, before that is asked for.
 * @throws {RefusalError} where the table lacks a column, and where a query is refused, fails or scans more than it may
 */
export async function readFlowTable(execution: Execution, table: AthenaTable, query: FlowQuery): Promise<FlowAnswer> {
  const sums: FlowSum[] = [];
  let scanned = 0;
  const ask = async (days?: readonly DayRange[]): Promise<void> => {
    const run = { ...execution, scannedBefore: scanned };
    const { id, scanned: bytes } = await execute(run, sqlFor(table, query, days));
    scanned += bytes;
    for await (const values of readRows(execution, id)) sums.push(flowSumOf(values));
  };
  if (dayPartitionsOf(table) === undefined) {
    await ask();
    return { sums, scanned, notes: [undividedText(table)] };
  }
  const { whole, sample, rest } = daysOf(query);
  if (sample === undefined) await ask([whole]);
  else {
    await ask([sample]);
    expectWithin(execution.maxScan, scanned, whole.last - whole.first + 1);
    await ask(rest);
  }
  return { sums, scanned, notes: [] };
}

interface Days {
  readonly whole: DayRange;
  /** A day that is over, if there are enough for one to tell something. */
  readonly sample?: DayRange;
  readonly rest: readonly DayRange[];
}

/** A file lies under the day on which it was written, which may be the one after that of a record's start. */
const daysOf = ({ from, to }: FlowQuery): Days => {
  const whole = { first: dayOf(from), last: dayOf(to) + 1 };
  const day = dayOf(to) - 1;
  if (day - whole.first < 2) return { whole, rest: [] };
  return {
    whole,
    sample: { first: day, last: day },
    rest: [
      { first: whole.first, last: day - 1 },
      { first: day + 1, last: whole.last },
    ],
  };
};

/** @throws {RefusalError} where all days would take more than is allowed, if they took as much as one did */
const expectWithin = (maxScan: number, scanned: number, days: number): void => {
  if (scanned * days <= maxScan) return;
  const affordable = Math.floor(maxScan / scanned);
  const shorter = affordable > 1 ? ` Give --since ${affordable - 1}d or` : ' Give';
  throw new RefusalError(
    `Athena scanned ${bytesText(scanned)} for one day, so ${days} days would be about ${bytesText(scanned * days)}, more than the ${bytesText(maxScan)} that --max-scan allows. Nothing more was asked.${shorter} a larger --max-scan.`,
  );
};

const undividedText = ({ database, table }: AthenaTable): string =>
  `The table ${database}.${table} is not divided by days in a way that is known here, so Athena read all of it.`;

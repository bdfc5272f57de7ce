import type { FlowSum } from '../../../flow/index.ts';
import { RefusalError } from '../../aws/index.ts';
import { bytesText } from '../bytes-text.ts';
import type { FlowAnswer, FlowQuery } from '../flow-sum.ts';
import { flowSumOf } from '../flow-sum-of.ts';
import { type InsightsQuery, insightsQuery } from './query.ts';
import { type InsightsRun, runInsights, type TimeRange } from './run.ts';

/**
 * Sums up the records of a log group. Where a query finds more sums than AWS returns, its time is halved, and each half asked
 * for on its own: nothing is cut.
 * @throws {RefusalError} where the format lacks a field, and where a query is refused, fails or scans more than it may
 */
export async function readLogGroup(
  run: InsightsRun,
  { interfaces, from, to }: FlowQuery,
  how: Pick<InsightsQuery, 'format' | 'streams'>,
): Promise<FlowAnswer> {
  const sums: FlowSum[] = [];
  let scanned = 0;
  let halved = 0;
  /** `expected`: the bytes that a query is likely to scan, with those that have to follow it. */
  const ask = async (query: string, range: TimeRange, expected = 0): Promise<void> => {
    if (scanned + expected > run.maxScan) throw new RefusalError(tooMuchText(scanned, expected, run));
    const result = await runInsights({ ...run, scannedBefore: scanned }, query, range);
    scanned += result.scanned;
    if (!result.isFull) return void sums.push(...sumsOf(result.rows));
    halved += 1;
    const [first, second] = halvesOf(range);
    await ask(query, first, result.scanned);
    await ask(query, second, result.scanned / 2);
  };
  for (const part of partsOf(interfaces)) {
    const streams = how.streams?.filter((stream) => part.some((id) => stream.startsWith(id)));
    // Without a stream there are no records.
    if (streams?.length !== 0)
      await ask(insightsQuery({ format: how.format, interfaces: part, streams }), { from, to });
  }
  return { sums, scanned, notes: halved === 0 ? [] : [halvedText(halved, scanned)] };
}

/** The sums that the rows of a query's result are. */
export function sumsOf(rows: readonly Readonly<Record<string, string>>[]): readonly FlowSum[] {
  return rows.map((row) => flowSumOf(columns.map((column) => row[column] ?? '')));
}

/** A query has 10,000 characters at most: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_StartQuery.html */
const MAX_INTERFACES = 80;

const partsOf = (interfaces: readonly string[]): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(interfaces.length / MAX_INTERFACES) }, (_, index) =>
    interfaces.slice(index * MAX_INTERFACES, (index + 1) * MAX_INTERFACES),
  );

/** Both ends of a range are in it, so the second half begins a second after the first. */
const halvesOf = ({ from, to }: TimeRange): readonly [TimeRange, TimeRange] => {
  const middle = Math.floor((from + to) / 2);
  if (to - from < SHORTEST)
    throw new RefusalError(
      'CloudWatch Logs Insights finds more in a minute than it returns. Name fewer interfaces with --interface, or ask Athena with --athena.',
    );
  return [
    { from, to: middle },
    { from: middle + 1, to },
  ];
};

/** Seconds. */
const SHORTEST = 60;

const tooMuchText = (scanned: number, expected: number, { maxScan }: Pick<InsightsRun, 'maxScan'>): string =>
  `CloudWatch Logs Insights has scanned ${bytesText(scanned)}. What is still to be asked would scan ${expected === 0 ? 'more' : `about ${bytesText(expected)} more`}, and --max-scan allows ${bytesText(maxScan)}. Give a shorter --since or a larger --max-scan.`;

const halvedText = (times: number, scanned: number): string =>
  `There was more than CloudWatch Logs Insights returns at once, so the time was halved ${times} ${times === 1 ? 'time' : 'times'}; in all ${bytesText(scanned)} were scanned.`;

/** What the query calls the columns of a sum, in their order. */
const columns = [
  ...['eni', 'status', 'verdict', 'ipProtocol', 'fromAddress', 'toAddress', 'fromKey', 'toKey', 'direction', 'isSyn'],
  ...['records', 'packetSum', 'byteSum', 'firstStart', 'lastEnd'],
];

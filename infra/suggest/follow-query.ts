import { setTimeout as sleep } from 'node:timers/promises';
import { faultText, RefusalError } from '../aws/index.ts';
import { bytesText } from './bytes-text.ts';

/** A query that a service of AWS runs. */
export interface Query<Result> {
  /** Whose it is, for people: `Athena`. */
  readonly service: string;
  readonly id: string;
  /** How far it is; once it is over, its result. @throws {RefusalError} where it failed or somebody stopped it */
  readonly look: () => Promise<{ readonly scanned: number; readonly result?: Result }>;
  readonly stop: () => Promise<unknown>;
}

/** The bounds within which a query is followed. */
export interface Bounds {
  /** Bytes that all queries together may scan; AWS charges for them. */
  readonly maxScan: number;
  /** Bytes that queries before this one scanned. */
  readonly scannedBefore?: number | undefined;
  /** Ends it, and the query with it. */
  readonly signal: AbortSignal;
  /** Hears how many bytes were scanned so far, by all queries together. */
  readonly onScanned?: ((scanned: number) => void) | undefined;
  /** Milliseconds between two looks. */
  readonly interval?: number | undefined;
}

/**
 * Waits for the result of a query. One that scans more than it may is stopped, and so is one that nobody waits for any more.
 * One that was over before it could be stopped is paid for, so its result counts.
 * @throws {RefusalError} where it scans more than it may
 * @throws the signal's reason, where that came
 */
export async function followQuery<Result>(
  query: Query<Result>,
  bounds: Bounds,
): Promise<{ readonly result: Result; readonly scanned: number }> {
  try {
    return await waitForResult(query, bounds);
  } catch (error) {
    // It has ended by itself.
    if (error instanceof RefusalError) throw error;
    const ending = await stop(query);
    if (error instanceof OutrunError) throw new RefusalError(outrunText(query.service, error, ending));
    throw bounds.signal.aborted ? bounds.signal.reason : error;
  }
}

const waitForResult = async <Result>(
  { look }: Query<Result>,
  { maxScan, scannedBefore = 0, signal, onScanned, interval = POLL }: Bounds,
): Promise<{ readonly result: Result; readonly scanned: number }> => {
  for (;;) {
    const { scanned, result } = await look();
    onScanned?.(scannedBefore + scanned);
    if (result !== undefined) return { result, scanned };
    if (scannedBefore + scanned > maxScan) throw new OutrunError(scannedBefore + scanned, maxScan);
    await sleep(interval, undefined, { signal });
  }
};

const POLL = 1000;

/** Never seen outside: it is told once it is known whether the query could be stopped. */
class OutrunError extends Error {
  readonly scanned: number;
  readonly maxScan: number;

  constructor(scanned: number, maxScan: number) {
    super(`${scanned} bytes scanned, ${maxScan} allowed`);
    this.scanned = scanned;
    this.maxScan = maxScan;
  }
}

/** What became of the wish to stop a query, in words. */
const stop = (query: Pick<Query<unknown>, 'id' | 'stop'>): Promise<string> =>
  query.stop().then(
    () => 'The query was stopped.',
    (fault: unknown) => `The query could not be stopped (${faultText(fault)}): it is ${query.id}.`,
  );

const outrunText = (service: string, { scanned, maxScan }: OutrunError, ending: string): string =>
  `${service} had scanned ${bytesText(scanned)}, more than the ${bytesText(maxScan)} that --max-scan allows. ${ending} Give a shorter --since or a larger --max-scan.`;

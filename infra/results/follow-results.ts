import { setTimeout as sleep } from 'node:timers/promises';
import {
  type HookApi,
  type HookResult,
  type HookResults,
  isPassingFault,
  listHookResults,
  type ResultsQuery,
  readDetails,
} from '../aws/index.ts';
import type { Results } from './results.ts';

export interface Follow {
  /** What is told first; later, what is new of it. */
  readonly query: ResultsQuery;
  /** Milliseconds between two looks. */
  readonly interval: number;
  /** Ends it. */
  readonly signal: AbortSignal;
  /** Gets each result once, the oldest first. */
  readonly onResults: (results: Results) => void;
  /** Hears of a fault that may pass, before it is tried again in so many milliseconds. */
  readonly onFault: (fault: unknown, pause: number) => void;
}

/**
 * Tells results as they come, until the signal ends it.
 * @throws what AWS refuses, and what does not pass
 */
export async function followResults(asking: HookApi, follow: Follow): Promise<void> {
  const { signal, interval, onFault } = follow;
  const look = makeLook({ ...asking, signal }, follow);
  let faults = 0;
  while (!signal.aborted) {
    const fault = await survive(look(), signal);
    if (signal.aborted) return;
    faults = fault === undefined ? 0 : faults + 1;
    if (faults === MAX_FAULTS) throw fault;
    const pause = Math.min(interval * 2 ** faults, LONGEST_PAUSE);
    if (fault !== undefined) onFault(fault, pause);
    await wait(pause, signal);
  }
}

/** In a row; the SDK itself tried each several times. */
const MAX_FAULTS = 10;

const LONGEST_PAUSE = 60_000;

/** One look after another: the first at what is asked for, the others at what may be new. */
const makeLook = (asking: HookApi, { query, onResults }: Follow) => {
  const told = new Set<string>();
  let next = query;
  let floor: string | undefined;
  return async (): Promise<void> => {
    const listed = await listHookResults(asking, next);
    const news = listed.results.filter((result) => isTold(query, result) && !told.has(result.id)).reverse();
    onResults({ ...(await readDetails(asking, news)), isPartial: listed.isPartial });
    for (const { id } of news) told.add(id);
    if (next === query) floor = oldestTold(query, listed);
    next = recent(query, floor);
  };
};

/** What still runs is told once it has ended, unless that is what is asked for. */
const isTold = ({ outcomes }: ResultsQuery, { outcome }: HookResult): boolean =>
  outcome !== 'in-progress' || outcomes.includes(outcome);

/** Where the limit left some out, these are not news later. */
const oldestTold = ({ limit, since }: ResultsQuery, { results }: HookResults): string | undefined =>
  results.length === limit ? (results.at(-1)?.invokedAt ?? since) : since;

/** A result is listed by the time when its hook was called, and may be listed, or have ended, so much later. */
const LATE = 10 * 60_000;

const recent = (query: ResultsQuery, floor = ''): ResultsQuery => {
  const late = new Date(Date.now() - LATE).toISOString();
  return { ...query, limit: undefined, since: floor > late ? floor : late };
};

/** What became of a look: nothing to say, or a fault that may pass. @throws any other fault */
const survive = async (look: Promise<void>, signal: AbortSignal): Promise<unknown> => {
  try {
    return await look;
  } catch (error) {
    if (signal.aborted || isPassingFault(error)) return error;
    throw error;
  }
};

/** Waits until the time is over or the signal comes. */
const wait = (milliseconds: number, signal: AbortSignal): Promise<void> =>
  sleep(milliseconds, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });

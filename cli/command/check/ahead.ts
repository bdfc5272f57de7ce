import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FoundFile } from '../../input/index.ts';
import { type CheckedFile, clean, noTemplate } from './file.ts';
import type { CheckRun } from './files.ts';
import { checkShare, type SharedWork, shareWork, states } from './share.ts';

/**
 * Checks files, once that takes a while with the help of as many threads as there are other processors. Gives what it came
 * to for each; what a thread that failed had taken is missing. `aloneMs`: milliseconds before the threads start.
 */
export async function checkAhead(
  files: readonly FoundFile[],
  { settings, input, onProgress }: Pick<CheckRun, 'settings' | 'input' | 'onProgress'>,
  aloneMs = ALONE_MS,
): Promise<ReadonlyMap<FoundFile, CheckedFile>> {
  const work = shareWork(files, settings, input);
  const started = Date.now();
  let others: readonly Promise<Results>[] | undefined;
  const own = checkShare(work, (taken) => {
    onProgress(taken);
    if (others === undefined && Date.now() - started >= aloneMs) others = startThreads(work);
  });
  const told = new Map([own, ...(await Promise.all(others ?? []))].flatMap((results) => [...results]));
  return new Map(files.flatMap((file, index) => resultOf(file, work.states[index], told.get(index))));
}

/** Milliseconds for which one thread is quicker: another takes a hundred to start, and is as slow as this one at first. */
const ALONE_MS = 400;

const startThreads = (work: SharedWork): readonly Promise<Results>[] =>
  Array.from({ length: Math.min(availableParallelism(), MAX_THREADS) - 1 }, () => checkOn(new Worker(THREAD), work));

/** More would wait for the disk. */
const MAX_THREADS = 8;

/** As a source beside this one, or as it was built. */
const THREAD = join(import.meta.dirname, `thread${extname(import.meta.filename)}`);

type Results = ReadonlyMap<number, CheckedFile>;

/** Never rejects: what a thread leaves undone, whoever waits for it does. */
const checkOn = (worker: Worker, work: SharedWork): Promise<Results> =>
  new Promise((resolve) => {
    const giveUp = (): void => resolve(new Map());
    worker.once('message', resolve).once('error', giveUp).once('exit', giveUp).postMessage(work);
  });

const resultOf = (
  file: FoundFile,
  state: number | undefined,
  told: CheckedFile | undefined,
): readonly (readonly [FoundFile, CheckedFile])[] => {
  if (state === states.noTemplate) return [[file, noTemplate]];
  if (state === states.clean) return [[file, clean]];
  return told === undefined ? [] : [[file, told]];
};

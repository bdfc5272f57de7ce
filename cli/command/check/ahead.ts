import { availableParallelism } from 'node:os';
import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { FoundFile } from '../../input/index.ts';
import { type CheckedFile, clean, noTemplate } from './file.ts';
import type { CheckRun } from './files.ts';
import { checkShare, type SharedWork, shareWork, states } from './share.ts';

/** Threads that wait for work. */
export interface Threads {
  /**
   * Checks files on these threads and this one. Gives what it came to for each; what a thread that failed had taken is
   * missing.
   */
  readonly check: (files: readonly FoundFile[], run: CheckRun) => Promise<ReadonlyMap<FoundFile, CheckedFile>>;
}

/** Starts a thread for each processor but one, on which this one goes on. */
export function startThreads(): Threads {
  const workers = Array.from({ length: Math.min(availableParallelism(), MAX_THREADS) - 1 }, () => new Worker(THREAD));
  return {
    check: async (files, { settings, input, onProgress }) => {
      const work = shareWork(files, settings, input);
      const others = workers.map((worker) => checkOn(worker, work));
      const own = checkShare(work, onProgress);
      const told = new Map([own, ...(await Promise.all(others))].flatMap((results) => [...results]));
      return new Map(files.flatMap((file, index) => resultOf(file, work.states[index], told.get(index))));
    },
  };
}

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

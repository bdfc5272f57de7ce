import type { EvaluateSettings } from '../../../rule/index.ts';
import type { FoundFile } from '../../input/index.ts';
import { type CheckedFile, checkFile, clean, noTemplate } from './file.ts';
import { asRoot, settingsIn } from './nested.ts';

/** Files that several threads check together; what is shared is the same memory for all of them. */
export interface SharedWork {
  readonly files: readonly FoundFile[];
  readonly settings: EvaluateSettings;
  /** Standard input, for the path `-`. */
  readonly input: Uint8Array;
  /** One number, shared: how many files are taken. */
  readonly taken: Int32Array;
  /** A state for each file, shared. */
  readonly states: Uint8Array;
}

/** What became of a file: not yet known, what it is if nothing is to be said of it, or among the results of a thread. */
export const states = { unknown: 0, noTemplate: 1, clean: 2, told: 3 } as const;

/** Makes what several threads are given; `input` is what stands on standard input. */
export function shareWork(files: readonly FoundFile[], settings: EvaluateSettings, input: Uint8Array): SharedWork {
  const taken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  return { files, settings, input, taken, states: new Uint8Array(new SharedArrayBuffer(files.length)) };
}

/**
 * Checks files until none is left, whoever else takes some of them. Gives those of which there is something to say, by
 * their indices. `onTaken`: told how many files are taken, by all.
 */
export function checkShare(
  work: SharedWork,
  onTaken: (files: number) => void = () => undefined,
): ReadonlyMap<number, CheckedFile> {
  const told = new Map<number, CheckedFile>();
  const input = Buffer.from(work.input);
  for (let from = take(work); from < work.files.length; from = take(work)) {
    for (const [offset, found] of work.files.slice(from, from + BATCH).entries()) {
      const checked = checkFile(found, settingsIn(asRoot(found, work.settings)), input);
      const state = stateOf(checked);
      // A copy: pieces of a text keep the whole of it, which is many times what is said of it.
      if (state === states.told) told.set(from + offset, structuredClone(checked));
      work.states[from + offset] = state;
    }
    onTaken(Math.min(from + BATCH, work.files.length));
  }
  return told;
}

/** So many files at once: few enough that no thread is left with many at the end. */
const BATCH = 32;

const take = ({ taken }: SharedWork): number => Atomics.add(taken, 0, BATCH);

const stateOf = (checked: CheckedFile): number => {
  if (checked === noTemplate) return states.noTemplate;
  return checked === clean ? states.clean : states.told;
};

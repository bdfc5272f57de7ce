import { type FoundFile, loadMatch } from '../../input/index.ts';
import { UsageError } from '../../usage-error.ts';

/** Leaves out what matches a pattern, and counts it. */
export interface Exclude {
  readonly filter: (files: Iterable<FoundFile>) => Iterable<FoundFile>;
  readonly count: () => number;
}

/** What matches patterns is loaded where there is one. @throws {UsageError} */
export async function loadExclude(patterns: readonly string[] | undefined): Promise<Exclude> {
  if (patterns === undefined) return { filter: (files) => files, count: () => 0 };
  if (patterns.includes('')) throw new UsageError('--exclude is empty. Give it a pattern, or leave it out.');
  const isMatch = await loadMatch(patterns);
  let count = 0;
  return {
    *filter(files) {
      for (const file of files) {
        if (file.path !== '-' && isMatch(file.path)) count += 1;
        else yield file;
      }
    },
    count: () => count,
  };
}

/**
 * Does a piece of work for each item, `most` at a time. Once the outer signal is aborted or a piece fails, none begins any
 * more, and those under way are told by the signal that they get.
 * Resolves to the results of what was done, in the order of the items.
 * @throws the first fault that is not of being aborted
 */
export async function aFewAtATime<Item, Result>(
  items: readonly Item[],
  most: number,
  work: (item: Item, signal: AbortSignal) => Promise<Result>,
  outer?: AbortSignal,
): Promise<Result[]> {
  const failure = new AbortController();
  const signal = outer === undefined ? failure.signal : AbortSignal.any([outer, failure.signal]);
  const results: Result[][] = items.map(() => []);
  const pending = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of pending) {
      if (signal.aborted) return;
      results[index] = [await work(item, signal)];
    }
  };
  const workUntilFailure = (): Promise<void> =>
    worker().catch((fault: unknown) => {
      if (signal.aborted) return;
      failure.abort();
      throw fault;
    });
  await Promise.all(Array.from({ length: most }, workUntilFailure));
  return results.flat();
}

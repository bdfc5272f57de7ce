/** Begins a piece of work as soon as there is room for it, in the order in which it was asked for. */
export type Queue = <Result>(work: () => Promise<Result>) => Promise<Result>;

/** Makes a queue in which so many pieces of work are under way at once. */
export function makeQueue(most: number): Queue {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  return async (work) => {
    if (underWay >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    else underWay += 1;
    try {
      return await work();
    } finally {
      // Whoever waits takes the place over.
      const next = waiting.shift();
      if (next === undefined) underWay -= 1;
      else next();
    }
  };
}

import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { makeQueue } from '../../../../infra/sandbox/endpoint/queue.ts';

test('a queue has so many under way, in their order, and a fault makes room for the next', async () => {
  const queue = makeQueue(2);
  const begun: number[] = [];
  let [underWay, most] = [0, 0];
  const work = (index: number) => async () => {
    begun.push(index);
    underWay += 1;
    most = Math.max(most, underWay);
    await turn();
    underWay -= 1;
    if (index === 1) throw new Error('no 1');
    return index;
  };
  const ended = await Promise.allSettled([0, 1, 2, 3, 4].map((index) => queue(work(index))));
  expect(ended.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
  expect({ begun, most }).toEqual({ begun: [0, 1, 2, 3, 4], most: 2 });
  expect(await queue(async () => 'again')).toBe('again');
});

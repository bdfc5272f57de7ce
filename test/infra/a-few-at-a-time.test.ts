import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { aFewAtATime } from '../../infra/a-few-at-a-time.ts';

const items = [...'abcdefgh'];

describe('a few at a time', () => {
  test('no more than so many are under way, and results come in the order of the items', async () => {
    let [underWay, most] = [0, 0];
    const results = await aFewAtATime(items, 3, async (item) => {
      underWay += 1;
      most = Math.max(most, underWay);
      // The first of them is the last to end.
      for (let turns = item === 'a' ? 20 : 1; turns > 0; turns -= 1) await turn();
      underWay -= 1;
      return item.toUpperCase();
    });
    expect(results).toEqual([...'ABCDEFGH']);
    expect(most).toBe(3);
  });

  test('after a fault none begins, and those under way are told', async () => {
    const begun: string[] = [];
    const told: string[] = [];
    const work = async (item: string, signal: AbortSignal): Promise<void> => {
      begun.push(item);
      await turn();
      if (item === 'b') throw new Error('no b');
      await turn();
      if (signal.aborted) told.push(item);
      signal.throwIfAborted();
    };
    await expect(aFewAtATime(items, 2, work)).rejects.toThrow('no b');
    await turn();
    await turn();
    expect(begun).toEqual(['a', 'b']);
    expect(told).toEqual(['a']);
  });

  test('an abort from outside is no fault: what was done is there', async () => {
    const controller = new AbortController();
    const work = async (item: string, signal: AbortSignal): Promise<string> => {
      if (item === 'c') controller.abort();
      signal.throwIfAborted();
      return item;
    };
    expect(await aFewAtATime(items, 1, work, controller.signal)).toEqual(['a', 'b']);
  });
});

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { environment } from './support/command.ts';
import { answerHookApis } from './support/hook-api.ts';
import { RESOURCE, TEMPLATE } from './support/hook-stack.ts';
import type { HookApi, KeptResult } from './support/hook-state.ts';
import { startMoto } from './support/moto.ts';
import { type StandIn, startStandIn } from './support/stand-in.ts';

// The APIs of hooks, which moto lacks, are answered by the stand-in.

let standIn: StandIn;
let api: HookApi;
const running: ChildProcess[] = [];

beforeAll(async () => {
  standIn = await startStandIn(await startMoto());
});

beforeEach(() => {
  standIn.reset();
  api = answerHookApis(standIn);
});

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

const minutesAgo = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

const keep = (id: string, minutes: number, rest: Partial<KeptResult> = {}): void => {
  const result = { id, hook: RESOURCE, status: 'HOOK_COMPLETE_SUCCEEDED', invokedAt: minutesAgo(minutes) } as const;
  api.results.unshift({ ...result, ...rest });
};

/** Follows as a person would, with what is printed so far. */
const follow = (...args: readonly string[]) => {
  const command = ['dist/cli/index.js', 'results', '--follow', '--interval', '1', '--endpoint-url', standIn.origin];
  const child = spawn(process.execPath, [...command, ...args], { env: environment });
  running.push(child);
  const printed = { out: '', err: '' };
  child.stdout.on('data', (text) => {
    printed.out += text;
  });
  child.stderr.on('data', (text) => {
    printed.err += text;
  });
  const until = async (isSo: () => boolean): Promise<void> => {
    while (!isSo() && child.exitCode === null) await sleep(20);
  };
  const looks = (): number => standIn.calls.filter(({ action }) => action === 'ListHookResults').length;
  return {
    printed,
    ids: () => [...printed.out.matchAll(/"id":"([^"]+)"/g)].map(([, id]) => id),
    until,
    /** Until it looked so many times more, at both hooks. */
    looked: async (times: number): Promise<void> => {
      const before = looks();
      await until(() => looks() >= before + times * 2);
    },
    interrupt: async (): Promise<unknown> => {
      const ended = once(child, 'exit');
      child.kill('SIGINT');
      return (await ended)[0];
    },
    ended: async (): Promise<unknown> => (child.exitCode === null ? (await once(child, 'exit'))[0] : child.exitCode),
  };
};

describe('results --follow', () => {
  test('tells each result once, the oldest first, and ends well with Ctrl-C', async () => {
    keep('old', 30);
    keep('recent', 5, { hook: TEMPLATE });
    const following = follow('--format', 'json');
    await following.until(() => following.ids().length === 2);
    keep('new', 0, { status: 'HOOK_COMPLETE_FAILED', reason: 'no' });
    await following.until(() => following.ids().length === 3);
    await following.looked(2);
    expect(following.ids()).toEqual(['old', 'recent', 'new']);
    expect(await following.interrupt()).toBe(0);
    expect(following.printed.err).toMatch(/^Account .*\n$/);
  });

  test('does not take for new what the limit left out', async () => {
    for (const minutes of [4, 3, 2, 1]) keep(`m${minutes}`, minutes);
    const following = follow('--format', 'json', '--limit', '2');
    await following.until(() => following.ids().length === 2);
    await following.looked(2);
    expect(following.ids()).toEqual(['m2', 'm1']);
  });

  test('asks for the details of what is new only', async () => {
    for (const minutes of [3, 2, 1]) keep(`m${minutes}`, minutes);
    const following = follow('--format', 'json');
    await following.until(() => following.ids().length === 3);
    await following.looked(2);
    expect(standIn.calls.filter(({ action }) => action === 'GetHookResult')).toHaveLength(3);
  });

  test('waits for what still runs, unless that is asked for', async () => {
    keep('running', 0, { status: 'HOOK_IN_PROGRESS' });
    const [ended, started] = [follow('--format', 'json'), follow('--format', 'json', '--status', 'in-progress')];
    await started.until(() => started.ids().length === 1);
    await ended.looked(2);
    expect(ended.ids()).toEqual([]);
    api.results.length = 0;
    keep('running', 0);
    await ended.until(() => ended.ids().length === 1);
    expect(ended.ids()).toEqual(['running']);
    expect(started.ids()).toEqual(['running']);
  });

  test('shows people the whole of each', async () => {
    keep('new', 0, { status: 'HOOK_COMPLETE_FAILED', reason: 'all protocols', targetType: 'RESOURCE', targetId: 'Sg' });
    const following = follow();
    await following.until(() => following.printed.out.includes('protocols\n'));
    expect(following.printed.out).toMatch(/^\S+ \S+ {2}failed {2}Resource {2}RESOURCE Sg\n {2}all protocols\n$/);
  });

  test('goes on after a fault that passes, and loses nothing', async () => {
    keep('one', 1);
    const following = follow('--format', 'json');
    await following.until(() => following.ids().length === 1);
    keep('two', 0);
    for (let times = 0; times < 8; times += 1) api.faults.push({ action: 'GetHookResult' });
    await following.until(() => following.printed.err.includes('Looking again'));
    await following.until(() => following.ids().length === 2);
    expect(following.ids()).toEqual(['one', 'two']);
    expect(following.printed.err).toContain(
      `\nno connection to ${standIn.origin} (ECONNRESET). Check the network, then run it again. Looking again in 2 s.\n`,
    );
    expect(await following.interrupt()).toBe(0);
  });

  test('says once that details may not be read', async () => {
    api.allowed = new Set(['cloudformation:ListAllHookResults']);
    keep('one', 1);
    const following = follow('--format', 'json');
    await following.until(() => following.ids().length === 1);
    keep('two', 0);
    await following.until(() => following.ids().length === 2);
    expect(following.printed.err.match(/Without details/g)).toHaveLength(1);
  });

  test('ends with 2 where it may not go on', async () => {
    const following = follow();
    await following.looked(1);
    standIn.refuse('ListHookResults', 'ExpiredToken', 'The security token included in the request is expired');
    expect(await following.ended()).toBe(2);
    expect(following.printed.err).toMatch(
      /\negress-guard: the credentials have expired\. Sign in again, then run the same command\.\n$/,
    );
  });

  test('ends at once with Ctrl-C while AWS does not answer', async () => {
    standIn.answer('ListHookResults', () => undefined);
    const following = follow();
    await following.looked(1);
    expect(await following.interrupt()).toBe(0);
  });
});

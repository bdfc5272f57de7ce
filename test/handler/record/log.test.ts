import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';

const LINES = 1000;
const LINE = 'é'.repeat(500);

const program = `
  // Opening the stream makes the pipe one that refuses to wait.
  process.stdout.isTTY;
  const { openLog } = await import(${JSON.stringify(join(import.meta.dirname, '../../../handler/record/log.ts'))});
  const log = openLog();
  for (let line = 0; line < ${LINES}; line += 1) log(${JSON.stringify(LINE)});
  console.error('done');`;

const start = () =>
  spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'pipe'] });

const textOf = async (stream: AsyncIterable<Buffer>): Promise<string> => {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
};

describe('a line of the log', () => {
  test('is not lost where the pipe is full for a moment', async () => {
    const child = start();
    child.stdout.pause();
    await sleep(60);
    const [lines, complaints] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
    expect(lines).toBe(`${LINE}\n`.repeat(LINES));
    expect(complaints).toBe('done\n');
  });

  test('that nobody takes from a full pipe is waited for once, not line by line', async () => {
    const child = start();
    child.stdout.pause();
    expect(await textOf(child.stderr)).toBe('done\n');
    child.stdout.resume();
    const [first] = (await textOf(child.stdout)).split('\n');
    expect(first).toBe(LINE);
  });

  test('that nobody reads breaks nothing', async () => {
    const child = start();
    child.stdout.destroy();
    expect(await textOf(child.stderr)).toBe('done\n');
  });
});

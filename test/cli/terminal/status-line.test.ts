import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { makeStatusLine } from '../../../cli/terminal/status-line.ts';
import type { Terminal } from '../../../cli/terminal/terminal.ts';
import { BAD, check } from '../../support/check.ts';

const CLEAR = '\r\u001b[K';

/** What is printed while files are checked, one each 150 milliseconds. */
const printed = (isInteractive: boolean, files: number): string => {
  let text = '';
  const nothing = () => undefined;
  const terminal: Terminal = {
    out: nothing,
    err: (part) => {
      text += part;
    },
    ask: async () => undefined,
    input: async () => Buffer.alloc(0),
    isInteractive,
    paint: (_format, part) => part,
  };
  const progress = makeStatusLine(terminal, { pause: 200, delay: 200 });
  for (let file = 1; file <= files; file += 1) {
    vi.advanceTimersByTime(150);
    progress.show(`${file} files checked`);
  }
  progress.end();
  return text;
};

describe('how far it is', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('is told while somebody watches, now and then, and wiped in the end', () => {
    expect(printed(true, 5)).toBe(`${CLEAR}2 files checked${CLEAR}4 files checked${CLEAR}`);
  });

  test('is not told while nobody watches', () => {
    expect(printed(false, 5)).toBe('');
  });

  test('is not told of what takes no time', () => {
    expect(printed(true, 1)).toBe('');
  });

  test.each([true, false])('leaves the report as it is: interactive %s', async (isInteractive) => {
    const { code, out, err } = await check(['@'], { files: { 'a.yaml': BAD }, isInteractive });
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatch(/^@\/a\.yaml:6:11 {2}all protocols/);
  });
});

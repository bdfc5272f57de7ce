import { describe, expect, test } from 'vitest';
import { makeAuditProgress } from '../../../../cli/command/audit/progress.ts';
import type { Terminal } from '../../../../cli/terminal/terminal.ts';

const shown = (isInteractive: boolean, total: number, steps: readonly number[]): string => {
  let err = '';
  const terminal: Terminal = {
    out: () => undefined,
    err: (text) => {
      err += text;
    },
    ask: async () => undefined,
    input: async () => Buffer.alloc(0),
    isInteractive,
    paint: (_format, text) => text,
  };
  const progress = makeAuditProgress(terminal, total);
  for (const step of steps) progress.step(step);
  progress.end();
  return err;
};

const CLEAR = '\r\u001B[K';

describe('the progress of an audit', () => {
  test('is a bar, taken away at the end', () => {
    expect(shown(true, 2, [0, 3])).toBe(
      `${CLEAR}[###############---------------] 1/2 stacks, 0 findings${CLEAR}[##############################] 2/2 stacks, 3 findings${CLEAR}`,
    );
  });

  test('is drawn now and then, and at the end', () => {
    const bars = shown(
      true,
      10_000,
      Array.from({ length: 10_000 }, () => 1),
    ).split(CLEAR);
    expect(bars.length).toBeLessThan(100);
    expect(bars.at(-2)).toBe('[##############################] 10000/10000 stacks, 10000 findings');
  });

  test.each([
    ['nobody watches', false, [1, 1]],
    ['there is nothing to do', true, []],
  ])('is nothing where %s', (_name, isInteractive, steps) => {
    expect(shown(isInteractive, steps.length, steps)).toBe('');
  });
});

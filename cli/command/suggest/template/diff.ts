import type { Terminal } from '../../../terminal/index.ts';
import { linesOf } from './lines.ts';

/** What differs between two texts in one place, as `git apply` and `patch -p1` take it; empty where nothing does. */
export function makeDiff(path: string, before: string, after: string, paint: Terminal['paint']): string {
  const [old, next] = [linesOf(before), linesOf(after)];
  const start = commonStart(old, next);
  if (start === Math.max(old.length, next.length)) return '';
  const end = commonStart(old.slice(start).reverse(), next.slice(start).reverse());
  const [removed, added] = [old.slice(start, old.length - end), next.slice(start, next.length - end)];
  const context = { before: old.slice(Math.max(start - CONTEXT, 0), start), after: tailOf(old, end) };
  const around = context.before.length + context.after.length;
  const first = start - context.before.length + 1;
  return [
    `--- a/${path}\n+++ b/${path}\n`,
    `@@ -${first},${removed.length + around} +${first},${added.length + around} @@\n`,
    ...context.before.map((line) => mark(' ', line)),
    ...removed.map((line) => paint('red', mark('-', line))),
    ...added.map((line) => paint('green', mark('+', line))),
    ...context.after.map((line) => mark(' ', line)),
  ].join('');
}

/** Lines shown before and after. */
const CONTEXT = 3;

const commonStart = (one: readonly string[], other: readonly string[]): number => {
  const differing = one.findIndex((line, index) => line !== other[index]);
  return differing < 0 ? one.length : differing;
};

const tailOf = (lines: readonly string[], end: number): readonly string[] =>
  lines.slice(lines.length - end, lines.length - end + CONTEXT);

const mark = (sign: string, line: string): string =>
  line.endsWith('\n') ? `${sign}${line}` : `${sign}${line}\n\\ No newline at end of file\n`;

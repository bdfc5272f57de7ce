import { type Position, windowAround } from '../../rule/index.ts';

/** The lines around a position, on one line each and cut to a width; enough to find the entry, and no more. */
export interface Excerpt {
  /** The number of the first line. */
  readonly first: number;
  readonly lines: readonly string[];
}

/** The lines of a text, as its positions count them. */
export function linesOf(text: string): readonly string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
}

export function excerptOf(lines: readonly string[], { line, column }: Position): Excerpt {
  const first = Math.max(line - CONTEXT, 1);
  const shown = [...lines.slice(first - 1, line), ...following(lines, line)];
  return {
    first,
    lines: shown.map(windowAround(column)).map((text) => text.trimEnd()),
  };
}

/** Lines before and after. */
const CONTEXT = 3;

/** What follows a line and is indented no less: what is indented less belongs to something else. */
const following = (lines: readonly string[], line: number): readonly string[] => {
  const indent = indentOf(lines[line - 1] ?? '');
  const after = lines.slice(line, line + CONTEXT);
  const end = after.findIndex((text) => indentOf(text) < indent || text.trim() === '');
  return end < 0 ? after : after.slice(0, end);
};

const indentOf = (text: string): number => text.length - text.trimStart().length;

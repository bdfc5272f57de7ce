import { type Position, printable } from '../../rule/index.ts';

/** The lines around a position, numbered, with a mark under the column. */
export function codeFrame(lines: readonly string[], { line, column }: Position): string {
  const start = column > WIDTH - 20 ? column - WIDTH / 2 : 0;
  const first = Math.max(line - CONTEXT, 1);
  const last = Math.min(line + CONTEXT, lines.length);
  const width = String(last).length;
  const rows: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const text = lines[number - 1] ?? '';
    const label = String(number).padStart(width);
    rows.push(`  ${number === line ? '>' : ' '} ${label} | ${excerpt(text, start)}`.trimEnd());
    if (number === line)
      rows.push(`    ${' '.repeat(width)} | ${' '.repeat(excerpt(text.slice(0, column - 1), start).length)}^`);
  }
  return rows.join('\n');
}

/** Of a longer line, the part around the column is shown. */
const WIDTH = 100;

/** Lines shown before and after the one that is meant. */
const CONTEXT = 2;

const excerpt = (line: string, start: number): string =>
  printable(line.slice(start, start + WIDTH).replaceAll('\t', ' '), WIDTH);

import { type Position, windowAround } from '../../rule/index.ts';

/** The lines around a position, numbered, with a mark under the column. */
export function codeFrame(lines: readonly string[], { line, column }: Position): string {
  const shown = windowAround(column);
  const first = Math.max(line - CONTEXT, 1);
  const last = Math.min(line + CONTEXT, lines.length);
  const width = String(last).length;
  const rows: string[] = [];
  for (let number = first; number <= last; number += 1) {
    const text = lines[number - 1] ?? '';
    const label = String(number).padStart(width);
    rows.push(`  ${number === line ? '>' : ' '} ${label} | ${shown(text)}`.trimEnd());
    if (number === line)
      rows.push(`    ${' '.repeat(width)} | ${' '.repeat(shown(text.slice(0, column - 1)).length)}^`);
  }
  return rows.join('\n');
}

/** Lines shown before and after the one that is meant. */
const CONTEXT = 2;

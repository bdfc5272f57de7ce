import { printable } from '../../rule/index.ts';
import type { Terminal } from './terminal.ts';

/** A row of a table; `paint` colours it whole. */
export interface Row {
  readonly cells: readonly string[];
  readonly paint?: Parameters<Terminal['paint']>[0];
}

/** Lays rows out in columns as wide as what is in them, two spaces between; control characters are neutralised. */
export function layTable(header: readonly string[], rows: readonly Row[], paint: Terminal['paint']): string {
  const lines = [{ cells: header, paint: 'bold' as const }, ...rows].map(({ cells, ...rest }) => ({
    cells: cells.map((cell) => printable(cell, MAX_CELL)),
    ...rest,
  }));
  const widths = header.map((_title, column) => Math.max(...lines.map(({ cells }) => cells[column]?.length ?? 0)));
  return lines
    .map(({ cells, paint: format }) => {
      const text = cells
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd();
      return `${format === undefined ? text : paint(format, text)}\n`;
    })
    .join('');
}

const MAX_CELL = 300;

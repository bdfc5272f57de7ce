import { printable } from './text.ts';

/** As many characters of a line are shown. */
const WIDTH = 100;

/** Makes a function that cuts lines to the part around a column, 1-based; each is printable, and as wide as the others. */
export function windowAround(column: number): (line: string) => string {
  const start = column > WIDTH - 20 ? column - WIDTH / 2 : 0;
  return (line) => printable(line.slice(start, start + WIDTH).replaceAll('\t', ' '), WIDTH);
}

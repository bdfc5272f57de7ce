/** Lines of prose with two spaces before each, folded to so many columns where they are known. */
export function foldLines(lines: readonly string[], columns = Number.POSITIVE_INFINITY): string {
  return lines.map((line) => `  ${fold(line, Math.max(columns, NARROWEST), 2)}`).join('');
}

/** In less than that, nobody reads prose. */
const NARROWEST = 40;

/**
 * A text as lines of at most so many columns, each ended; the first begins in column `indent`, the others with that much
 * space. A word that is longer than a line has one of its own.
 */
export function fold(text: string, width: number, indent = 0): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && indent + line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return `${[...lines, line].join(`\n${' '.repeat(indent)}`)}\n`;
}

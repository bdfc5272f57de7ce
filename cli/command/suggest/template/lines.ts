/** The lines of a text with their line breaks. */
export function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** How many spaces a line begins with. */
export function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Lines with the line breaks that a text has. */
export function asIn(text: string, lines: readonly string[]): readonly string[] {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  return lines.map((line) => `${line}${end}`);
}

/** A place in a text, both 1-based; the column counts UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The place of something in a template or in a file that it includes. */
export interface Located extends Position {
  /** The included file; absent: the text itself. */
  readonly file?: string;
}

/** Makes a function that tells the offset at which a position of the text is. */
export function makeOffsetOf(text: string): (position: Position) => number {
  const starts = lineStarts(text);
  return ({ line, column }) => (starts[line - 1] ?? text.length) + column - 1;
}

/** Makes a function that tells where an offset of the text is; its lines are counted once, when first asked for. */
export function makePositionOf(text: string): (offset: number) => Position {
  let starts: readonly number[] | undefined;
  return (offset) => {
    starts ??= lineStarts(text);
    const line = countUpTo(starts, offset);
    return { line, column: offset - (starts[line - 1] ?? 0) + 1 };
  };
}

/** Where each line begins. A text is searched for one character at a time, which is quicker than by a pattern. */
const lineStarts = (text: string): readonly number[] => {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const alone = aloneIn(text);
  return alone.length === 0 ? starts : [...starts, ...alone].sort((a, b) => a - b);
};

/** The lines behind a carriage return that no line feed follows. */
const aloneIn = (text: string): readonly number[] => {
  const starts: number[] = [];
  for (let at = text.indexOf('\r'); at >= 0; at = text.indexOf('\r', at + 1))
    if (text[at + 1] !== '\n') starts.push(at + 1);
  return starts;
};

/** How many of the ascending numbers are at most `limit`. */
const countUpTo = (numbers: readonly number[], limit: number): number => {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((numbers[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
};

/**
 * The one of the known words that a misspelt word most likely means, whatever its capitals; undefined where none is near.
 * A word is near that takes few slips of the keyboard, or that begins like it.
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  const written = word.toLowerCase();
  const candidates = known.map((name) => ({ name, slips: slipsBetween(written, name.toLowerCase()) }));
  const [best] = candidates.sort((a, b) => a.slips - b.slips);
  if (best !== undefined && best.slips < Number.POSITIVE_INFINITY) return best.name;
  return known.find((name) => isBeginning(written, name.toLowerCase()));
}

/** One letter in so many may be wrong. */
const LETTERS_A_SLIP = 3;

/** Infinite where they are too many for the two to be the same word; so the length of what is compared is bounded, too. */
function slipsBetween(a: string, b: string): number {
  const allowed = Math.ceil((Math.min(a.length, b.length) - 1) / LETTERS_A_SLIP);
  if (Math.abs(a.length - b.length) > allowed) return Number.POSITIVE_INFINITY;
  const slips = countSlips(a, b);
  return slips > allowed ? Number.POSITIVE_INFINITY : slips;
}

/** Letters too many, missing or wrong, and neighbours that changed places: the optimal string alignment distance. */
function countSlips(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      const isSwapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current.push(
        Math.min(
          at(current, column - 1) + 1,
          at(last, column) + 1,
          at(last, column - 1) + (isSame ? 0 : 1),
          isSwapped ? at(beforeLast, column - 2) + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    [beforeLast, last] = [last, current];
  }
  return at(last, b.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}

/** Below so many letters, that a word begins like another one says nothing. */
const MIN_BEGINNING = 3;

function isBeginning(a: string, b: string): boolean {
  return Math.min(a.length, b.length) >= MIN_BEGINNING && (a.startsWith(b) || b.startsWith(a));
}

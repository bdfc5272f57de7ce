/** As many lines as asked for, each of its number. */
export const repeat = (count: number, make: (index: number) => string, separator = ''): string =>
  Array.from({ length: count }, (_, index) => make(index)).join(separator);

/** Anchors `a0` to `a60`, each of which holds the one before nine times: 9 to the power of 60 in the end. */
export const laughs = (first: string, hold: (aliases: string) => string = (aliases) => `[${aliases}]`): string =>
  `Laughs:\n  - &a0 ${first}\n${repeat(60, (index) => `  - &a${index + 1} ${hold(repeat(9, () => `*a${index}`, ','))}\n`)}`;

/** A file at the size that CloudFormation takes at most. */
export const MEGABYTE = 1_000_000;

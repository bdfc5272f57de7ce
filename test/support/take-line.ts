import { linesOf, type Summing } from '../../flow/index.ts';

/** Has a line summed up; false where it is no record. */
export const takeLine = (summing: Summing, line: string): boolean => {
  const lines = linesOf(Buffer.from(line));
  return summing.take(lines, 0, lines.bytes.length);
};

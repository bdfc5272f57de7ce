import { isMet, type Row } from './row.ts';

const WIDTH = 74;

export const HEAD = `${'what'.padEnd(WIDTH)} ${'value'.padStart(9)} ${'goal'.padStart(9)}  spread, times\n`;

/** A row as a line: what, value, goal, and how far the pairs lie apart. */
export function lineOf(row: Row): string {
  const { what, against, goal, isAtLeast, unit, spread, times, pairs } = row;
  const name = [what, against].filter(Boolean).join(' / ');
  const value = `${numberOf(row.value, unit)}${isMet(row) ? ' ' : '!'}`;
  const bound = `${isAtLeast ? '>=' : ''}${numberOf(goal, unit)}`;
  const details = [
    ...(spread === undefined ? [] : [`${numberOf(spread[0])}-${numberOf(spread[1])}`]),
    ...(times === undefined ? [] : [times.map(timeText).join(' / ')]),
    ...(pairs === undefined ? [] : [`${pairs} pairs`]),
  ];
  const long = name.length > WIDTH ? `${name}\n${''.padEnd(WIDTH)}` : name.padEnd(WIDTH);
  return `${long} ${value.padStart(9)} ${bound.padStart(9)}  ${details.join(', ')}\n`;
}

/** Below a millisecond in microseconds. */
const timeText = (milliseconds: number): string =>
  milliseconds < 1 ? `${(1000 * milliseconds).toFixed(1)} us` : `${milliseconds.toFixed(1)} ms`;

const numberOf = (value: number, unit?: Row['unit']): string => {
  if (unit === undefined) return value.toFixed(2);
  return unit === 'bytes' ? value.toLocaleString('en') : `${Math.round(value)} MB`;
};

/** What is known of a value: all that it can be, or why that is unknown; of an unknown list, what its items can be. */
export type PossibleValues =
  | { readonly values: readonly unknown[] }
  | {
      readonly unknown: string;
      readonly items?: readonly unknown[];
      /** The parameter whose value would tell. */
      readonly parameter?: string;
    };

/** Stands for a value that is not there: `AWS::NoValue`. */
export const NOTHING = Symbol('AWS::NoValue');

export function single(value: unknown): PossibleValues {
  return { values: [value] };
}

/** What is one of the parts. */
export function union(parts: readonly PossibleValues[]): PossibleValues {
  return (
    parts.find((part) => 'unknown' in part) ?? {
      values: parts.flatMap((part) => ('values' in part ? part.values : [])),
    }
  );
}

/** All that `combine` makes of every combination of what the parts can be; it answers undefined where a combination makes no sense. */
export function combine(
  parts: readonly PossibleValues[],
  make: (values: readonly unknown[]) => unknown,
): PossibleValues {
  let combinations: unknown[][] = [[]];
  for (const part of parts) {
    if ('unknown' in part) return part;
    if (combinations.length * part.values.length > MAX_VALUES) return { unknown: 'it can take too many values' };
    combinations = extend(combinations, part.values);
  }
  const values = combinations.map(make);
  return values.includes(undefined) ? { unknown: 'a function in it has arguments that do not fit' } : { values };
}

const MAX_VALUES = 64;

/** Every combination with each of the values behind it. Copies only where there are several: most lists are long and known. */
const extend = (combinations: unknown[][], values: readonly unknown[]): unknown[][] => {
  if (values.length !== 1) return combinations.flatMap((before) => values.map((value) => [...before, value]));
  for (const combination of combinations) combination.push(values[0]);
  return combinations;
};

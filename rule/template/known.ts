/** What is known of a value: all that it can be, or why that is unknown. */
export type Known = { readonly values: readonly unknown[] } | { readonly unknown: string };

const MAX_VALUES = 64;

export const one = (value: unknown): Known => ({ values: [value] });

/** All that `combine` makes of every combination of what the parts can be; it answers undefined where a combination makes no sense. */
export const combine = (parts: readonly Known[], make: (values: readonly unknown[]) => unknown): Known => {
  let combinations: readonly (readonly unknown[])[] = [[]];
  for (const part of parts) {
    if ('unknown' in part) return part;
    combinations = combinations.flatMap((before) => part.values.map((value) => [...before, value]));
    if (combinations.length > MAX_VALUES) return { unknown: 'it can take too many values' };
  }
  const values = combinations.map(make);
  return values.includes(undefined) ? { unknown: 'a function in it has arguments that do not fit' } : { values };
};

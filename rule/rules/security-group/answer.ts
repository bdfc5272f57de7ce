import type { Possibility } from '../../value/index.ts';

/** Whether something is so; `open`: that cannot be told. */
export type Answer = 'yes' | 'no' | 'open';

/** Whether all of it is so. */
export function allOf(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('open') ? 'open' : 'yes';
}

/** The values that a place can take; none where nothing is known of them. */
export function valuesOf({ value, unknown, choices = [] }: Possibility): readonly unknown[] {
  return unknown === undefined ? [value] : choices;
}

/** Asks something of a value, or of each that it can be: open where they do not come to the same. */
export function ask<T>(possibility: Possibility, question: (value: unknown) => T): T | 'open' {
  if (possibility.unknown === undefined) return question(possibility.value);
  const [answer = 'open', ...others] = new Set(valuesOf(possibility).map(question));
  return others.length === 0 ? answer : 'open';
}

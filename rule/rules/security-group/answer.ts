import type { Possibility } from '../../value/index.ts';

/** Whether something is so; `open`: that cannot be told. */
export type Answer = 'yes' | 'no' | 'open';

/** Whether all of it is so. */
export function allOf(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('open') ? 'open' : 'yes';
}

/** All that the answers to a question come to, one for each value that a place may take. */
export function merge<T>(answers: ReadonlySet<T>): T | 'open' {
  const [answer = 'open', ...others] = answers;
  return others.length === 0 ? answer : 'open';
}

/** Asks something of a value, or of each that it can be. */
export function ask<T extends string>(
  { value, unknown, choices }: Possibility,
  question: (value: unknown) => T | 'open',
): ReadonlySet<T | 'open'> {
  if (unknown === undefined) return new Set([question(value)]);
  return new Set(choices === undefined ? ['open'] : choices.map(question));
}

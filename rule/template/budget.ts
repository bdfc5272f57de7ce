import { UnreadableError } from '../unreadable-error.ts';

/** Counts down the steps of resolving a text, so that no template keeps a reader busy. */
export interface Budget {
  left: number;
}

/** `characters`: the length of all the texts that are read and resolved for one answer. */
export function makeBudget(characters: number): Budget {
  const budget = { left: MIN_STEPS };
  extendBudget(budget, characters);
  return budget;
}

/** Adds what another text may take. */
export function extendBudget(budget: Budget, characters: number): void {
  budget.left += characters / CHARACTERS_A_STEP + characters / CHARACTERS_READ_A_STEP;
}

/**
 * Takes the steps for reading a text.
 * @throws {UnreadableError} where there are none left
 */
export function spendReading(budget: Budget, characters: number): void {
  spend({ budget }, characters / CHARACTERS_READ_A_STEP);
}

/** Whether a text of so many characters can be read once more. */
export function canRead({ left }: Budget, characters: number): boolean {
  return left >= characters / CHARACTERS_READ_A_STEP;
}

/**
 * Takes steps.
 * @throws {UnreadableError} where there are none left
 */
export function spend({ budget }: { readonly budget: Budget }, steps = 1): void {
  budget.left -= steps;
  if (budget.left < 0) throw new UnreadableError('aliases, loops, functions or nested templates make it too large');
}

/** Takes the steps for making or searching a text. */
export function spendText(scope: { readonly budget: Budget }, length: number): void {
  spend(scope, length / 64);
}

const MIN_STEPS = 200_000;

/** What is written out takes a step in at least so many characters; aliases, loops and functions take more. */
const CHARACTERS_A_STEP = 8;

/** Reading a text takes about as long as so many steps of resolving it. */
const CHARACTERS_READ_A_STEP = 64;

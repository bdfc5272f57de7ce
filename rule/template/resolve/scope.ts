import type { Assumption, ValueSource } from '../../rule.ts';
import { UnreadableError } from '../../unreadable-error.ts';
import { isObject, type JsonObject, own } from '../../value/place.ts';

/** What a reader of templates may know beyond the text. */
export interface TemplateSettings {
  /** Values given to parameters, by name; a list may be a list or a text with commas. */
  readonly parameters?: Readonly<Record<string, unknown>>;
  /** Of parameters that are given one of several values, which those are. */
  readonly choices?: Readonly<Record<string, readonly unknown[]>>;
  /** The parameters that are given a value which is not known here: their Default does not count. */
  readonly unknownParameters?: ReadonlySet<string>;
  /** Values of pseudo parameters, e.g. `AWS::Region`. */
  readonly pseudo?: Readonly<Record<string, string>>;
  /**
   * What a parameter is that no value is given to: `default` its Default, where a value is asked for (conditions stay
   * open); `any` whatever it may be given later; `final` its Default, also in conditions.
   */
  readonly unset?: 'default' | 'any' | 'final';
  /** Under which condition the template is deployed, in the words of the templates around it; absent: always. */
  readonly deployedIf?: string;
}

/** Counts down the steps of resolving a text, so that no template keeps a reader busy. */
export interface Budget {
  left: number;
}

/** Everything that resolving a template refers to. */
export interface Scope extends TemplateSettings {
  readonly template: JsonObject;
  readonly budget: Budget;
  /** What is known of assumptions: whether they can hold together. */
  readonly satisfiable: Map<string, boolean>;
  /** Where set, takes what a value is computed from. */
  readonly used?: ValueSource[];
  /** What is made of loops, once it is asked for. */
  readonly loops: { conditions?: ReadonlyMap<string, unknown> };
  /** The scope of a branch of `Fn::If`; undefined where the branch is closed. Absent: every branch is open. */
  readonly enter?: (branch: Assumption) => Scope | undefined;
}

/** Notes that a value is computed from a parameter or a mapping, each once. */
export function noteSource({ used }: Scope, source: ValueSource): void {
  if (used === undefined || used.length >= MAX_SOURCES) return;
  if (!used.some(({ kind, name }) => kind === source.kind && name === source.name)) used.push(source);
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

export function makeScope(template: JsonObject, settings: TemplateSettings, budget = makeBudget(0)): Scope {
  return {
    ...settings,
    template,
    budget,
    satisfiable: new Map(),
    loops: {},
  };
}

/**
 * Takes steps.
 * @throws {UnreadableError} where there are none left
 */
export function spend({ budget }: Pick<Scope, 'budget'>, steps = 1): void {
  budget.left -= steps;
  if (budget.left < 0) throw new UnreadableError('aliases, loops, functions or nested templates make it too large');
}

/** Takes the steps for making or searching a text. */
export function spendText(scope: Pick<Scope, 'budget'>, length: number): void {
  spend(scope, length / 64);
}

/** A section of the template: `Parameters`, `Mappings`, `Conditions`, `Resources`. */
export function section({ template }: Pick<Scope, 'template'>, name: string): JsonObject {
  const value = own(template, name);
  return isObject(value) ? value : {};
}

/** More would fill a message. */
const MAX_SOURCES = 3;

const MIN_STEPS = 200_000;

/** What is written out takes a step in at least so many characters; aliases, loops and functions take more. */
const CHARACTERS_A_STEP = 8;

/** Reading a text takes about as long as so many steps of resolving it. */
const CHARACTERS_READ_A_STEP = 64;

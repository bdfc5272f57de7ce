import { existsSync } from 'node:fs';
import { nearest, printable } from '../../../rule/index.ts';
import { countOf } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import { inputName } from '../file/index.ts';
import { type Assignment, readAssignment } from './assignment.ts';
import { isShorthand } from './shorthand.ts';

/** What templates declare, and who they are in a message. */
export interface Declared {
  readonly names: readonly string[];
  /** E.g. `no checked template`. */
  readonly none: string;
  /** Whether these are all; otherwise a name given by hand is noted only. */
  readonly isSure: boolean;
}

/**
 * Refuses a name given by hand that no template declares; notes those in files, which may be meant for others, too.
 * @throws {UsageError}
 */
export function checkNames(
  assignments: readonly Assignment[],
  declared: Declared,
  onNote: (note: string) => void,
): void {
  const known = new Set(declared.names);
  const unknown = Map.groupBy(
    assignments.filter(({ name }) => !known.has(name)),
    ({ file }) => file,
  );
  for (const [file, ones] of unknown) {
    const names = [...new Set(ones.map(({ name }) => name))];
    if (file === undefined && declared.isSure) throw new UsageError(explain(names, declared));
    onNote(note(file, names, declared));
  }
}

/**
 * Refuses arguments beside options that are meant as parameters: the AWS CLI takes several behind one option.
 * @throws {UsageError}
 */
export function refuseStray(positionals: readonly string[], parameters: readonly string[] = []): void {
  const isStray = (text: string): boolean =>
    isShorthand(text) ||
    (parameters.length > 0 && readAssignment(text, { name: '' }) !== undefined && !existsSync(text));
  const stray = positionals.find(isStray);
  if (stray === undefined) return;
  const beginning = printable(stray.replace(/=.*$/s, '='), 300);
  throw new UsageError(`${beginning}... stands without an option. Put --parameters before each parameter.`);
}

/** @throws {UsageError} where a parameter is given twice by hand: one of the two is a mistake */
export function refuseTwice(names: readonly string[]): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new UsageError(`the parameter ${twice} is given twice.`);
}

/** The names that are given by hand. */
export function namesByHand(assignments: readonly Assignment[]): readonly string[] {
  return assignments.filter(({ file }) => file === undefined).map(({ name }) => name);
}

function note(file: string | undefined, unknown: readonly string[], declared: Declared): string {
  const where = file === undefined ? '' : ` ${inputName(file)}`;
  const told = unknown.map((name) => withHint(name, declared));
  return `--parameters${where}: ${declared.none} declares ${list(told)}: left out.`;
}

function withHint(name: string, { names }: Declared): string {
  const meant = nearest(name, names);
  return meant === undefined ? printable(name) : `${printable(name)} (did you mean ${meant}?)`;
}

/** As many names as a line holds. */
const MAX_NAMES = 10;

function list(names: readonly string[]): string {
  const more = names.length - MAX_NAMES;
  return [...names.slice(0, MAX_NAMES), ...(more > 0 ? [countOf(more, 'more', 'more')] : [])].join(', ');
}

function explain(unknown: readonly string[], declared: Declared): string {
  const { names, none } = declared;
  const told = unknown.map((name) => withHint(name, declared));
  const isHinted = told.some((text) => text.endsWith('?)'));
  const others = isHinted || names.length === 0 ? '' : ` Declared: ${list(names)}.`;
  return `--parameters: ${none} declares ${list(told)}.${others}`;
}

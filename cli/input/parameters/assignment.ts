import { type ExemptionsProblem, printable } from '../../../rule/index.ts';
import { UsageError } from '../../usage-error.ts';

/** What somebody gives a parameter. */
export interface Assignment {
  readonly name: string;
  /** Undefined: the value that the stack has already. */
  readonly value: string | undefined;
  /** The file that gives it; undefined of one that is given by hand. */
  readonly file?: string | undefined;
}

/** Where assignments are written. */
export interface Source {
  /** As messages call it; never a value, which may be a secret. */
  readonly name: string;
  readonly file?: string | undefined;
}

/** What is wrong, and where: `pointer` leads to it within a JSON document. */
export function wrongParameters({ name }: Source, { pointer, message }: ExemptionsProblem): UsageError {
  const where = [name, pointer].filter((part) => part !== '').join(' ');
  return new UsageError(`--parameters${where === '' ? '' : ` ${printable(where, 300)}`}: ${message}`);
}

/** Reads `Name=Value`; undefined of anything else. */
export function readAssignment(text: string, { file }: Source): Assignment | undefined {
  const [, name, value] = ASSIGNMENT.exec(text) ?? [];
  return name === undefined ? undefined : { name, value, file };
}

const ASSIGNMENT = /^([A-Za-z0-9]{1,255})=(.*)$/s;

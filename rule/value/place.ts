import type { Assumption, ValueSource } from '../rule.ts';
import { printable } from './text.ts';

/** A value in a resource, the JSON pointer that leads to it, and the assumptions under which it stands there. */
export interface Place {
  readonly value: unknown;
  readonly pointer: string;
  readonly when: readonly Assumption[];
}

/** One value that a place can take; with `unknown`, the reason why the value cannot be told. */
export interface Possibility extends Place {
  readonly unknown?: string;
  /** The parameter of the template whose value would tell it. */
  readonly parameter?: string;
  /** Where the value is unknown but one of these. */
  readonly choices?: readonly unknown[];
  /** Where the value comes from, if it is not written in its place. */
  readonly sources?: readonly ValueSource[];
  /** Nothing stands there: the key is not written, or its value is null or `AWS::NoValue`. */
  readonly isAbsent?: true;
  /** How the value is written, where CloudFormation has it in another way: `-01`, `-0x1`. */
  readonly written?: string;
}

/** Tells every value that a place can take; nothing is one of them. */
export type Resolve = (place: Place) => readonly Possibility[];

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads an own property: a template may use `constructor` or `toString` as a name. */
export function own(object: JsonObject, key: string): unknown {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Escapes a reference token of a JSON pointer (RFC 6901, section 3). */
export function escapePointer(key: string): string {
  return /[~/]/.test(key) ? key.replaceAll('~', '~0').replaceAll('/', '~1') : key;
}

/** The reference tokens of a JSON pointer, unescaped. */
export function pointerKeys(pointer: string): string[] {
  const [, ...keys] = pointer.split('/');
  return pointer.includes('~') ? keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')) : keys;
}

export function childPlace(parent: Place, key: string | number, value: unknown): Place {
  return {
    value,
    pointer: `${parent.pointer}/${typeof key === 'number' ? key : escapePointer(key)}`,
    when: parent.when,
  };
}

/** Whether a key is the name of an intrinsic function. */
export function isFunctionName(key: string): boolean {
  return key === 'Ref' || key.startsWith('Fn::');
}

/** Whether a value is an object none of whose keys is a function, so that it is what is written whatever resolves it. */
export function holdsNoFunction(value: unknown): value is JsonObject {
  return isObject(value) && !Object.keys(value).some(isFunctionName);
}

/** The name of the intrinsic function that an object is, e.g. `Fn::If`; undefined where it is none. */
export function intrinsicName(value: unknown): string | undefined {
  return isObject(value) ? onlyFunction(Object.keys(value)) : undefined;
}

/** Why the value of a function is unknown that nobody but CloudFormation resolves. */
export function unresolvedReason(name: string): string {
  return `${printable(name, 60)} is resolved by CloudFormation only`;
}

/** The same place with nothing in it. */
export function absent(place: Place): Possibility {
  return { ...place, value: undefined, isAbsent: true };
}

/** The possibilities of which there is anything to read. */
export function present(possibilities: readonly Possibility[]): readonly Possibility[] {
  return possibilities.filter(({ isAbsent }) => isAbsent !== true);
}

export function unresolved(place: Place, name: string): Possibility {
  return { ...place, unknown: unresolvedReason(name) };
}

/**
 * Makes a `Resolve` of what is to be done with a function. Ordinary values are what they are; a function that stands
 * beside ordinary keys adds to them.
 */
export function resolveWith(apply: (place: Place, name: string) => readonly Possibility[]): Resolve {
  return (place) => {
    const { value } = place;
    if (value === null || value === undefined) return [absent(place)];
    if (!isObject(value)) return [place];
    const keys = Object.keys(value);
    const name = onlyFunction(keys);
    if (name !== undefined) return apply(place, name);
    // `Fn::Transform` and `Fn::ForEach::Name` stand beside ordinary keys; seldom.
    const functions = keys.filter((key) => key.startsWith('Fn::'));
    if (functions.length === 0) return [place];
    const added = functions.flatMap((key) => apply({ ...place, value: { [key]: value[key] } }, key));
    return [place, ...added];
  };
}

const onlyFunction = (keys: readonly string[]): string | undefined => {
  const [name] = keys;
  return keys.length === 1 && name !== undefined && isFunctionName(name) ? name : undefined;
};

/** For properties that CloudFormation has resolved: an intrinsic that is left in them is unknown. */
export const resolveNothing: Resolve = resolveWith((place, name) => [unresolved(place, name)]);

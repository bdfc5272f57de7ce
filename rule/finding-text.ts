import type { Destination, ValueSource } from './rule.ts';
import { intrinsicName, isObject, own, printable, printableValue } from './value/index.ts';

/** Where traffic may go, in so many characters at most: `10.0.0.0/8, TargetSg`; null where nothing is named. */
export function destinationText(destinations: readonly Destination[], length: number): string | null {
  if (destinations.length === 0) return null;
  return destinations.map(({ value }) => valueText(value, length / destinations.length)).join(', ');
}

/** Where a value comes from: `the default of parameter Protocol`; empty where it is written in its place. */
export function sourceText(sources: readonly ValueSource[]): string {
  return sources.map(({ kind, name }) => sourceWords[kind](printable(name, 60))).join(' and ');
}

/** A value from outside on one line: a reference as the name that it names, any other function as JSON. */
function valueText(value: unknown, length = 100): string {
  const name = referenceName(value);
  return name === undefined ? printableValue(value, length) : printable(name, length);
}

/** The name that a reference names: `TargetSg` of `!Ref TargetSg` and `!GetAtt TargetSg.GroupId`; undefined of anything else. */
function referenceName(value: unknown): string | undefined {
  const name = intrinsicName(value);
  const argument = isObject(value) && name !== undefined ? own(value, name) : undefined;
  if (name === 'Fn::GetAtt') return attributeName(argument);
  if (typeof argument !== 'string') return undefined;
  return name === 'Ref' || name === 'Fn::ImportValue' || name === 'Fn::Sub' ? argument : undefined;
}

/** What every group and prefix list has for an id: that it is asked for goes without saying. */
const IDENTIFYING = new Set(['GroupId', 'PrefixListId']);

const attributeName = (argument: unknown): string | undefined => {
  const [name, ...attribute] = (Array.isArray(argument) ? argument : String(argument).split('.')).map(String);
  const path = attribute.join('.');
  return IDENTIFYING.has(path) ? name : [name, path].filter(Boolean).join('.');
};

const sourceWords: Readonly<Record<ValueSource['kind'], (name: string) => string>> = {
  given: (name) => `given to parameter ${name}`,
  default: (name) => `the default of parameter ${name}`,
  allowed: (name) => `allowed to parameter ${name}`,
  mapping: (name) => `from mapping ${name}`,
};

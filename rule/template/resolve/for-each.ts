import { childPlace, isObject, type Place } from '../../value/index.ts';
import { spend, spendText } from '../budget.ts';
import { compute } from './compute.ts';
import { type Scope, section } from './scope.ts';

/** Whether a key is an `Fn::ForEach`, whose name is part of the key. */
export function isForEach(key: string): boolean {
  return key.startsWith('Fn::ForEach::');
}

/** One of the keys that an `Fn::ForEach` makes. */
export interface Expansion {
  readonly key: string;
  /** The value of the key, at the key in the body as it is written. */
  readonly place: Place;
  /** The body that holds the key. */
  readonly body: Place;
}

/**
 * Expands `{ "Fn::ForEach::Name": [identifier, collection, body] }`: every key of the body, for every item of the collection.
 * `outer` are the replacements of the loops around it.
 */
export function expand(scope: Scope, place: Place, outer: readonly Replacement[] = []): Expansion[] {
  const [name, argument] = isObject(place.value) ? (Object.entries(place.value)[0] ?? []) : [];
  const [identifier, collection, body] = Array.isArray(argument) ? argument : [];
  if (name === undefined || typeof identifier !== 'string' || !isObject(body)) return [];
  const written = childPlace(childPlace(place, name, argument), 2, body);
  return itemsOf(scope, replaceAll(scope, collection, outer), identifier).flatMap((item) =>
    expandBody(scope, written, [...outer, { identifier, item }]),
  );
}

/** The conditions of a template by name, with those that loops make. */
export function conditionsOf(scope: Scope): ReadonlyMap<string, unknown> {
  scope.loops.conditions ??= expandConditions(scope);
  return scope.loops.conditions;
}

interface Replacement {
  readonly identifier: string;
  readonly item: string;
}

/** A collection that is unknown leaves the variable where it is: what depends on it is undetermined then. */
const itemsOf = (scope: Scope, collection: unknown, identifier: string): readonly string[] => {
  const known = compute(scope, collection);
  const items = 'values' in known && known.values.length === 1 ? known.values[0] : undefined;
  return Array.isArray(items) ? items.map(String) : [`\${${identifier}}`];
};

const replaceAll = (scope: Scope, body: unknown, replacements: readonly Replacement[]): unknown =>
  replacements.reduce((value, replacement) => replace(scope, value, replacement), body);

/** A copy with the identifier replaced. */
const replace = (scope: Scope, body: unknown, replacement: Replacement): unknown => {
  spend(scope);
  if (typeof body === 'string') return replaceText(scope, body, replacement);
  if (Array.isArray(body)) return body.map((item) => replace(scope, item, replacement));
  if (!isObject(body)) return body;
  if (Object.keys(body).length === 1 && body['Ref'] === replacement.identifier) return replacement.item;
  return Object.fromEntries(
    Object.entries(body).map(([key, value]) => [
      replaceText(scope, key, replacement),
      replace(scope, value, replacement),
    ]),
  );
};

/** `${Id}` is the item; `&{Id}` is the item without what a logical id cannot hold. */
const replaceText = (scope: Scope, text: string, { identifier, item }: Replacement): string => {
  const replaced = replaceMark(scope, text, `\${${identifier}}`, item);
  return replaceMark(scope, replaced, `&{${identifier}}`, item.replace(/[^A-Za-z0-9]/g, ''));
};

const replaceMark = (scope: Scope, text: string, mark: string, item: string): string => {
  const pieces = text.split(mark);
  spendText(scope, text.length + pieces.length * item.length);
  return pieces.join(item);
};

/** What the keys of a body are under the replacements; a loop among them is expanded in turn. */
const expandBody = (scope: Scope, body: Place, replacements: readonly Replacement[]): Expansion[] =>
  Object.entries(isObject(body.value) ? body.value : {}).flatMap(([key, value]) => {
    if (isForEach(key)) return expand(scope, { ...body, value: { [key]: value } }, replacements);
    const replaced = replacements.reduce((text, replacement) => replaceText(scope, text, replacement), key);
    return [{ key: replaced, place: childPlace(body, key, replaceAll(scope, value, replacements)), body }];
  });

const expandConditions = (scope: Scope): ReadonlyMap<string, unknown> => {
  const conditions: Place = { value: section(scope, 'Conditions'), pointer: '/Conditions', when: [] };
  const made = Object.entries(section(scope, 'Conditions')).flatMap(([key, value]) =>
    isForEach(key) ? expand(scope, { ...conditions, value: { [key]: value } }) : [{ key, place: { value } }],
  );
  return new Map(made.map(({ key, place }) => [key, place.value]));
};

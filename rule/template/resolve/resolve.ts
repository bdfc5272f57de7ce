import type { Assumption, ValueSource } from '../../rule.ts';
import {
  absent,
  childPlace,
  isObject,
  type Place,
  type Possibility,
  type Resolve,
  resolveWith,
  unresolved,
} from '../../value/index.ts';
import { spend } from '../budget.ts';
import { compute, isComputed } from './compute.ts';
import { assume } from './condition.ts';
import { expand, isForEach } from './for-each.ts';
import { NOTHING } from './possible-values.ts';
import type { Scope } from './scope.ts';

/** Makes a `Resolve` for the values of a template: the functions that can be resolved from it alone, and no others. */
export function makeResolve(scope: Scope): Resolve {
  const resolveValue = resolveWith((place, name) => {
    if (name === 'Fn::If') return resolveIf(scope, argumentOf(place, name), resolve);
    if (isForEach(name)) return resolveForEach(scope, place, resolve);
    return isComputed(name) ? resolveComputed(scope, place, resolve) : [unresolved(place, name)];
  });
  /** Every place takes a step: aliases can make a short list long. */
  const resolve: Resolve = (place) => {
    spend(scope);
    return resolveValue(place);
  };
  return resolve;
}

/** Every branch that is still open, under the assumption that opens it. */
const resolveIf = (scope: Scope, argument: Place, resolve: Resolve): readonly Possibility[] => {
  if (!Array.isArray(argument.value) || typeof argument.value[0] !== 'string')
    return [{ ...argument, unknown: 'Fn::If without the name of a condition' }];
  const [condition, ...branches] = argument.value;
  return branches.slice(0, 2).flatMap((branch, index) => {
    const when = assume(scope, argument.when, { condition, holds: index === 0 });
    return when === undefined ? [] : resolve({ ...childPlace(argument, index + 1, branch), when });
  });
};

const argumentOf = (place: Place, name: string): Place =>
  childPlace(place, name, isObject(place.value) ? place.value[name] : undefined);

/** The keys that a loop adds to the object in which it stands. */
const resolveForEach = (scope: Scope, place: Place, resolve: Resolve): readonly Possibility[] =>
  expand(scope, place).flatMap(({ key, place: child, body }) => resolve({ ...body, value: { [key]: child.value } }));

const resolveComputed = (scope: Scope, place: Place, resolve: Resolve): readonly Possibility[] => {
  const used: ValueSource[] = [];
  const known = compute(assuming({ ...scope, used }, place.when), place.value);
  if (!('values' in known)) {
    const { unknown, parameter } = known;
    return [{ ...place, unknown, ...(parameter !== undefined && { parameter }) }];
  }
  const from = used.length > 0 ? { sources: used } : {};
  const choices = known.values.filter((value) => value !== NOTHING);
  const nothing = choices.length < known.values.length ? [absent(place)] : [];
  if (choices.length > 1) return [{ ...place, ...from, unknown: 'it can take several values', choices }, ...nothing];
  const found = choices.flatMap((value) => resolve({ ...place, value }));
  return [...found.map((possibility) => ({ ...possibility, ...from })), ...nothing];
};

/** A scope in which the assumptions hold: they close branches within functions too. */
const assuming = (scope: Scope, when: readonly Assumption[]): Scope => ({
  ...scope,
  enter: (branch) => {
    const extended = assume(scope, when, branch);
    return extended && assuming(scope, extended);
  },
});

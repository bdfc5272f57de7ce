import type { Assumption } from '../rule.ts';
import { compileCondition, type Formulas } from './formula.ts';
import { type Scope, spend, spendText } from './scope.ts';

const MAX_ASSIGNMENTS = 1024;

interface Variable {
  readonly name: string;
  readonly domain: readonly string[];
}

/** One of the combinations of what the variables can be: its number, written with one digit for each of them. */
const combination = (variables: readonly Variable[], number: number): Map<string, string> => {
  const values = new Map<string, string>();
  let rest = number;
  for (const { name, domain } of variables) {
    values.set(name, domain[rest % domain.length] ?? '');
    rest = Math.floor(rest / domain.length);
  }
  return values;
};

const solve = (scope: Scope, when: readonly Assumption[]): boolean => {
  const formulas: Formulas = { scope, domains: new Map(), named: new Map() };
  const wanted = when.map(({ condition, holds }) => ({ holds, formula: compileCondition(formulas, condition) }));
  const variables = Array.from(formulas.domains, ([name, domain]) => ({ name, domain: [...domain] }));
  const count = variables.reduce((product, { domain }) => product * domain.length, 1);
  if (count > MAX_ASSIGNMENTS) return true;
  for (let number = 0; number < count; number += 1) {
    spend(scope, 1 + (variables.length + formulas.named.size) / 16);
    const assignment = { values: combination(variables, number), results: new Map<string, boolean>() };
    if (wanted.every(({ holds, formula }) => formula(assignment) === holds)) return true;
  }
  return false;
};

/** Whether assumptions can hold together; where that takes too long to tell, they can. */
const satisfiable = (scope: Scope, when: readonly Assumption[]): boolean => {
  const key = JSON.stringify(when);
  spendText(scope, key.length);
  const known = scope.satisfiable.get(key) ?? solve(scope, when);
  scope.satisfiable.set(key, known);
  return known;
};

/** What a condition adds to what is assumed already: nothing where that decides it; undefined where it cannot be so. */
export const assume = (
  scope: Scope,
  when: readonly Assumption[],
  assumption: Assumption,
): readonly Assumption[] | undefined => {
  const { condition, holds } = assumption;
  const extended = [...when, assumption];
  if (!satisfiable(scope, extended)) return undefined;
  return satisfiable(scope, [...when, { condition, holds: !holds }]) ? extended : when;
};

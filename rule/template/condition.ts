import type { Assumption } from '../rule.ts';
import { compileCondition, type Formulas } from './formula.ts';
import type { Scope } from './scope.ts';

const MAX_ASSIGNMENTS = 4096;

type Variable = readonly [name: string, domain: ReadonlySet<string>];

function* assignments([first, ...others]: readonly Variable[]): Generator<Map<string, string>> {
  if (first === undefined) return yield new Map();
  for (const rest of assignments(others)) for (const value of first[1]) yield new Map(rest).set(first[0], value);
}

const solve = (scope: Scope, when: readonly Assumption[]): boolean => {
  const formulas: Formulas = { scope, domains: new Map(), named: new Map() };
  const wanted = when.map(({ condition, holds }) => ({ holds, formula: compileCondition(formulas, condition) }));
  const variables = [...formulas.domains];
  const count = variables.reduce((product, [, domain]) => product * domain.size, 1);
  if (count > MAX_ASSIGNMENTS) return true;
  for (const values of assignments(variables)) {
    const assignment = { values, results: new Map<string, boolean>() };
    if (wanted.every(({ holds, formula }) => formula(assignment) === holds)) return true;
  }
  return false;
};

/** Whether assumptions can hold together; where that takes too long to tell, they can. */
const satisfiable = (scope: Scope, when: readonly Assumption[]): boolean => {
  const key = JSON.stringify(when);
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

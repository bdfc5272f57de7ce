import type { Assumption } from '../../rule.ts';
import { spendText } from '../budget.ts';
import type { Scope } from './scope.ts';
import { canHold } from './truth.ts';

/** What a condition adds to what is assumed already: nothing where that decides it; undefined where it cannot be so. */
export function assume(
  scope: Scope,
  when: readonly Assumption[],
  assumption: Assumption,
): readonly Assumption[] | undefined {
  const { condition, holds } = assumption;
  const extended = [...when, assumption];
  if (!satisfiable(scope, extended)) return undefined;
  return satisfiable(scope, [...when, { condition, holds: !holds }]) ? extended : when;
}

/** Whether assumptions can hold together. */
const satisfiable = (scope: Scope, when: readonly Assumption[]): boolean => {
  const key = JSON.stringify(when);
  spendText(scope, key.length);
  const known = scope.satisfiable.get(key) ?? canHold(scope, when);
  scope.satisfiable.set(key, known);
  return known;
};

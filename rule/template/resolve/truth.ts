import type { Assumption } from '../../rule.ts';
import { holdsReference, isObject } from '../../value/index.ts';
import { spend } from '../budget.ts';
import { isSame } from '../read/index.ts';
import { compute } from './compute.ts';
import { conditionsOf } from './for-each.ts';
import { NOTHING } from './possible-values.ts';
import type { Scope } from './scope.ts';

/**
 * Whether assumptions can hold together, as far as three-valued logic tells: true, false or open. What two conditions say of
 * one open parameter is not compared, so that they may seem to hold together where they exclude each other; never the
 * other way.
 */
export function canHold(scope: Scope, when: readonly Assumption[]): boolean {
  const assumed = new Map<string, Truth>();
  for (const { condition, holds } of when) {
    if (assumed.get(condition) === !holds) return false;
    assumed.set(condition, holds);
  }
  return when.every(({ condition, holds }) => {
    // What is asked about is open itself, so that the others decide.
    const known = new Map(assumed).set(condition, undefined);
    return ask({ scope, known }, conditionsOf(scope).get(condition), 0) !== !holds;
  });
}

/** Whether something holds; undefined: open. */
type Truth = boolean | undefined;

/** What is known of conditions by name: assumed, or worked out; undefined also while one is being asked. */
interface Question {
  readonly scope: Scope;
  readonly known: Map<string, Truth>;
}

/** Levels of expressions and of conditions that name each other; what lies deeper is open. */
const MAX_DEPTH = 400;

/** What an expression comes to. */
const ask = (question: Question, expression: unknown, depth: number): Truth => {
  spend(question.scope);
  const [name = '', argument] = isObject(expression) ? (Object.entries(expression)[0] ?? []) : [];
  if (depth > MAX_DEPTH) return undefined;
  if (name === 'Condition') return askCondition(question, String(argument), depth);
  const parts = Array.isArray(argument) ? argument : [];
  const askPart = (part: unknown): Truth => ask(question, part, depth + 1);
  if (name === 'Fn::And') return every(parts.map(askPart));
  if (name === 'Fn::Or') return not(every(parts.map((part) => not(askPart(part)))));
  if (name === 'Fn::Not') return not(askPart(parts[0]));
  return name === 'Fn::Equals' && parts.length === 2 ? areEqual(question.scope, parts) : undefined;
};

const askCondition = ({ scope, known }: Question, name: string, depth: number): Truth => {
  if (known.has(name)) return known.get(name);
  known.set(name, undefined);
  const result = ask({ scope, known }, conditionsOf(scope).get(name), depth + 1);
  known.set(name, result);
  return result;
};

const every = (truths: readonly Truth[]): Truth => {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
};

const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

const areEqual = (scope: Scope, operands: readonly unknown[]): Truth => {
  const [left, right] = operands.map((operand) => textsOf(scope, operand));
  if (left === undefined || right === undefined) return undefined;
  spend(scope, left.length * right.length);
  const results = new Set(left.flatMap((text) => right.map((other) => isSame(text, other))));
  return results.size > 1 ? undefined : [...results][0];
};

/** All that an operand can be. A default does not decide a condition, unless nobody can give another value. */
const textsOf = (scope: Scope, operand: unknown): readonly string[] | undefined => {
  const openParameters = scope.openParameters === 'defaultIsFinal' ? 'defaultIsFinal' : 'anyValue';
  const known = compute({ ...scope, openParameters }, operand);
  const values = 'values' in known ? known.values : [];
  return values.length > 0 && values.every(isText) ? values.map(String) : undefined;
};

const isText = (value: unknown): boolean =>
  value !== undefined && value !== NOTHING && typeof value !== 'object' && !holdsReference(String(value));

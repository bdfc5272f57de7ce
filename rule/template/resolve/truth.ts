import type { Assumption } from '../../rule.ts';
import { isObject } from '../../value/index.ts';
import { spend, spendText } from '../budget.ts';
import { askEqual, learnEqual, type ParameterFacts } from './comparison.ts';
import { conditionsOf } from './for-each.ts';
import type { Scope } from './scope.ts';

/** Whether assumptions can hold together: not where three-valued logic finds that they contradict each other. */
export function canHold(scope: Scope, when: readonly Assumption[]): boolean {
  const facts: Facts = {
    scope,
    conditions: new Map(),
    expressions: new Map(),
    parameters: new Map(),
    learning: new Set(),
    circular: new Set(),
    results: new Map(),
  };
  const agree = when.every(({ condition, holds }) => learnCondition(facts, condition, holds, 0));
  return facts.circular.size > 0 || (agree && isConsistent(facts));
}

/** Whether something holds; undefined: open. */
type Truth = boolean | undefined;

/** What is taken for granted: of conditions by name, of expressions by text. */
interface Facts extends ParameterFacts {
  readonly conditions: Map<string, boolean>;
  readonly expressions: Map<string, boolean>;
  /** Conditions that are being learned, and those among them that refer to themselves, of which nothing follows. */
  readonly learning: Set<string>;
  readonly circular: Set<string>;
  /** What conditions come to; undefined also while one is being asked. */
  readonly results: Map<string, Truth>;
}

const learnCondition = (facts: Facts, name: string, holds: boolean, depth: number): boolean => {
  if (facts.learning.has(name)) facts.circular.add(name);
  const before = facts.conditions.get(name);
  if (before !== undefined) return before === holds;
  facts.conditions.set(name, holds);
  facts.learning.add(name);
  const expression = conditionOf(facts, name);
  const agrees = expression === undefined || learn(facts, expression, holds, depth + 1);
  facts.learning.delete(name);
  return agrees;
};

const conditionOf = ({ scope }: Facts, name: string): unknown => conditionsOf(scope).get(name);

/** Levels of expressions and of conditions that name each other; what lies deeper is open. */
const MAX_DEPTH = 400;

/** Takes it for granted that an expression holds, or does not; false where that contradicts what is known. */
const learn = (facts: Facts, expression: unknown, holds: boolean, depth: number): boolean => {
  spend(facts.scope);
  if (depth > MAX_DEPTH) return true;
  const [name, argument, parts] = partsOf(expression);
  if (name === 'Condition') return learnCondition(facts, String(argument), holds, depth);
  if (name === 'Fn::Not') return learn(facts, parts[0], !holds, depth + 1);
  if (name === (holds ? 'Fn::And' : 'Fn::Or')) return parts.every((part) => learn(facts, part, holds, depth + 1));
  if (name === 'Fn::Equals') learnEqual(facts, parts, holds);
  const text = textOf(facts, expression);
  if (text !== undefined && !facts.expressions.has(text)) facts.expressions.set(text, holds);
  return text === undefined || facts.expressions.get(text) === holds;
};

/** The function of an expression, and its argument. */
const partsOf = (expression: unknown): readonly [name: string, argument: unknown, parts: readonly unknown[]] => {
  const [name = '', argument] = isObject(expression) ? (Object.entries(expression)[0] ?? []) : [];
  return [name, argument, Array.isArray(argument) ? argument : []];
};

/** An expression of more parts is like no other. */
const MAX_PARTS = 100;

/** The same text for the same expression, so that what is open alike goes together; undefined of a large one. */
const textOf = ({ scope }: Facts, expression: unknown): string | undefined => {
  let parts = 0;
  const limit = (_key: string, part: unknown): unknown => {
    parts += 1;
    return parts > MAX_PARTS ? undefined : part;
  };
  const text = String(JSON.stringify(expression, limit));
  spend(scope, parts);
  spendText(scope, text.length);
  return parts > MAX_PARTS ? undefined : text;
};

const isConsistent = (facts: Facts): boolean => {
  for (const [name, holds] of facts.conditions) facts.results.set(name, holds);
  return Array.from(facts.conditions).every(([name, holds]) => {
    facts.results.set(name, undefined);
    const result = ask(facts, conditionOf(facts, name), 0);
    facts.results.set(name, holds);
    return result !== !holds;
  });
};

/** What an expression comes to. */
const ask = (facts: Facts, expression: unknown, depth: number): Truth => {
  spend(facts.scope);
  if (depth > MAX_DEPTH) return undefined;
  const [name, argument, parts] = partsOf(expression);
  if (name === 'Condition') return askCondition(facts, String(argument), depth);
  const askPart = (part: unknown): Truth => ask(facts, part, depth + 1);
  if (name === 'Fn::And') return every(parts.map(askPart));
  if (name === 'Fn::Or') return not(every(parts.map((part) => not(askPart(part)))));
  if (name === 'Fn::Not') return not(askPart(parts[0]));
  const result = name === 'Fn::Equals' && parts.length === 2 ? askEqual(facts, parts) : undefined;
  return result ?? facts.expressions.get(textOf(facts, expression) ?? '');
};

const askCondition = (facts: Facts, name: string, depth: number): Truth => {
  if (facts.results.has(name)) return facts.results.get(name);
  facts.results.set(name, undefined);
  const result = ask(facts, conditionOf(facts, name), depth + 1);
  facts.results.set(name, result);
  return result;
};

const every = (truths: readonly Truth[]): Truth => {
  if (truths.includes(false)) return false;
  return truths.includes(undefined) ? undefined : true;
};

const not = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

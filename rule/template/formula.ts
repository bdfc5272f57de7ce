import { holdsReference } from '../ip-protocol.ts';
import { intrinsicName, isObject, own } from '../place.ts';
import { compute } from './compute.ts';
import { NOTHING } from './known.ts';
import { allowedValues, givenValue, isListParameter, isParameter } from './parameter.ts';
import { type Scope, section, spend, spendText } from './scope.ts';

/** One way the open parameters may turn out, and what the conditions come to then. */
export interface Assignment {
  readonly values: ReadonlyMap<string, string>;
  readonly results: Map<string, boolean>;
}

export type Formula = (assignment: Assignment) => boolean;

/** A set of conditions as formulas over what is open: parameters, and comparisons that nothing is known of. */
export interface Formulas {
  readonly scope: Scope;
  /** What each variable can be. */
  readonly domains: Map<string, Set<string>>;
  /** By name; undefined while a condition is being compiled, so that it cannot refer to itself. */
  readonly named: Map<string, Formula | undefined>;
}

/** Levels of expressions and of conditions that name each other; what lies deeper is open. */
const MAX_DEPTH = 400;
/** An expression of more parts is like no other. */
const MAX_PARTS = 100;

/** A value that no condition compares with. */
const OTHER = '\u0000other';

const atom = ({ domains }: Formulas, name: string): Formula => {
  domains.set(name, new Set(['true', 'false']));
  return ({ values }) => values.get(name) === 'true';
};

/** The same text for the same expression, so that conditions that are open alike go together. */
const textOf = ({ scope, domains }: Formulas, expression: unknown): string => {
  let parts = 0;
  const limit = (_key: string, part: unknown): unknown => {
    parts += 1;
    return parts > MAX_PARTS ? undefined : part;
  };
  const text = String(JSON.stringify(expression, limit));
  spend(scope, parts);
  spendText(scope, text.length);
  return parts > MAX_PARTS ? `number ${domains.size}` : text;
};

const openParameter = ({ scope }: Formulas, operand: unknown): string | undefined => {
  const name = intrinsicName(operand) === 'Ref' && isObject(operand) ? operand['Ref'] : undefined;
  if (typeof name !== 'string' || !isParameter(scope, name) || isListParameter(scope, name)) return undefined;
  return givenValue(scope, name) === undefined ? name : undefined;
};

/** Defaults do not decide a condition: whoever deploys may give another value. */
const literalOf = ({ scope }: Formulas, operand: unknown): string | undefined => {
  const known = compute({ ...scope, unset: scope.unset === 'final' ? 'final' : 'any' }, operand);
  const value = 'values' in known && known.values.length === 1 ? known.values[0] : undefined;
  if (value === undefined || value === NOTHING || typeof value === 'object') return undefined;
  return holdsReference(String(value)) ? undefined : String(value);
};

const compare = (formulas: Formulas, parameter: string, literal: string): Formula => {
  const allowed = allowedValues(formulas.scope, parameter)?.map(String);
  const domain = formulas.domains.get(parameter) ?? new Set(allowed ?? [OTHER]);
  if (allowed === undefined) domain.add(literal);
  formulas.domains.set(parameter, domain);
  return ({ values }) => values.get(parameter) === literal;
};

const equals = (formulas: Formulas, operands: readonly unknown[]): Formula => {
  const parameters = operands.map((operand) => openParameter(formulas, operand));
  const literals = operands.map((operand, index) =>
    parameters[index] === undefined ? literalOf(formulas, operand) : undefined,
  );
  const [parameter, literal] = [
    parameters.find((name) => name !== undefined),
    literals.find((text) => text !== undefined),
  ];
  if (parameter !== undefined && literal !== undefined) return compare(formulas, parameter, literal);
  if (literals.includes(undefined)) return atom(formulas, `comparison ${textOf(formulas, operands)}`);
  return () => literals[0] === literals[1];
};

const compileFunction = (
  formulas: Formulas,
  [name, argument]: readonly unknown[],
  depth: number,
): Formula | undefined => {
  const parts = Array.isArray(argument) ? argument : [];
  if (name === 'Fn::Equals' && parts.length === 2) return equals(formulas, parts);
  if (name !== 'Fn::And' && name !== 'Fn::Or' && name !== 'Fn::Not') return undefined;
  const inner = parts.map((part) => compileExpression(formulas, part, depth + 1));
  if (name === 'Fn::Not') return (assignment) => !inner[0]?.(assignment);
  return name === 'Fn::And'
    ? (assignment) => inner.every((formula) => formula(assignment))
    : (assignment) => inner.some((formula) => formula(assignment));
};

const compileExpression = (formulas: Formulas, expression: unknown, depth: number): Formula => {
  spend(formulas.scope);
  const entry: readonly unknown[] = isObject(expression) ? (Object.entries(expression)[0] ?? []) : [];
  if (entry[0] === 'Condition') return compileCondition(formulas, String(entry[1]), depth);
  const formula = depth < MAX_DEPTH ? compileFunction(formulas, entry, depth) : undefined;
  return formula ?? atom(formulas, `expression ${textOf(formulas, expression)}`);
};

/** The formula of a named condition; one that does not exist, or that refers to itself, is open. */
export const compileCondition = (formulas: Formulas, name: string, depth = 0): Formula => {
  const before = formulas.named.get(name);
  if (before !== undefined) return before;
  const expression = own(section(formulas.scope, 'Conditions'), name);
  const isOpen = expression === undefined || formulas.named.has(name) || depth > MAX_DEPTH;
  if (isOpen) return atom(formulas, `condition ${name}`);
  formulas.named.set(name, undefined);
  const formula = compileExpression(formulas, expression, depth + 1);
  const remembered: Formula = (assignment) => {
    const result = assignment.results.get(name) ?? formula(assignment);
    assignment.results.set(name, result);
    return result;
  };
  formulas.named.set(name, remembered);
  return remembered;
};

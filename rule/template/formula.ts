import { intrinsicName, isObject, own } from '../place.ts';
import { boundedJson } from '../text.ts';
import { compute } from './compute.ts';
import { allowedValues, givenValue, isParameter } from './parameter.ts';
import { type Scope, section } from './scope.ts';

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
  readonly named: Map<string, Formula>;
}

/** A value that no condition compares with. */
const OTHER = '\u0000other';

const atom = ({ domains }: Formulas, name: string): Formula => {
  domains.set(name, new Set(['true', 'false']));
  return ({ values }) => values.get(name) === 'true';
};

const openParameter = ({ scope }: Formulas, operand: unknown): string | undefined => {
  const name = intrinsicName(operand) === 'Ref' && isObject(operand) ? operand['Ref'] : undefined;
  const isOpen = typeof name === 'string' && isParameter(scope, name) && givenValue(scope, name) === undefined;
  return isOpen ? name : undefined;
};

/** Defaults do not decide a condition: whoever deploys may give another value. */
const literalOf = ({ scope }: Formulas, operand: unknown): string | undefined => {
  const known = compute({ ...scope, unset: scope.unset === 'final' ? 'final' : 'any' }, operand);
  const value = 'values' in known && known.values.length === 1 ? known.values[0] : undefined;
  return value === undefined || typeof value === 'object' ? undefined : String(value);
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
  if (literals.includes(undefined)) return atom(formulas, `comparison ${boundedJson(operands)}`);
  return () => literals[0] === literals[1];
};

const compileFunction = (formulas: Formulas, name: string | undefined, argument: unknown): Formula | undefined => {
  const parts = Array.isArray(argument) ? argument : [];
  if (name === 'Fn::Equals' && parts.length === 2) return equals(formulas, parts);
  if (name !== 'Fn::And' && name !== 'Fn::Or' && name !== 'Fn::Not') return undefined;
  const inner = parts.map((part) => compileExpression(formulas, part));
  if (name === 'Fn::Not') return (assignment) => !inner[0]?.(assignment);
  return name === 'Fn::And'
    ? (assignment) => inner.every((formula) => formula(assignment))
    : (assignment) => inner.some((formula) => formula(assignment));
};

const compileExpression = (formulas: Formulas, expression: unknown): Formula => {
  const [name, argument] = isObject(expression) ? (Object.entries(expression)[0] ?? []) : [];
  if (name === 'Condition') return compileCondition(formulas, String(argument));
  return compileFunction(formulas, name, argument) ?? atom(formulas, `expression ${boundedJson(expression)}`);
};

/** The formula of a named condition; one that does not exist, or that refers to itself, is open. */
export const compileCondition = (formulas: Formulas, name: string): Formula => {
  const before = formulas.named.get(name);
  if (before !== undefined) return before;
  const expression = own(section(formulas.scope, 'Conditions'), name);
  formulas.named.set(name, atom(formulas, `condition ${name}`));
  if (expression === undefined) return compileCondition(formulas, name);
  const formula = compileExpression(formulas, expression);
  const remembered: Formula = (assignment) => {
    const result = assignment.results.get(name) ?? formula(assignment);
    assignment.results.set(name, result);
    return result;
  };
  formulas.named.set(name, remembered);
  return remembered;
};

import { holdsReference, intrinsicName, isObject } from '../../value/index.ts';
import { spend } from '../budget.ts';
import { isSame } from '../read/index.ts';
import { compute } from './compute.ts';
import { allowedValues, givenValue, isListParameter, isParameter } from './parameter.ts';
import { NOTHING } from './possible-values.ts';
import type { Scope } from './scope.ts';

/** What is taken for granted of open parameters, by name. */
export interface ParameterFacts {
  readonly scope: Scope;
  readonly parameters: Map<string, { readonly is?: string; readonly not: readonly string[] }>;
}

/** Takes it for granted that the operands of an `Fn::Equals` are equal, or are not. */
export function learnEqual(facts: ParameterFacts, operands: readonly unknown[], holds: boolean): void {
  const [name, literal] = comparisonOf(facts, operands);
  if (name === undefined || literal === undefined) return;
  const { is, not } = facts.parameters.get(name) ?? { not: [] };
  const isAllowed = allowedValues(facts.scope, name)?.map(String).includes(literal) !== false;
  const only = is ?? (holds && isAllowed ? literal : undefined);
  facts.parameters.set(name, { ...(only !== undefined && { is: only }), not: holds ? not : [...not, literal] });
}

/** Whether the operands of an `Fn::Equals` are equal; undefined: open. */
export function askEqual(facts: ParameterFacts, operands: readonly unknown[]): boolean | undefined {
  const [left, right] = operands.map((operand) => textsOf(facts, operand));
  if (left === undefined || right === undefined) return isExcluded(facts, operands) ? false : undefined;
  spend(facts.scope, left.length * right.length);
  const results = new Set(left.flatMap((text) => right.map((other) => isSame(text, other))));
  // Where no value is left, it contradicts what left none.
  if (results.size === 0) return true;
  return results.size > 1 ? undefined : [...results][0];
}

/** The parameter and the literal that are compared; undefined where it is something else. */
const comparisonOf = ({ scope }: ParameterFacts, operands: readonly unknown[]): readonly (string | undefined)[] => {
  const names = operands.map((operand) => openParameter(scope, operand));
  const literals = operands.flatMap((operand, index) =>
    names[index] === undefined ? (literalsOf(scope, operand) ?? []) : [],
  );
  return [names.find((name) => name !== undefined), literals.length === 1 ? literals[0] : undefined];
};

const openParameter = (scope: Scope, operand: unknown): string | undefined => {
  const name = intrinsicName(operand) === 'Ref' && isObject(operand) ? operand['Ref'] : undefined;
  if (typeof name !== 'string' || !isParameter(scope, name) || isListParameter(scope, name)) return undefined;
  return givenValue(scope, name) === undefined ? name : undefined;
};

/** Defaults do not decide a condition: whoever deploys may give another value. */
const literalsOf = (scope: Scope, operand: unknown): readonly string[] | undefined => {
  const known = compute(
    { ...scope, openParameters: scope.openParameters === 'defaultIsFinal' ? 'defaultIsFinal' : 'anyValue' },
    operand,
  );
  const values = 'values' in known ? known.values : [];
  return values.length > 0 && values.every(isText) ? values.map(String) : undefined;
};

const isText = (value: unknown): boolean =>
  value !== undefined && value !== NOTHING && typeof value !== 'object' && !holdsReference(String(value));

/** All that an operand can be. */
const textsOf = ({ scope, parameters }: ParameterFacts, operand: unknown): readonly string[] | undefined => {
  const name = openParameter(scope, operand);
  if (name === undefined) return literalsOf(scope, operand);
  const { is, not = [] } = parameters.get(name) ?? {};
  return is === undefined
    ? allowedValues(scope, name)
        ?.map(String)
        .filter((value) => !not.includes(value))
    : [is];
};

const isExcluded = (facts: ParameterFacts, operands: readonly unknown[]): boolean => {
  const [name, literal] = comparisonOf(facts, operands);
  return name !== undefined && literal !== undefined && facts.parameters.get(name)?.not.includes(literal) === true;
};

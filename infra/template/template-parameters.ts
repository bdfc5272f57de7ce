import { isObject, type JsonObject, nearest, own, printable } from '../../rule/index.ts';

/** The parameters that a template declares, by name. */
export function declaredParameters(template: JsonObject): JsonObject {
  const declared = own(template, 'Parameters');
  return isObject(declared) ? declared : {};
}

/** What CloudFormation would refuse of the given values, before anything is sent. */
export function checkParameters(template: JsonObject, given: Values): string | undefined {
  const declared = declaredParameters(template);
  return Object.entries(given)
    .map(([name, value]) => checkValue(declared, name, value))
    .find((problem) => problem !== undefined);
}

type Values = Readonly<Record<string, string>>;

const checkType: Check = ({ Type: type }, value) =>
  type === 'Number' && (value.trim() === '' || Number.isNaN(Number(value))) ? 'it takes a number' : undefined;

const checkAllowed: Check = ({ AllowedValues: allowed }, value) => {
  if (!Array.isArray(allowed) || allowed.some((one) => String(one) === value)) return undefined;
  return `it takes ${allowed.map(String).join(', ')}`;
};

const checkPattern: Check = ({ AllowedPattern: pattern, ConstraintDescription: constraint }, value) => {
  if (typeof pattern !== 'string' || compile(pattern)?.test(value) !== false) return undefined;
  return typeof constraint === 'string' ? `it takes ${constraint.replace(/\.$/, '')}` : `it has to match ${pattern}`;
};

/** CloudFormation's patterns are Java's; one that JavaScript does not read is left to CloudFormation. */
const compile = (pattern: string): RegExp | undefined => {
  try {
    return new RegExp(`^(?:${pattern})$`);
  } catch {
    return undefined;
  }
};

/** All of `MinLength`, `MaxLength`, `MinValue` and `MaxValue` that a declaration has. */
const checkBounds: Check = (declaration, value) => {
  const bounds: readonly (readonly [string, boolean, string])[] = [
    ['MinLength', value.length < Number(declaration['MinLength']), 'characters at least'],
    ['MaxLength', value.length > Number(declaration['MaxLength']), 'characters at most'],
    ['MinValue', Number(value) < Number(declaration['MinValue']), 'at least'],
    ['MaxValue', Number(value) > Number(declaration['MaxValue']), 'at most'],
  ];
  const broken = bounds.find(([, isBroken]) => isBroken);
  return broken && `it takes ${String(declaration[broken[0]])} ${broken[2]}`;
};

const checks = [checkType, checkAllowed, checkPattern, checkBounds];

type Check = (declaration: JsonObject, value: string) => string | undefined;

const checkValue = (declared: JsonObject, name: string, value: string): string | undefined => {
  const declaration = own(declared, name);
  if (!isObject(declaration)) return explainUnknown(Object.keys(declared), name);
  const problem = checks.map((check) => check(declaration, value)).find((text) => text !== undefined);
  return problem && `the parameter ${name} cannot be ${JSON.stringify(value)}: ${problem}.`;
};

const explainUnknown = (names: readonly string[], name: string): string => {
  const meant = nearest(name, names);
  const hint = meant === undefined ? `. It has ${names.join(', ') || 'none'}.` : `: did you mean ${meant}?`;
  return `the template has no parameter ${printable(name)}${hint}`;
};

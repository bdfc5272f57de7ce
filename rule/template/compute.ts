import { intrinsicName, isObject, type JsonObject, own } from '../place.ts';
import { combine, type Known, one } from './known.ts';
import { isParameter, parameterValues } from './parameter.ts';
import { type Scope, section, spend } from './scope.ts';

type Compute = (scope: Scope, argument: unknown) => Known;

const asText = (value: unknown): string | undefined =>
  typeof value === 'object' || value === undefined ? undefined : String(value);

const computeAll = (scope: Scope, values: readonly unknown[]): Known =>
  combine(
    values.map((value) => compute(scope, value)),
    (items) => items,
  );

const ref: Compute = (scope, name) => {
  if (typeof name !== 'string') return { unknown: 'Ref without a name' };
  const pseudo = own(scope.pseudo ?? {}, name);
  if (pseudo !== undefined) return one(pseudo);
  return isParameter(scope, name) ? parameterValues(scope, name) : { unknown: `${name} is known only at deployment` };
};

const innerMap = (scope: Scope, name: unknown): JsonObject => {
  const map = own(section(scope, 'Mappings'), String(name));
  return isObject(map) ? map : {};
};

const valuesAt = (map: JsonObject, outer: Known, inner: Known): unknown[] => {
  const rows = 'values' in outer ? outer.values.map((key) => own(map, String(key))) : Object.values(map);
  return rows
    .filter(isObject)
    .flatMap((row) => ('values' in inner ? inner.values.map((key) => own(row, String(key))) : Object.values(row)));
};

/** A key that is unknown leaves all that the map holds at the other one. */
const findInMap: Compute = (scope, argument) => {
  const [name, outer, inner, options] = Array.isArray(argument) ? argument : [];
  const map = compute(scope, name);
  if (!('values' in map)) return map;
  const keys = [compute(scope, outer), compute(scope, inner)] as const;
  const found = map.values.flatMap((mapName) => valuesAt(innerMap(scope, mapName), ...keys));
  const values = [...new Set(found.filter((value) => value !== undefined))];
  const fallback = isObject(options) ? own(options, 'DefaultValue') : undefined;
  if (fallback !== undefined) {
    const other = compute(scope, fallback);
    return 'values' in other ? { values: [...values, ...other.values] } : other;
  }
  return values.length > 0 ? { values } : { unknown: 'Fn::FindInMap finds nothing' };
};

const join: Compute = (scope, argument) => {
  const [separator, list] = Array.isArray(argument) ? argument : [];
  return combine([compute(scope, separator), compute(scope, list)], ([by, items]) => {
    const texts = Array.isArray(items) ? items.map(asText) : [undefined];
    return texts.includes(undefined) ? undefined : texts.join(String(by));
  });
};

const select: Compute = (scope, argument) => {
  const [index, list] = Array.isArray(argument) ? argument : [];
  if (!Array.isArray(list))
    return combine([compute(scope, index), compute(scope, list)], ([at, items]) =>
      Array.isArray(items) ? items[Number(at)] : undefined,
    );
  const at = compute(scope, index);
  if (!('values' in at) || at.values.length !== 1) return { unknown: 'Fn::Select with an index that is unknown' };
  return compute(scope, list[Number(at.values[0])]);
};

const split: Compute = (scope, argument) => {
  const [separator, text] = Array.isArray(argument) ? argument : [];
  return combine([compute(scope, separator), compute(scope, text)], ([by, source]) =>
    asText(source)?.split(String(by)),
  );
};

const VARIABLE = /\$\{([^!}][^}]*)\}/g;

const variableOf = (scope: Scope, variables: JsonObject, name: string): Known => {
  const value = own(variables, name);
  if (value !== undefined) return compute(scope, value);
  return name.includes('.') ? { unknown: `${name} is known only at deployment` } : ref(scope, name);
};

const sub: Compute = (scope, argument) => {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') return { unknown: 'Fn::Sub without a text' };
  const names = [...text.matchAll(VARIABLE)].map((match) => String(match[1]).trim());
  const parts = names.map((name) => variableOf(scope, isObject(variables) ? variables : {}, name));
  return combine(parts, (values) => {
    const texts = values.map(asText);
    let index = -1;
    const result = text.replace(VARIABLE, () => {
      index += 1;
      return texts[index] ?? '';
    });
    return texts.includes(undefined) ? undefined : result.replaceAll('${!', '${');
  });
};

const choose: Compute = (scope, argument) => {
  const branches = Array.isArray(argument) ? argument.slice(1).map((branch) => compute(scope, branch)) : [];
  const values = branches.flatMap((branch) => ('values' in branch ? branch.values : []));
  const open = branches.find((branch) => 'unknown' in branch);
  return open ?? { values };
};

const functions: Readonly<Record<string, Compute>> = {
  Ref: ref,
  'Fn::FindInMap': findInMap,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::Sub': sub,
  'Fn::If': choose,
};

/** Whether the result of a function can be computed from a template at all. */
export const isComputed = (name: string): boolean => Object.hasOwn(functions, name);

/** What a value is, its functions resolved; without guessing. */
export const compute: Compute = (scope, value) => {
  if (!spend(scope)) return { unknown: 'it takes too long to resolve' };
  if (Array.isArray(value)) return computeAll(scope, value);
  const name = intrinsicName(value);
  if (name === undefined || !isObject(value)) return one(value);
  const apply = own(functions, name) as Compute | undefined;
  return apply ? apply(scope, value[name]) : { unknown: `${name} is resolved by CloudFormation only` };
};

import { intrinsicName, isObject, type JsonObject, own, printable, unresolvedReason } from '../../value/index.ts';
import { spend, spendText } from '../budget.ts';
import { isSame } from '../read/index.ts';
import { isParameter, parameterValues } from './parameter.ts';
import { combine, NOTHING, type PossibleValues, single, union } from './possible-values.ts';
import { noteSource, type Scope, section } from './scope.ts';

/** Whether the result of a function can be computed from a template at all. */
export function isComputed(name: string): boolean {
  return functions.has(name);
}

/** What a value is, its functions resolved; without guessing. */
export const compute: Compute = (scope, value) => {
  spend(scope);
  if (value === undefined) return { unknown: 'a function has arguments that do not fit' };
  if (Array.isArray(value)) return computeAll(scope, value);
  const name = intrinsicName(value);
  if (name === undefined || !isObject(value)) return single(value);
  return functions.get(name)?.(scope, value[name]) ?? { unknown: unresolvedReason(name) };
};

type Compute = (scope: Scope, argument: unknown) => PossibleValues;

const ref: Compute = (scope, name) => {
  if (typeof name !== 'string') return { unknown: 'Ref without a name' };
  if (name === 'AWS::NoValue') return single(NOTHING);
  const pseudo = own(scope.pseudo ?? {}, name);
  if (pseudo !== undefined) return single(pseudo);
  return isParameter(scope, name) ? parameterValues(scope, name) : knownLater(name);
};

const knownLater = (name: string): PossibleValues => ({
  unknown: `${printable(name, 60)} is known only at deployment`,
});

const findInMap: Compute = (scope, argument) => {
  const [name, outer, inner, options] = Array.isArray(argument) ? argument : [];
  const keys = [name, outer, inner].map((key) => compute(scope, key));
  const [first = single(undefined), ...others] = keys;
  if (!('values' in first)) return first;
  const found = others.reduce(
    (maps, key) => valuesAtEach(scope, maps, key),
    valuesAt(scope, section(scope, 'Mappings'), first),
  );
  if (!('values' in found)) return found;
  const fallback =
    isObject(options) && !(isSure(found) && keys.every(isSure)) ? own(options, 'DefaultValue') : undefined;
  const values = [...new Set(found.values)];
  for (const map of first.values) noteSource(scope, { kind: 'mapping', name: String(map) });
  if (fallback !== undefined) return union([{ values }, compute(scope, fallback)]);
  return values.length > 0 ? { values } : { unknown: 'Fn::FindInMap finds nothing' };
};

const computeAll = (scope: Scope, values: readonly unknown[]): PossibleValues =>
  combine(
    values.map((value) => compute(scope, value)),
    (items) => items.filter((item) => item !== NOTHING),
  );

const valuesAtEach = (scope: Scope, maps: PossibleValues, key: PossibleValues): PossibleValues =>
  'values' in maps ? union(maps.values.map((map) => valuesAt(scope, map, key))) : maps;

/** What a map holds at a key, or all that it holds where the key is unknown; a transform adds what nobody knows. */
const valuesAt = (scope: Scope, map: unknown, key: PossibleValues): PossibleValues => {
  if (!isObject(map)) return { values: [] };
  if (Object.hasOwn(map, 'Fn::Transform')) return { unknown: 'a transform adds to the map' };
  const names = 'values' in key ? key.values.map(String) : Object.keys(map);
  const values = names.map((name) => own(map, name));
  spend(scope, values.length);
  if (values.includes(undefined) && mayBeKey(scope, map, names))
    return { unknown: 'a key of the map is a fraction that may be printed in another way' };
  return { values: values.filter((value) => value !== undefined) };
};

/** Whether one of the names, which are not all in the map, may be in it all the same. */
const mayBeKey = (scope: Scope, map: JsonObject, names: readonly string[]): boolean => {
  const keys = Object.keys(map);
  spend(scope, keys.length * names.length);
  return names.some((name) => keys.some((key) => isSame(key, name) === undefined));
};

const isSure = (known: PossibleValues): boolean => 'values' in known && known.values.length === 1;

const join: Compute = (scope, argument) => {
  const [separator, list] = Array.isArray(argument) ? argument : [];
  return combine([compute(scope, separator), compute(scope, list)], ([separators, items]) => {
    const by = asText(separators);
    const texts = Array.isArray(items) ? items.map(asText) : [undefined];
    spendTexts(scope, texts, by);
    return by === undefined || texts.includes(undefined) ? undefined : texts.join(by);
  });
};

const asText = (value: unknown): string | undefined =>
  typeof value === 'object' || value === undefined || value === NOTHING ? undefined : String(value);

/** What joining the texts takes. */
const spendTexts = (scope: Scope, texts: readonly unknown[], separator = ''): void =>
  spendText(
    scope,
    texts.reduce((sum: number, text) => sum + String(text).length + separator.length, 0),
  );

const select: Compute = (scope, argument) => {
  const [index, list] = Array.isArray(argument) ? argument : [];
  if (!Array.isArray(list)) return selectFrom(compute(scope, list), compute(scope, index));
  const at = compute(scope, index);
  if (!('values' in at) || at.values.length !== 1) return { unknown: 'Fn::Select with an index that is unknown' };
  if (list.some((item) => mayBeNothing(scope, item))) return { unknown: 'Fn::Select from a list that may be shorter' };
  return compute(scope, list[Number(at.values[0])]);
};

const selectFrom = (list: PossibleValues, index: PossibleValues): PossibleValues => {
  if ('unknown' in list && list.items !== undefined) return { values: list.items };
  return combine([index, list], ([at, items]) => (Array.isArray(items) ? items[Number(at)] : undefined));
};

const mayBeNothing = (scope: Scope, item: unknown): boolean => {
  const known = compute(scope, item);
  return 'values' in known && known.values.includes(NOTHING);
};

const split: Compute = (scope, argument) => {
  const [separator, text] = Array.isArray(argument) ? argument : [];
  return combine([compute(scope, separator), compute(scope, text)], ([separators, source]) => {
    const by = asText(separators);
    spendTexts(scope, [asText(source)]);
    return by === undefined ? undefined : asText(source)?.split(by);
  });
};

const sub: Compute = (scope, argument) => {
  const [text, variables] = Array.isArray(argument) ? argument : [argument, {}];
  if (typeof text !== 'string') return { unknown: 'Fn::Sub without a text' };
  spendText(scope, text.length);
  const names = [...text.matchAll(VARIABLE)].map((match) => String(match[1]).trim());
  const parts = names.map((name) => variableOf(scope, isObject(variables) ? variables : {}, name));
  return combine(parts, (values) => {
    const texts = values.map(asText);
    spendTexts(scope, [text, ...texts]);
    let index = -1;
    const result = text.replace(VARIABLE, () => {
      index += 1;
      return texts[index] ?? '';
    });
    return texts.includes(undefined) ? undefined : result.replaceAll('${!', '${');
  });
};

const VARIABLE = /\$\{([^!{}][^{}]*)\}/g;

const variableOf = (scope: Scope, variables: JsonObject, name: string): PossibleValues => {
  const value = own(variables, name);
  if (value !== undefined) return compute(scope, value);
  return name.includes('.') ? knownLater(name) : ref(scope, name);
};

const choose: Compute = (scope, argument) => {
  const [condition, ...branches] = Array.isArray(argument) ? argument : [];
  if (branches.length !== 2) return { unknown: 'Fn::If without two branches' };
  const { enter = () => scope } = scope;
  const open = branches.flatMap((branch, index) => {
    const inner = typeof condition === 'string' ? enter({ condition, holds: index === 0 }) : scope;
    return inner === undefined ? [] : [compute(inner, branch)];
  });
  return union(open);
};

const functions: ReadonlyMap<string, Compute> = new Map([
  ['Ref', ref],
  ['Fn::FindInMap', findInMap],
  ['Fn::Join', join],
  ['Fn::Select', select],
  ['Fn::Split', split],
  ['Fn::Sub', sub],
  ['Fn::If', choose],
]);

import {
  childPlace,
  intrinsicName,
  isForEach,
  isObject,
  type Place,
  type Possibility,
  pointerKeys,
  type Resolve,
  type TemplateResource,
} from '../../rule/index.ts';
/** Gives the value of a reference to another resource; undefined where nobody can know it before a deployment. */
export type Provision = (reference: { readonly name: string; readonly attribute?: string }) => string | undefined;

/** Resolves properties to the end, as CloudFormation does before it calls a hook; what cannot be known stays as it is written. */
export function makeProperties(resolve: Resolve, provision: Provision) {
  const finish = (place: Place): unknown => {
    const places = resolve(place);
    const [first] = places;
    if (first === undefined || first.isAbsent) return undefined;
    if (first.unknown !== undefined) return provisioned(first.value) ?? first.value;
    if (Array.isArray(first.value))
      return first.value.map((item, index) => finish(childPlace(first, index, item))).filter(isThere);
    if (!isObject(first.value)) return first.value;
    const entries = entriesOf(places).map((child) => [lastKey(child), finish(child)] as const);
    return Object.fromEntries(entries.filter(([, value]) => isThere(value)));
  };
  const provisioned = (value: unknown): string | undefined => {
    const reference = intrinsicName(value) && referenceOf(value);
    return reference ? provision(reference) : undefined;
  };
  return ({ properties, pointer, when }: TemplateResource): unknown =>
    finish({ value: properties, pointer: `${pointer}/Properties`, when }) ?? {};
}

/** Properties as an older CloudFormation sends them: every number and boolean a string. */
export function stringify(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(stringify);
  if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, stringify(child)]));
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}

const isThere = (value: unknown): boolean => value !== undefined;

/** The keys of an object, and those that a loop in it makes. */
const entriesOf = (places: readonly Possibility[]): Place[] =>
  places.flatMap((place) =>
    place.unknown === undefined && isObject(place.value)
      ? Object.entries(place.value).flatMap(([key, child]) => (isForEach(key) ? [] : childPlace(place, key, child)))
      : [],
  );

const lastKey = ({ pointer }: Place): string => pointerKeys(pointer).at(-1) ?? '';

const referenceOf = (value: unknown): Parameters<Provision>[0] | undefined => {
  if (!isObject(value)) return undefined;
  const { Ref: name, 'Fn::GetAtt': getAtt } = value;
  if (typeof name === 'string') return { name };
  const [target, ...attribute] = (Array.isArray(getAtt) ? getAtt : String(getAtt ?? '').split('.')).map(String);
  return target ? { name: target, attribute: attribute.join('.') } : undefined;
};

import { propertiesOf } from '../../location.ts';
import type { Resource } from '../../rule.ts';
import {
  childPlace,
  isObject,
  type JsonObject,
  own,
  type Place,
  type Possibility,
  type Resolve,
} from '../../value/place.ts';
import type { TemplateSettings } from '../resolve/scope.ts';

/** The type of a stack set, whose stacks are in other accounts and Regions. */
export const STACK_SET = 'AWS::CloudFormation::StackSet';

/** Whether resources of a type deploy a template of their own. */
export function isNestedType(type: string): boolean {
  return LOCATIONS.has(type);
}

/** What a parent gives the parameters of a nested template. */
export interface GivenParameters {
  /** Those whose values are known. */
  readonly values: JsonObject;
  /** Those of which it is known only that something is given. */
  readonly unknown: readonly string[];
  /** What the parameters get that are not among them. */
  readonly others: NonNullable<TemplateSettings['unset']>;
}

/** A use of a nested template that is not written in place. */
export interface NestedUse {
  readonly logicalId: string;
  readonly type: string;
  /** A URL, or before it is packaged a path; absent where that is not known. */
  readonly location?: string;
  readonly given: GivenParameters;
}

/** A template that is written as a text within another: the text, and the JSON pointer to it. */
export interface InlineTemplate {
  readonly pointer: string;
  /** Absent where it is not known; `reason` tells why. */
  readonly text?: string;
  readonly reason?: string;
  /** Whether each line of it is one of the outer text. */
  readonly isInPlace: boolean;
}

/** Every text that the `TemplateBody` of a nested stack or stack set can be. */
export function inlineTemplatesOf(resource: Resource, resolve: Resolve): readonly InlineTemplate[] {
  if (!isNestedType(resource.type)) return [];
  const body = child(propertiesOf(resource), 'TemplateBody');
  const written = textInPlace(body);
  if (written !== undefined) return [written];
  return resolve(body)
    .filter(({ isAbsent }) => isAbsent !== true)
    .map(textMade);
}

/** The templates elsewhere that a nested stack, stack set or application deploys, each with what it is given. */
export function nestedUsesOf(resource: Resource, resolve: Resolve): readonly NestedUse[] {
  const key = LOCATIONS.get(resource.type);
  if (key === undefined) return [];
  const given = givenBy(resource, resolve);
  const { logicalId, type } = resource;
  return resolve(child(propertiesOf(resource), key))
    .filter(({ isAbsent }) => isAbsent !== true)
    .map(({ value, unknown }) =>
      unknown === undefined && typeof value === 'string'
        ? { logicalId, type, location: value, given }
        : { logicalId, type, given },
    );
}

/** Reads what a resource gives the parameters of its template. */
export function givenBy(resource: Resource, resolve: Resolve): GivenParameters {
  const properties = propertiesOf(resource);
  if (!isObject(properties.value)) return { ...NOBODY_KNOWS, others: 'final' };
  if (isOpen(properties.value)) return NOBODY_KNOWS;
  const [found, ...others] = resolve(child(properties, 'Parameters'));
  if (found === undefined || others.length > 0 || found.unknown !== undefined) return NOBODY_KNOWS;
  // The instances of a stack set may be given other values, here or by hand.
  if (resource.type === STACK_SET) return { ...read(listed(found), resolve), others: 'default' };
  return { ...read(named(found), resolve), others: 'final' };
}

/**
 * The settings for a nested template: what the outer one is given says nothing of it, but where it runs does. A stack
 * set's is deployed to other accounts and Regions.
 */
export function settingsFor<T extends TemplateSettings>(
  settings: T,
  { type }: Pick<Resource, 'type'>,
  given: GivenParameters,
): Omit<T, 'around'> {
  const { around: _around, ...outer } = settings;
  const { 'AWS::StackName': _name, 'AWS::StackId': _id, ...home } = settings.pseudo ?? {};
  const { values: parameters, unknown, others } = given;
  return {
    ...outer,
    parameters,
    unknownParameters: new Set(unknown),
    pseudo: type === STACK_SET ? {} : home,
    unset: others === 'default' && settings.unset === 'any' ? 'any' : others,
  };
}

/** Where a resource that deploys a template of its own says which. */
const LOCATIONS: ReadonlyMap<string, string> = new Map([
  ['AWS::CloudFormation::Stack', 'TemplateURL'],
  [STACK_SET, 'TemplateURL'],
  ['AWS::Serverless::Application', 'Location'],
]);

const child = (place: Place, key: string): Place =>
  childPlace(place, key, isObject(place.value) ? own(place.value, key) : undefined);

/** The text of a string, or of an `Fn::Sub`, whose variables are left in it: the rule takes them for unknown. */
const textInPlace = (place: Place): InlineTemplate | undefined => {
  const { value, pointer } = place;
  if (typeof value === 'string') return { text: value, pointer, isInPlace: true };
  if (Array.isArray(value)) return textInPlace(childPlace(place, 0, value[0]));
  return isObject(value) && 'Fn::Sub' in value ? textInPlace(child(place, 'Fn::Sub')) : undefined;
};

const NO_TEXT = 'it is no text';

const textMade = (found: Possibility): InlineTemplate => {
  const { value, pointer, unknown } = found;
  if (unknown === undefined && isText(value)) return { text: String(value), pointer, isInPlace: false };
  return { pointer, reason: unknown ?? NO_TEXT, isInPlace: false };
};

const isText = (value: unknown): boolean => typeof value !== 'object' && value !== undefined;

const NOBODY_KNOWS: GivenParameters = { values: {}, unknown: [], others: 'any' };

/** Whether a transform may add properties that nobody knows here. */
const isOpen = (value: JsonObject): boolean => Object.keys(value).some((key) => key.startsWith('Fn::'));

type Parameter = readonly [name: string, value: Place];

const read = (parameters: readonly Parameter[], resolve: Resolve): Pick<GivenParameters, 'values' | 'unknown'> => {
  const given = parameters
    .map(([name, place]) => [name, resolve(place)] as const)
    .filter(([, found]) => !isNothing(found));
  return {
    values: Object.fromEntries(given.flatMap(([name, found]) => (isKnown(found) ? [[name, found[0]?.value]] : []))),
    unknown: given.flatMap(([name, found]) => (isKnown(found) ? [] : [name])),
  };
};

const isNothing = (found: readonly Possibility[]): boolean => found.every(({ isAbsent }) => isAbsent === true);

const isKnown = (found: readonly Possibility[]): boolean => found.length === 1 && found.every(isGiven);

/** A list is given as it is, or as a text with commas. */
const isGiven = ({ value, unknown }: Possibility): boolean =>
  unknown === undefined && (isText(value) || (Array.isArray(value) && value.every(isText)));

const listed = (parameters: Place): readonly Parameter[] =>
  Array.isArray(parameters.value)
    ? parameters.value.flatMap((item, index) => {
        const place = childPlace(parameters, index, item);
        const name = child(place, 'ParameterKey').value;
        return typeof name === 'string' ? [[name, child(place, 'ParameterValue')] as const] : [];
      })
    : [];

const named = (parameters: Place): readonly Parameter[] =>
  isObject(parameters.value)
    ? Object.entries(parameters.value).map(([name, value]) => [name, childPlace(parameters, name, value)] as const)
    : [];

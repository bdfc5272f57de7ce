import { conditionText, joinConditions, propertiesOf } from '../../location.ts';
import type { Assumption, Resource } from '../../rule.ts';
import { childPlace, isObject, own, type Place, type Possibility, present, type Resolve } from '../../value/index.ts';
import type { TemplateSettings } from '../resolve/index.ts';
import { type GivenParameters, givenParameters, STACK_SET } from './given-parameters.ts';

/** Whether resources of a type deploy a template of their own. */
export function isNestedType(type: string): boolean {
  return LOCATIONS.has(type);
}

/** A use of a nested template that is not written in place. */
export interface NestedUse {
  readonly logicalId: string;
  readonly type: string;
  /** The included file in which the resource is written; absent: the template itself. */
  readonly file?: string;
  /** A URL, or before it is packaged a path; absent where that is not known. */
  readonly location?: string;
  readonly given: GivenParameters;
}

/** A use of a template that is written in the resource that deploys it. */
export interface InlineUse {
  readonly inline: InlineTemplate;
  readonly given: GivenParameters;
}

/** The uses of every text that the `TemplateBody` of a nested stack or stack set can be. */
export function inlineUsesOf(resource: Resource, resolve: Resolve): readonly InlineUse[] {
  if (!isNestedType(resource.type)) return [];
  const body = child(propertiesOf(resource), 'TemplateBody');
  const written = textInPlace(body);
  const texts: readonly Text[] =
    written === undefined ? present(resolve(body)).map(textMade) : [{ inline: written, when: body.when }];
  return texts.flatMap(({ inline, when }) =>
    givenParameters(resource, when, resolve).map((given) => ({ inline, given })),
  );
}

/** The uses of the templates elsewhere that a nested stack, stack set or application deploys. */
export function nestedUsesOf(resource: Resource, resolve: Resolve): readonly NestedUse[] {
  const key = LOCATIONS.get(resource.type);
  if (key === undefined) return [];
  const { logicalId, type } = resource;
  return present(resolve(child(propertiesOf(resource), key))).flatMap(({ value, unknown, when }) => {
    const location = unknown === undefined && typeof value === 'string' ? { location: value } : {};
    return givenParameters(resource, when, resolve).map((given) => ({ logicalId, type, ...location, given }));
  });
}

/**
 * The settings for a nested template: what the outer one is given says nothing of it, but where it runs does. A stack
 * set's is deployed to other accounts and Regions.
 */
export function settingsFor<T extends TemplateSettings>(
  settings: T,
  { type }: Pick<Resource, 'type'>,
  { when, values, choices, unknown, others }: GivenParameters,
): T {
  const { 'AWS::StackName': _name, 'AWS::StackId': _id, ...home } = settings.pseudo ?? {};
  const deployedIf = joinConditions(settings.deployedIf, conditionText(when));
  return {
    ...settings,
    ...(deployedIf !== undefined && { deployedIf }),
    parameters: values,
    choices,
    unknownParameters: new Set(unknown),
    pseudo: type === STACK_SET ? {} : home,
    openParameters: others === 'useDefault' && settings.openParameters === 'anyValue' ? 'anyValue' : others,
  };
}

/** Where a resource that deploys a template of its own says which. */
const LOCATIONS: ReadonlyMap<string, string> = new Map([
  ['AWS::CloudFormation::Stack', 'TemplateURL'],
  [STACK_SET, 'TemplateURL'],
  ['AWS::Serverless::Application', 'Location'],
]);

/** A template that is written as a text within another: the text, and the JSON pointer to it. */
interface InlineTemplate {
  readonly pointer: string;
  /** Absent where it is not known; `reason` tells why. */
  readonly text?: string;
  readonly reason?: string;
  /** Whether each line of it is one of the outer text. */
  readonly isInPlace: boolean;
}

/** A text that a resource can hold, and the assumptions under which it does. */
interface Text {
  readonly inline: InlineTemplate;
  readonly when: readonly Assumption[];
}

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

const textMade = ({ value, pointer, unknown, when }: Possibility): Text => {
  const isKnown = unknown === undefined && typeof value !== 'object' && value !== undefined;
  const made = isKnown ? { text: String(value) } : { reason: unknown ?? NO_TEXT };
  return { inline: { pointer, ...made, isInPlace: false }, when };
};

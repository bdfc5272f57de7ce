import { childPlace, isObject, own, type Place } from '../place.ts';
import type { Resource } from '../rule.ts';
import { propertiesOf } from '../spot.ts';

const TYPES = new Set(['AWS::CloudFormation::Stack', 'AWS::CloudFormation::StackSet']);

/** Whether resources of a type deploy a template of their own. */
export const isNestedType = (type: string): boolean => TYPES.has(type);

/** The properties of a nested stack or stack set; undefined of any other resource. */
const nestedProperties = (resource: Resource): Place | undefined => {
  const properties = propertiesOf(resource);
  return isNestedType(resource.type) && isObject(properties.value) ? properties : undefined;
};

const child = (place: Place, key: string): Place =>
  childPlace(place, key, isObject(place.value) ? own(place.value, key) : undefined);

/** A template that is written as a text within another: the text, and the JSON pointer to it. */
export interface InlineTemplate {
  readonly text: string;
  readonly pointer: string;
}

/** The text of a string, or of an `Fn::Sub`, whose variables are left in it: the rule takes them for unknown. */
const textOf = (place: Place): InlineTemplate | undefined => {
  const { value, pointer } = place;
  if (typeof value === 'string') return { text: value, pointer };
  if (Array.isArray(value)) return textOf(childPlace(place, 0, value[0]));
  return isObject(value) && 'Fn::Sub' in value ? textOf(child(place, 'Fn::Sub')) : undefined;
};

/** The `TemplateBody` of a nested stack or stack set, where it is written in place. */
export const inlineTemplateOf = (resource: Resource): InlineTemplate | undefined => {
  const properties = nestedProperties(resource);
  return properties && textOf(child(properties, 'TemplateBody'));
};

/** The `TemplateURL` of a nested stack or stack set, where it is a literal: before it is packaged, a local path. */
export const templateUrlOf = (resource: Resource): string | undefined => {
  const properties = nestedProperties(resource);
  const url = properties && child(properties, 'TemplateURL').value;
  return typeof url === 'string' ? url : undefined;
};

import { isObject, type JsonObject, own } from '../place.ts';

/** AWS's own transforms make no security group and no egress of one, but for the one that includes anything. */
const isMacro = (name: unknown): boolean =>
  typeof name !== 'string' || name === 'AWS::Include' || !name.startsWith('AWS::');

const nameOf = (transform: unknown): unknown => (isObject(transform) ? own(transform, 'Name') : transform);

/** Whether a template may come to have resources that are not written in it: a macro or an include adds what it likes. */
export function mayGrow(template: JsonObject): boolean {
  const resources = own(template, 'Resources');
  const transforms = [own(template, 'Transform') ?? []].flat().map(nameOf);
  return transforms.some(isMacro) || (isObject(resources) && Object.hasOwn(resources, 'Fn::Transform'));
}

import { intrinsicName, isObject, type JsonObject, own } from '../../value/index.ts';

/** The name of a transform, as text or as the object of `Fn::Transform`; undefined where it is not written. */
export function transformName(transform: unknown): string | undefined {
  const name = isObject(transform) ? own(transform, 'Name') : transform;
  return typeof name === 'string' ? name : undefined;
}

/** Whether a type is a module, of which CloudFormation makes other resources. */
export function isModule(type: string): boolean {
  return type.endsWith('::MODULE');
}

/** What stands for a module that another tool puts in before CloudFormation gets the template: `!Rain::Module`. */
export function toolTag(type: unknown): string | undefined {
  const name = intrinsicName(type);
  return name !== undefined && /^Fn::\w+::/.test(name) ? name.replace('Fn::', '') : undefined;
}

/** What may add resources to a template that are not written in it, by name: macros and modules. */
export function additionsIn(template: JsonObject): readonly string[] {
  const names = [...macrosOf(template), ...modulesOf(own(template, 'Resources'))];
  return [...new Set(names.map((name) => name ?? 'a macro'))];
}

/** Whether a template may come to have resources that are not written in it. */
export function mayGrow(template: JsonObject): boolean {
  const resources = own(template, 'Resources');
  return additionsIn(template).length > 0 || (isObject(resources) && Object.hasOwn(resources, 'Fn::Transform'));
}

const macrosOf = (template: JsonObject): readonly (string | undefined)[] =>
  [own(template, 'Transform') ?? [], own(template, 'Fn::Transform') ?? []].flat().map(transformName).filter(isMacro);

/** AWS's own transforms make no security group and no egress of one, but for the one that includes anything. */
const isMacro = (name: string | undefined): boolean => !name?.startsWith('AWS::') || name === 'AWS::Include';

const modulesOf = (resources: unknown): readonly string[] =>
  Object.values(isObject(resources) ? resources : {}).flatMap(
    (resource) => (isObject(resource) ? moduleName(own(resource, 'Type')) : undefined) ?? [],
  );

const moduleName = (type: unknown): string | undefined =>
  typeof type === 'string' && isModule(type) ? type : toolTag(type);

export { isForEach } from './for-each.ts';
export { allowedValues, givenItems } from './parameter.ts';
export { makeResolve } from './resolve.ts';
export { type Definition, listDefinitions, listResources, type TemplateResource, whenDefined } from './resources.ts';
export { makeScope, type Scope, section, type TemplateSettings } from './scope.ts';

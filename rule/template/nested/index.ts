export { STACK_SET } from './given-parameters.ts';
export { type IncludedFile, mergeIncludes, type ReadIncluded, type WholeTemplate, withIncludes } from './include.ts';
export { additionsIn, isModule, mayGrow } from './macros.ts';
export {
  type InlineUse,
  inlineUsesOf,
  isNestedType,
  type NestedUse,
  nestedUsesOf,
  settingsFor,
} from './nested-template.ts';
export { listTransformed } from './transformed.ts';

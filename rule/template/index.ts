export { type Budget, makeBudget } from './budget.ts';
export { type EvaluateSettings, emptyEvaluation, evaluateTemplate, type TemplateEvaluation } from './evaluate.ts';
export {
  additionsIn,
  type IncludedFile,
  listTransformed,
  mergeIncludes,
  type NestedUse,
  type ReadIncluded,
  STACK_SET,
  settingsFor,
  withIncludes,
} from './nested/index.ts';
export { openTemplate } from './position-of-resolved.ts';
export { isTemplate, type Located, mayBeTemplate, mayConcern, type Position, readDocuments } from './read/index.ts';
export {
  allowedValues,
  givenItems,
  isForEach,
  listDefinitions,
  listResources,
  makeResolve,
  makeScope,
  type Scope,
  section,
  type TemplateResource,
  type TemplateSettings,
} from './resolve/index.ts';

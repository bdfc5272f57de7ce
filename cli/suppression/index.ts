export { prepareSuppressions } from './find-suppressions.ts';
export type { Suppression } from './suppression.ts';

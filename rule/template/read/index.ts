export { type Document, isTemplate, readDocuments } from './documents.ts';
export type { Located, Position } from './position.ts';
export { mayBeTemplate, mayConcern } from './prefilter.ts';
export type { IsWanted } from './prune.ts';
export { isSame } from './scalar.ts';
export { withSpelling } from './spelling.ts';

import { makeDependencies } from './dependencies.ts';
import { createHandler } from './handle.ts';

/** The function of the resource hook: it decides on each resource, and has no reader of templates. */
export const handler = createHandler(makeDependencies(process.env));

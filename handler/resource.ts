import { createHandler } from './handle.ts';
import { makeOutlets } from './outlets.ts';

/** The function of the resource hook: it decides on each resource, and has no reader of templates. */
export const handler = createHandler(makeOutlets(process.env));

import { makeDependencies } from './dependencies.ts';
import { createHandler } from './handle.ts';
import { earlyWarning } from './template/index.ts';

/** The function of the template hook: it warns of stacks and change sets before anything is provisioned. */
export const handler = createHandler({ ...makeDependencies(process.env), earlyWarning });

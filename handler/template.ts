import { createHandler } from './handle.ts';
import { makeOutlets } from './outlets.ts';
import { evaluateRequest } from './template/index.ts';

/** The function of the template hook: it warns of stacks and change sets before anything is provisioned. */
export const handler = createHandler({ ...makeOutlets(process.env), evaluateRequest });

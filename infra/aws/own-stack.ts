import { failureModeParameters } from '../hook/index.ts';
import { RefusalError } from './own-error.ts';
import type { Stack } from './stack.ts';

/**
 * Holds that a stack is one of Egress Guard: another would lose all its resources.
 * @throws {RefusalError}
 */
export function expectOwnStack({ name, status, parameters }: Stack): void {
  // Of a stack that has nothing but a change set yet, no parameters are told.
  if (status === 'REVIEW_IN_PROGRESS') return;
  if (PARAMETERS.every((parameter) => Object.hasOwn(parameters, parameter))) return;
  throw new RefusalError(
    `the stack ${name} is not one of Egress Guard (it has no parameter ${PARAMETERS.join(' or ')}), and is left alone. ` +
      'Give the name of the right one with --stack-name.',
  );
}

/** Every version of the template has them; a stack of another kind hardly has both. */
const PARAMETERS = Object.values(failureModeParameters);

import { DEFAULT_STACK } from '../../infra/hook/index.ts';
import type { OptionTable } from '../input/index.ts';
import { UsageError } from '../usage-error.ts';

/** The option of commands that work on the stack of the hooks. */
export const stackNameOption = {
  'stack-name': { type: 'string', default: DEFAULT_STACK, value: 'NAME', help: 'the stack' },
} as const satisfies OptionTable;

/** Whether CloudFormation takes a text for the name of a stack, or of a stack set. */
export function isStackName(name: string): boolean {
  return /^[a-zA-Z][-a-zA-Z0-9]{0,127}$/.test(name);
}

/** Reads the option `--stack-name`. @throws {UsageError} */
export function readStackName(name: string): string {
  if (isStackName(name)) return name;
  throw new UsageError(
    `--stack-name takes the name of a stack, letters, digits and hyphens, not ${JSON.stringify(name)}.`,
  );
}

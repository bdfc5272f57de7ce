import { UsageError } from '../usage-error.ts';

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

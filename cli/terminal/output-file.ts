import { statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../usage-error.ts';
import { explainWriteFault } from './write-fault.ts';

/**
 * Refuses to write over a file that the same run reads.
 * @throws {UsageError}
 */
export function refuseInputs(option: string, output: string | undefined, inputs: Iterable<string>): void {
  if (output === undefined || output === '') return;
  const isOutput = sameFileAs(output);
  for (const input of inputs)
    if (isOutput(input)) throw new UsageError(`${option} ${output}: is read, too. Name another file to write to.`);
}

/** Writes a report, with the rights that a new file has. @throws {UsageError} */
export function writeOutput(output: string, text: string): void {
  try {
    writeFileSync(output, text);
  } catch (error) {
    throw new UsageError(`--output ${output}: ${explainWriteFault(output, error)}`);
  }
}

/** Tells another name of a file, also a link to it. */
function sameFileAs(path: string): (other: string) => boolean {
  const absolute = resolve(path);
  const identity = identityOf(path);
  return (other) => resolve(other) === absolute || (identity !== undefined && identityOf(other) === identity);
}

function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}

import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { errorCode } from './error-code.ts';

/** Why a file cannot be written. */
export function explainWriteFault(path: string, error: unknown): string {
  const folder = dirname(path);
  const isMissing = errorCode(error) === 'ENOENT' && !existsSync(folder);
  return isMissing ? `cannot be written: there is no folder ${folder}.` : `cannot be written (${errorCode(error)}).`;
}

import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { RefusalError } from './own-error.ts';

/**
 * Expects that a profile is there: for one that is not, the SDK takes whatever credentials it finds elsewhere.
 * @throws {RefusalError}
 */
export function expectProfile(name: string, environment: Environment = process.env): void {
  const lines = filesIn(environment).flatMap((path) => readIfThere(path).split('\n'));
  const names = lines.flatMap((line) => /^\s*\[\s*(?:profile\s+)?["']?([^\]"']+?)["']?\s*\]/.exec(line)?.[1] ?? []);
  if (!names.includes(name))
    throw new RefusalError(
      `there is no profile ${JSON.stringify(name)} in the files of the AWS CLI. Known: ${names.join(', ') || 'none'}.`,
    );
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where the AWS CLI keeps profiles: `[profile name]` in one file, `[name]` in both. */
const filesIn = (environment: Environment): string[] => [
  environment['AWS_CONFIG_FILE'] ?? join(homedir(), '.aws/config'),
  environment['AWS_SHARED_CREDENTIALS_FILE'] ?? join(homedir(), '.aws/credentials'),
];

const readIfThere = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

import { execFile } from 'node:child_process';
import type { Run } from '../../support/command-line.ts';

/** Credentials that moto takes, and nothing of the caller's. */
export const environment = {
  AWS_ACCESS_KEY_ID: 'testing',
  AWS_SECRET_ACCESS_KEY: 'testing',
  AWS_REGION: 'us-east-1',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  PATH: process.env['PATH'] ?? '',
};

/** Runs the built command as a user does, in a process of its own. */
export const runCommand = (
  args: readonly string[],
  env: Readonly<Record<string, string>> = environment,
): Promise<Run> =>
  new Promise((resolve) => {
    const options = { env, maxBuffer: 1e8, timeout: 110_000 };
    execFile(process.execPath, ['dist/cli/index.js', ...args], options, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), out, err });
    });
  });

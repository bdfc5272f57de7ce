import { execFileSync } from 'node:child_process';

/** Builds what the tests of the bundle, of the command line and of the deployed template look at. */
export const setup = (): void => {
  execFileSync(process.execPath, ['infra/build/build.ts'], { stdio: 'inherit' });
};

import { execFileSync } from 'node:child_process';

/** Makes a named pipe, which never ends for who reads it. */
export const makePipe = (path: string): void => {
  execFileSync('mkfifo', [path]);
};

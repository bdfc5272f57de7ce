import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';

const { MOTO_SERVER } = process.env;

const UNTIL_INPUT_ENDS = '"$0" "$@" & cat; kill -9 $!';

const running: ChildProcess[] = [];

afterAll(() => {
  for (const child of running) child.stdin?.end();
});

/** Milliseconds that a start may take. */
const TIMEOUT_MS = 60_000;

const LISTENS = /Running on (http:\/\/127\.0\.0\.1:\d+)/;

/** Where it listens, as soon as it says so. */
const originOf = async (child: ChildProcess): Promise<string> => {
  let told = '';
  child.stderr?.setEncoding('utf8').on('data', (part: string) => {
    // What it says of requests later is read and forgotten, so that it never waits for a reader.
    told = `${told}${part}`.slice(-MAX_TOLD);
  });
  for (const deadline = Date.now() + TIMEOUT_MS; Date.now() < deadline; await sleep(50)) {
    const [, origin] = LISTENS.exec(told) ?? [];
    if (origin !== undefined) return origin;
    if (child.exitCode !== null) throw new Error(`moto's server ended with exit code ${child.exitCode}: ${told}`);
  }
  throw new Error(`moto's server did not start in time: ${told}`);
};

const MAX_TOLD = 2000;

/** Starts moto's server on a port that it chooses itself, until the tests of the file end; tells its origin. */
export const startMoto = async (environment: Readonly<Record<string, string>> = {}): Promise<string> => {
  if (MOTO_SERVER === undefined) throw new Error("MOTO_SERVER has to name moto's server program; .ci/run installs it.");
  // It ends with its standard input, and that with this process, however that ends.
  const child = spawn('/bin/sh', ['-c', UNTIL_INPUT_ENDS, MOTO_SERVER, '-H', '127.0.0.1', '-p', '0'], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  running.push(child);
  return originOf(child);
};

/** Forgets all that was made in moto. */
export const resetMoto = async (origin: string): Promise<void> => {
  await fetch(`${origin}/moto-api/reset`, { method: 'POST' });
};

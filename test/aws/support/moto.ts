import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll } from 'vitest';

const { MOTO_SERVER } = process.env;

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
};

const UNTIL_INPUT_ENDS = '"$0" "$@" & cat; kill -9 $!';

const running: ChildProcess[] = [];

afterAll(() => {
  for (const child of running) child.stdin?.end();
});

/** Milliseconds that a start may take. */
const TIMEOUT_MS = 60_000;

const isUp = (origin: string): Promise<boolean> =>
  fetch(`${origin}/moto-api/`).then(
    ({ ok }) => ok,
    () => false,
  );

const waitFor = async (origin: string, child: ChildProcess): Promise<void> => {
  for (const deadline = Date.now() + TIMEOUT_MS; !(await isUp(origin)); await sleep(100)) {
    if (child.exitCode !== null) throw new Error(`moto's server ended with exit code ${child.exitCode}.`);
    if (Date.now() > deadline) throw new Error("moto's server did not start in time.");
  }
};

/** Starts moto's server on a free port of this machine, until the tests of the file end; tells its origin. */
export const startMoto = async (environment: Readonly<Record<string, string>> = {}): Promise<string> => {
  if (MOTO_SERVER === undefined) throw new Error("MOTO_SERVER has to name moto's server program; .ci/run installs it.");
  const port = await freePort();
  // It ends with its standard input, and that with this process, however that ends.
  const child = spawn('/bin/sh', ['-c', UNTIL_INPUT_ENDS, MOTO_SERVER, '-H', '127.0.0.1', '-p', String(port)], {
    env: { ...process.env, ...environment },
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  running.push(child);
  const origin = `http://127.0.0.1:${port}`;
  await waitFor(origin, child);
  return origin;
};

/** Forgets all that was made in moto. */
export const resetMoto = async (origin: string): Promise<void> => {
  await fetch(`${origin}/moto-api/reset`, { method: 'POST' });
};

import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** Answers a request; `attempt` counts them from 1. */
export type Answer = (response: ServerResponse, attempt: number) => void;

export interface LocalServer {
  readonly origin: string;
  /** How many requests there were. */
  readonly attempts: () => number;
}

/** A server on a free port of this machine, until the test ends. */
export const localServer = async (answer: Answer): Promise<LocalServer> => {
  let attempts = 0;
  const server = createServer((_request, response) => {
    attempts += 1;
    response.on('error', () => undefined);
    answer(response, attempts);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${port}`, attempts: () => attempts };
};

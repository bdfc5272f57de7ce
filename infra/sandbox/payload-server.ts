import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in for S3: hands out payloads at addresses that are as hard to guess as presigned ones. */
export interface PayloadServer {
  readonly origin: string;
  /** Puts a payload there and tells its URL. */
  readonly publish: (payload: unknown) => string;
}

const listen = (server: Server): Promise<void> => new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

/** Runs `use` with a server on a free port of this machine, and closes it then. */
export const withPayloadServer = async <T>(use: (server: PayloadServer) => Promise<T>): Promise<T> => {
  const payloads = new Map<string, string>();
  const server = createServer((request, response) => {
    const payload = payloads.get(request.url ?? '');
    response.writeHead(payload === undefined ? 404 : 200).end(payload);
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const publish = (payload: unknown): string => {
    const path = `/${randomUUID()}`;
    payloads.set(path, JSON.stringify(payload));
    return `${origin}${path}`;
  };
  return use({ origin, publish }).finally(() => close(server));
};

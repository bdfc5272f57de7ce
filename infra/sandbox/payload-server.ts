import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Stands in for S3: hands out payloads at addresses that are as hard to guess as presigned ones, and objects at their own. */
export interface PayloadServer {
  readonly origin: string;
  /** Puts a payload there and tells its URL. */
  readonly publish: (payload: unknown) => string;
  /** Puts an object there, for an SDK that takes the origin for the endpoint of S3. */
  readonly putObject: (bucket: string, key: string, content: Buffer) => void;
}

/** Runs `use` with a server on a free port of this machine, and closes it then. */
export async function withPayloadServer<T>(use: (server: PayloadServer) => Promise<T>): Promise<T> {
  const texts = new Map<string, string | Buffer>();
  const server = createServer((request, response) => {
    const text = texts.get(request.url?.replace(/\?.*$/s, '') ?? '');
    response.writeHead(text === undefined ? 404 : 200).end(text);
  });
  await listen(server);
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const publish = (payload: unknown): string => {
    const path = `/${randomUUID()}`;
    texts.set(path, JSON.stringify(payload));
    return `${origin}${path}`;
  };
  const putObject = (bucket: string, key: string, content: Buffer): void => {
    texts.set(`/${bucket}/${key}`, content);
  };
  return use({ origin, publish, putObject }).finally(() => close(server));
}

const listen = (server: Server): Promise<void> => new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

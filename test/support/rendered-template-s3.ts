import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JsonObject } from '../../rule/value/place.ts';
import { part, statementsOf } from './deployed.ts';

const covers = (resource: string, arn: string): boolean =>
  resource.endsWith('*') ? arn.startsWith(resource.slice(0, -1)) : arn === resource;

/** Whether a rendered role may do something. */
export const isGranted = (role: JsonObject, action: string, arn: string): boolean => {
  const policies = Array.isArray(role['Policies']) ? role['Policies'] : [];
  return policies
    .flatMap((policy) => statementsOf(part(policy)['PolicyDocument']))
    .some(({ Action, Resource }) => [Action].flat().includes(action) && covers(String(Resource), arn));
};

/** What whoever has the address may read, as with a presigned one. */
const PUBLIC = '/public/';

interface Content {
  readonly objects: ReadonlyMap<string, string>;
  readonly role: JsonObject;
}

const statusOf = ({ method = '', url = '' }: IncomingMessage, { objects, role }: Content): number => {
  const path = url.replace(/\?.*$/s, '');
  const action = method === 'PUT' ? 's3:PutObject' : 's3:GetObject';
  if (!path.startsWith(PUBLIC) && !isGranted(role, action, `arn:aws:s3:::${path.slice(1)}`)) return 403;
  return method === 'PUT' || objects.has(path) ? 200 : 404;
};

const start = async (content: Content): Promise<Server> => {
  const server = createServer((request, response) => {
    const status = statusOf(request, content);
    const text =
      status === 200 && request.method === 'GET' ? content.objects.get(request.url?.split('?')[0] ?? '') : '';
    request.resume().on('end', () => response.writeHead(status).end(text));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};

/** Runs `use` with a stand-in for S3 that lets a rendered role do what its policies say, and closes it then. */
export const withS3 = async <T>(content: Content, use: (origin: string) => Promise<T>): Promise<T> => {
  const server = await start(content);
  const { port } = server.address() as AddressInfo;
  return use(`http://127.0.0.1:${port}`).finally(() => {
    server.closeAllConnections();
    server.close();
  });
};

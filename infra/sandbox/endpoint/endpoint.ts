import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { isObject, parseJson } from '../../../rule/index.ts';
import type { Action, Context } from './action.ts';
import { callerActions } from './caller-actions.ts';
import { changeSetActions } from './change-set-actions.ts';
import { cloudControlActions } from './cloud-control-actions.ts';
import { ensureProduct } from './deployment.ts';
import { answerLambda, type FunctionRequest, isForLambda } from './function-actions.ts';
import { hookActions } from './hook-actions.ts';
import { answerXml, errorXml, parseQuery } from './query.ts';
import { roleActions } from './role-actions.ts';
import type { Sandbox } from './sandbox.ts';
import { ServiceError } from './service-error.ts';
import { stackActions } from './stack-actions.ts';

/** A sandbox that listens. */
export interface Endpoint {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/**
 * Listens on 127.0.0.1 for what clients send to CloudFormation, Cloud Control, STS and S3.
 * @throws what the system says where the port is taken
 */
export async function listen(sandbox: Sandbox, port: number): Promise<Endpoint> {
  const server = createServer((request, response) => {
    answer(sandbox, request).then(
      (reply) => send(response, reply),
      (error: unknown) => send(response, explain(sandbox, error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  sandbox.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> => {
    sandbox.closing.abort();
    return closeServer(server);
  };
  return { origin: sandbox.origin, close };
}

interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });

const send = (response: ServerResponse, { status, headers, body = '' }: Reply): void => {
  response.writeHead(status, headers).end(body);
};

const LOCAL = /^(?:[a-z0-9.-]+\.)?(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

const answer = async (sandbox: Sandbox, request: IncomingMessage): Promise<Reply> => {
  const { headers } = request;
  expectProgram(headers);
  const body = await readBody(request);
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return answerJson(sandbox, target, body, regionOf(request));
  if (/^application\/x-www-form-urlencoded/.test(headers['content-type'] ?? ''))
    return answerQuery(sandbox, body.toString('utf8'), regionOf(request));
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s);
  if (isForLambda(path)) return answerRest(sandbox, { method: request.method ?? 'GET', path, body }, regionOf(request));
  return sandbox.store.handle({
    method: request.method ?? 'GET',
    host: headers.host ?? '',
    path,
    query: new URLSearchParams(query),
    ifNoneMatch: headers['if-none-match'],
    body: joinChunks(body, headers['content-encoding']),
  });
};

/** A page in a browser can name any host, and send a form anywhere; it says where it comes from. @throws {ServiceError} */
const expectProgram = (headers: IncomingHttpHeaders): void => {
  if (!LOCAL.test(headers.host ?? '')) throw forbidden(`the host ${headers.host} is not local`);
  if (headers.origin !== undefined || /^(cross-site|same-site)$/.test(String(headers['sec-fetch-site'])))
    throw forbidden('it comes from a page in a browser');
};

const forbidden = (why: string): ServiceError =>
  new ServiceError('AccessDenied', `The sandbox answers programs on this machine: ${why}.`, 403);

/** Larger than any template, and than any request that CloudFormation takes. */
const MAX_BYTES = 16 * 1024 * 1024;

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    // The rest is read and dropped: an answer before its end would look like a lost connection.
    if (size <= MAX_BYTES) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > MAX_BYTES)
    throw new ServiceError('RequestEntityTooLarge', `The request is larger than ${MAX_BYTES / 1024 / 1024} MB.`, 413);
  return Buffer.concat(chunks);
};

/** What SDKs send in chunks, each with its length and perhaps its signature before it. */
const joinChunks = (body: Buffer, encoding: string | undefined): Buffer => {
  if (encoding?.includes('aws-chunked') !== true) return body;
  const parts: Buffer[] = [];
  for (let start = 0; start < body.length; ) {
    const end = body.indexOf('\r\n', start);
    const length = Number.parseInt(body.subarray(start, end).toString('latin1'), 16);
    if (end < 0 || !(length > 0)) break;
    parts.push(body.subarray(end + 2, end + 2 + length));
    start = end + 2 + length + 2;
  }
  return Buffer.concat(parts);
};

/** The Region that a request is signed for. */
const regionOf = ({ headers }: IncomingMessage): string =>
  /Credential=[^/]*\/\d{8}\/([a-z0-9-]+)\//.exec(headers.authorization ?? '')?.[1] ?? 'us-east-1';

const contextFor = (sandbox: Sandbox, region: string): Context => {
  const context = { sandbox, home: { account: sandbox.options.accountId, region } };
  ensureProduct(sandbox, context.home);
  return context;
};

const CLOUDFORMATION = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';

const STS = 'https://sts.amazonaws.com/doc/2011-06-15/';

const IAM = 'https://iam.amazonaws.com/doc/2010-05-08/';

/** The actions of the services that speak the query protocol, and what marks their answers as theirs. */
const services: readonly (readonly [namespace: string, actions: Readonly<Record<string, Action>>])[] = [
  [CLOUDFORMATION, { ...stackActions, ...changeSetActions, ...hookActions }],
  [STS, callerActions],
  [IAM, roleActions],
];

const answerQuery = async (sandbox: Sandbox, text: string, region: string): Promise<Reply> => {
  const headers = { 'content-type': 'text/xml' };
  const { action, input } = parseQuery(text);
  try {
    const [namespace, actions = {}] = services.find(([, known]) => Object.hasOwn(known, action)) ?? [];
    const run = actions[action];
    if (run === undefined || namespace === undefined)
      throw unknownAction(
        action,
        services.flatMap(([, known]) => Object.keys(known)),
      );
    const named = input['StackName'] ?? input['ChangeSetName'] ?? input['TypeName'] ?? input['RoleName'];
    const subject = String(named ?? '');
    sandbox.options.tell({ kind: 'REQUEST', action, subject });
    const output = await run(input, contextFor(sandbox, region));
    return { status: 200, headers, body: answerXml(action, namespace, output) };
  } catch (error) {
    const known = knownError(sandbox, action, error);
    return { status: known.status, headers, body: errorXml(known) };
  }
};

const answerJson = async (sandbox: Sandbox, target: string, body: Buffer, region: string): Promise<Reply> => {
  const headers = { 'content-type': 'application/x-amz-json-1.0' };
  const action = target.slice(target.lastIndexOf('.') + 1);
  try {
    const input = parseJson(body.toString('utf8'));
    if (!isObject(input)) throw new ServiceError('SerializationException', 'The request is not a JSON object.');
    if (target === 'AmazonSSM.GetParameter')
      return { status: 200, headers, body: JSON.stringify(bootstrapVersion(input)) };
    const isKnown = target.startsWith('CloudApiService.') && Object.hasOwn(cloudControlActions, action);
    const run = isKnown ? cloudControlActions[action] : undefined;
    if (run === undefined) throw unknownAction(target, Object.keys(cloudControlActions));
    sandbox.options.tell({ kind: 'REQUEST', action, subject: String(input['TypeName'] ?? '') });
    return { status: 200, headers, body: JSON.stringify(await run(input, contextFor(sandbox, region))) };
  } catch (error) {
    const { code, message, status } = knownError(sandbox, action, error);
    return { status, headers, body: JSON.stringify({ __type: code, message }) };
  }
};

const answerRest = async (sandbox: Sandbox, request: FunctionRequest, region: string): Promise<Reply> => {
  const headers = { 'content-type': 'application/json' };
  const action = `${request.method} ${request.path}`;
  try {
    contextFor(sandbox, region);
    if (request.method !== 'GET') sandbox.options.tell({ kind: 'REQUEST', action, subject: '' });
    return { status: 200, headers, body: JSON.stringify(await answerLambda(sandbox, request)) };
  } catch (error) {
    const { code, message, status } = knownError(sandbox, action, error);
    return { status, headers: { ...headers, 'x-amzn-errortype': code }, body: JSON.stringify({ message }) };
  }
};

/** CDK asks which version of its bootstrapping is there. @throws {ServiceError} */
const bootstrapVersion = ({ Name: name }: Readonly<Record<string, unknown>>): object => {
  if (/^\/cdk-bootstrap\/\w+\/version$/.test(String(name)))
    return { Parameter: { Name: name, Type: 'String', Value: '30', Version: 1 } };
  throw new ServiceError('ParameterNotFound', `Parameter ${String(name)} not found.`);
};

const unknownAction = (action: string, known: readonly string[]): ServiceError =>
  new ServiceError(
    'InvalidAction',
    `The sandbox does not know the action ${action}. It knows ${known.toSorted().join(', ')}.`,
  );

/** A fault of the sandbox is told as CloudFormation tells its own, and the endpoint goes on. */
const knownError = ({ options }: Sandbox, action: string, error: unknown): ServiceError => {
  const known =
    error instanceof ServiceError
      ? error
      : new ServiceError(
          'InternalFailure',
          `The sandbox failed: ${error instanceof Error ? error.stack : String(error)}`,
          500,
        );
  options.tell({ kind: 'REFUSAL', action, code: known.code, message: known.message });
  return known;
};

const explain = (sandbox: Sandbox, error: unknown): Reply => {
  const known = knownError(sandbox, 'request', error);
  return { status: known.status, headers: { 'content-type': 'text/xml' }, body: errorXml(known) };
};

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';

/** What a service of AWS that speaks JSON is told and answers, in the shapes of its API. */
type Answer = (input: Record<string, unknown>) => object | JsonFault;

/** An error of the service, by its name. */
export class JsonFault extends Error {
  override readonly name: string;

  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

export interface JsonService {
  /** What a client of the SDK is given. */
  readonly config: {
    readonly endpoint: string;
    readonly region: string;
    readonly maxAttempts: number;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** The calls, in order. */
  readonly calls: { readonly action: string; readonly input: Record<string, unknown> }[];
}

/** Stands in for a service until the test ends: the SDK's own client talks to it over HTTP. */
export const startJsonService = async (answers: Readonly<Record<string, Answer>>): Promise<JsonService> => {
  const calls: JsonService['calls'] = [];
  const server = createServer(async (request, response) => {
    const action = String(request.headers['x-amz-target']).split('.').at(-1) ?? '';
    const input = JSON.parse(await text(request));
    calls.push({ action, input });
    const answer = answers[action]?.(input) ?? new JsonFault('UnknownOperationException', action);
    const [status, body] =
      answer instanceof JsonFault ? [400, { __type: answer.name, message: answer.message }] : [200, answer];
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  return { calls, config: { endpoint, credentials, region: 'eu-west-1', maxAttempts: 1 } };
};

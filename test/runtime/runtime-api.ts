import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What came of an invocation. */
interface Answer {
  /** The body that the runtime posted. */
  readonly body: unknown;
  /** Whether it posted an error: the function threw. */
  readonly isError: boolean;
  readonly milliseconds: number;
}

/** Lambda's Runtime API, for one function at a time: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export interface RuntimeApi {
  /** `127.0.0.1:port`, for `AWS_LAMBDA_RUNTIME_API`. */
  readonly address: string;
  /** Resolves when the runtime asks for its first event. */
  readonly started: Promise<void>;
  readonly invoke: (event: unknown) => Promise<Answer>;
  readonly close: () => void;
}

export const startRuntimeApi = async (): Promise<RuntimeApi> => {
  let waiting: ((response: ServerResponse) => void) | undefined;
  let idle: ServerResponse | undefined;
  let answered: ((body: unknown, isError: boolean) => void) | undefined;
  let start = (): void => undefined;
  const started = new Promise<void>((resolve) => {
    start = resolve;
  });
  const server = createServer(async (request, response) => {
    if (request.url?.endsWith('/next')) {
      start();
      idle = response;
      waiting?.(response);
      return;
    }
    const body = await text(request);
    response.writeHead(202).end();
    answered?.(JSON.parse(body), request.url?.endsWith('/error') === true);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const invoke = async (event: unknown): Promise<Answer> => {
    const response = idle ?? (await new Promise<ServerResponse>((resolve) => (waiting = resolve)));
    [idle, waiting] = [undefined, undefined];
    const begun = performance.now();
    const answer = new Promise<Answer>((resolve) => {
      answered = (body, isError) => resolve({ body, isError, milliseconds: performance.now() - begun });
    });
    response
      .writeHead(200, {
        'content-type': 'application/json',
        'lambda-runtime-aws-request-id': randomUUID(),
        'lambda-runtime-deadline-ms': String(Date.now() + 25_000),
        'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:us-east-1:123456789012:function:egress-guard',
        'lambda-runtime-trace-id': 'Root=1-00000000-000000000000000000000000;Sampled=0',
      })
      .end(JSON.stringify(event));
    return answer;
  };
  const { port } = server.address() as AddressInfo;
  const close = (): void => {
    server.close();
    server.closeAllConnections();
  };
  return { address: `127.0.0.1:${port}`, started, invoke, close };
};

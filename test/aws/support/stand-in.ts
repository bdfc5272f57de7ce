import { request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { afterAll } from 'vitest';

/** A call of the Query protocol, which CloudFormation and STS speak; of S3, the action is its method. */
export interface Call {
  readonly action: string;
  readonly parameters: URLSearchParams;
  /** The Region that it was signed for. */
  readonly region: string;
}

/** Answers a call: the XML inside `<XResult>`, or with `send` whatever it likes. */
export type Answer = (call: Call, response: ServerResponse) => string | undefined | Promise<string | undefined>;

/** Stands in for AWS: moto answers what it knows, and the answers given here come first. */
export interface StandIn {
  readonly origin: string;
  /** The actions that were called, in order. */
  readonly calls: Call[];
  /** Answers an action itself, so many times; default: always. */
  readonly answer: (action: string, answer: Answer, times?: number) => void;
  /** Refuses an action with an error of AWS, so many times; default: always. */
  readonly refuse: (action: string, code: string, message: string, times?: number) => void;
  /** Breaks the connection at an action, so many times; default: always. */
  readonly hangUp: (action: string, times?: number) => void;
  /** Forgets the calls and all answers. */
  readonly reset: () => void;
}

const escapeXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const errorXml = (code: string, message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error><RequestId>1</RequestId></ErrorResponse>`;

const CLIENT_ERROR = 400;

const callOf = (request: IncomingMessage, body: Buffer): Call => {
  const parameters = new URLSearchParams(body.length < 2_000_000 ? body.toString('latin1') : '');
  const isQuery = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
  const [, region = ''] = /Credential=[^/]*\/\d*\/([^/]*)\//.exec(request.headers.authorization ?? '') ?? [];
  return { region, action: isQuery ? (parameters.get('Action') ?? '') : `S3.${request.method}`, parameters };
};

/** What is for one connection only. */
const OF_CONNECTION = /^(connection|expect|transfer-encoding)$/;

/** An update fails once in moto over each rule whose condition does not hold; asked again, it does the rest. */
const isAskedAgain = (body: Buffer, status: number | undefined): boolean =>
  status === SERVER_ERROR && body.includes('Action=ExecuteChangeSet');

const SERVER_ERROR = 500;

/** Passes a call on with its Host, which its signature covers. */
const forward = (
  origin: string,
  request: IncomingMessage,
  body: Buffer,
  response: ServerResponse,
  again = true,
): void => {
  const kept = Object.entries(request.headers).filter(([name]) => !OF_CONNECTION.test(name));
  const headers = { ...Object.fromEntries(kept), 'content-length': body.length };
  const passed = ask(`${origin}${request.url}`, { method: request.method, headers }, (answer) => {
    if (again && isAskedAgain(body, answer.statusCode)) {
      answer.resume();
      forward(origin, request, body, response, false);
      return;
    }
    response.writeHead(answer.statusCode ?? 0, answer.headers);
    answer.pipe(response);
  });
  passed.on('error', () => response.destroy());
  passed.end(body);
};

/** Starts a stand-in before moto's server until the tests of the file end. */
export const startStandIn = async (moto: string): Promise<StandIn> => {
  const calls: Call[] = [];
  const answers = new Map<string, { answer: Answer; left: number }>();

  const server = createServer(async (request, response) => {
    const body = await buffer(request);
    const call = callOf(request, body);
    calls.push(call);
    const known = answers.get(call.action);
    if (known === undefined || known.left <= 0) return forward(moto, request, body, response);
    known.left -= 1;
    const result = await known.answer(call, response);
    if (result === undefined) return undefined;
    response.writeHead(200, { 'content-type': 'text/xml' });
    return response.end(
      `<${call.action}Response><${call.action}Result>${result}</${call.action}Result></${call.action}Response>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const answer: StandIn['answer'] = (action, given, times = Number.POSITIVE_INFINITY) => {
    answers.set(action, { answer: given, left: times });
  };
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    answer,
    refuse: (action, code, message, times) =>
      answer(
        action,
        (_call, response) => {
          response.writeHead(CLIENT_ERROR, { 'content-type': 'text/xml' }).end(errorXml(code, message));
          return undefined;
        },
        times,
      ),
    hangUp: (action, times) =>
      answer(
        action,
        (_call, response) => {
          response.destroy();
          return undefined;
        },
        times,
      ),
    reset: () => {
      calls.length = 0;
      answers.clear();
    },
  };
};

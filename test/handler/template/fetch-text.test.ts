import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fetchText } from '../../../handler/template/fetch-text.ts';
import { type Answer, localServer } from '../../support/local-server.ts';
import { ask, expectLeftToGate, SECRET } from '../../support/template-hook.ts';

const MB = 1024 * 1024;
const PAYLOAD = JSON.stringify({ template: JSON.stringify({ Description: SECRET, Resources: {} }) });
const FINE = 'No security group egress is open to all protocols.';

const status =
  (code: number): Answer =>
  (response) =>
    response.writeHead(code, { location: '/other' }).end(`<Error>${SECRET}</Error>`);

const good: Answer = (response) => response.end(PAYLOAD);

/** The first answers in their order, then the last one again and again. */
const inTurn =
  (...answers: readonly [Answer, ...Answer[]]): Answer =>
  (response, attempt) =>
    (answers[attempt - 1] ?? answers.at(-1) ?? answers[0])(response, attempt);

/** Ends the connection with half of what was announced. */
const cutOff: Answer = (response) => {
  response.writeHead(200, { 'content-length': PAYLOAD.length * 2 });
  response.write(PAYLOAD, () => response.destroy());
};

const reset: Answer = (response) => {
  response.write(PAYLOAD, () => response.socket?.resetAndDestroy());
};

const trickle: Answer = (response) => {
  const timer = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(timer));
};

const gzipped =
  (body: Uint8Array): Answer =>
  (response) =>
    response.writeHead(200, { 'content-encoding': 'gzip' }).end(body);

const FAILED = 'the connection to S3 failed';
const NOT_S3 = 'its address is not one of S3';
const TOO_LARGE = 'it is larger than 4 MB';

const faults: Record<string, readonly [answer: Answer, attempts: number, why: string]> = {
  'a URL that has expired': [status(403), 1, 'S3 answered with status 403'],
  'a key that is not there': [status(404), 1, 'S3 answered with status 404'],
  'a redirect': [status(301), 1, 'S3 answered with status 301'],
  'a redirect that keeps the method': [status(307), 1, 'S3 answered with status 307'],
  'a success without content': [status(204), 1, 'S3 answered with status 204'],
  'a part of it': [status(206), 1, 'S3 answered with status 206'],
  'a server that fails three times': [status(500), 3, 'S3 answered with status 500'],
  'a server that is overloaded': [status(503), 3, 'S3 answered with status 503'],
  'a server that fails, then refuses': [inTurn(status(500), status(403)), 2, 'S3 answered with status 403'],
  'a connection that closes at once': [(response) => response.destroy(), 3, FAILED],
  'a connection that is reset in the middle': [reset, 3, FAILED],
  'a body that is cut': [cutOff, 3, FAILED],
  'a body that is compressed wrongly': [gzipped(Buffer.from(SECRET)), 3, FAILED],
  'a compressed body that is cut': [gzipped(gzipSync(PAYLOAD).subarray(0, 20)), 1, 'it is not a JSON object'],
  'a body one byte too large': [(response) => response.end(Buffer.alloc(4 * MB + 1, ' ')), 1, TOO_LARGE],
  'a small body that is large once it is unpacked': [gzipped(gzipSync(Buffer.alloc(100 * MB, ' '))), 1, TOO_LARGE],
  'a refusal that never ends': [
    (response) => {
      response.writeHead(403);
      trickle(response, 1);
    },
    1,
    'S3 answered with status 403',
  ],
  'an empty body': [(response) => response.end(), 1, 'it is not a JSON object'],
};

describe('leaves to the gate', () => {
  test.each(Object.entries(faults))('%s', async (_name, [answer, attempts, why]) => {
    const told = await ask(answer);
    expectLeftToGate(told, why);
    expect(told.attempts).toBe(attempts);
  });

  test('a server that is not there', async () => {
    const closed = 'http://127.0.0.1:1';
    const settings = { EGRESS_GUARD_PAYLOAD_ORIGIN: closed };
    expectLeftToGate(await ask(good, { payload: `${closed}/${SECRET}`, settings }), FAILED);
  });
});

test('asks no host but those of S3', async () => {
  const told = await ask(good, { payload: `https://example.com/?X-Amz-Signature=${SECRET}` });
  expectLeftToGate(told, NOT_S3);
});

const IN_TIME = 'it did not arrive in time';

const slow: Record<string, Answer> = {
  'a server that never answers': () => undefined,
  'a body that never comes': (response) => {
    response.writeHead(200, { 'content-length': 100 }).flushHeaders();
  },
  'a body that trickles': trickle,
  'failures without an end': (response) => {
    setTimeout(() => status(500)(response, 1), 150);
  },
};

describe('ends in time with', () => {
  test.each(Object.entries(slow))('%s', async (_name, answer) => {
    const told = await ask(answer, { remainingMs: 300 });
    expectLeftToGate(told, IN_TIME);
    expect(told.took).toBeLessThan(2000);
  });

  test.each([0, -5000])('%d milliseconds left', async (remainingMs) => {
    expectLeftToGate(await ask(() => undefined, { remainingMs }), IN_TIME);
  });
});

const goodInTheEnd: Record<string, readonly [answer: Answer, attempts: number]> = {
  'at once': [good, 1],
  'after a failure of the server': [inTurn(status(500), good), 2],
  'after two failures': [inTurn(status(503), status(500), good), 3],
  'after a reset in the middle': [inTurn(reset, good), 2],
  'after a body that was cut': [inTurn(cutOff, good), 2],
  'compressed, as nobody asked for': [gzipped(gzipSync(PAYLOAD)), 1],
  'byte by byte': [
    (response) => {
      for (const byte of Buffer.from(PAYLOAD)) response.write(Buffer.of(byte));
      response.end();
    },
    1,
  ],
  'as large as it may be': [(response) => response.end(PAYLOAD.padEnd(4 * MB)), 1],
};

describe('takes a payload that arrives', () => {
  test.each(Object.entries(goodInTheEnd))('%s', async (_name, [answer, attempts]) => {
    const told = await ask(answer);
    expect(told.response).toMatchObject({ hookStatus: 'SUCCESS', message: FINE });
    expect(told.attempts).toBe(attempts);
  });

  test('in parts that end within a character', async () => {
    const bytes = Buffer.from(`{"template":"é${'😀'.repeat(100)}"}`);
    const { origin } = await localServer((response) => {
      for (const byte of bytes) response.write(Buffer.of(byte));
      response.end();
    });
    expect(await fetchText(origin, AbortSignal.timeout(5000))).toBe(bytes.toString('utf8'));
  });
});

/** Sends 100 MB, as fast as they are taken; tells how many bytes were. */
const endless = (): { answer: Answer; sent: () => number } => {
  let sent = 0;
  const chunk = Buffer.alloc(64 * 1024, ' ');
  const send = (response: ServerResponse): void => {
    while (sent < 100 * MB && !response.destroyed) {
      sent += chunk.length;
      if (!response.write(chunk)) return void response.once('drain', () => send(response));
    }
    response.end();
  };
  return { answer: send, sent: () => sent };
};

test('stops reading at the bound: what is larger is not even sent', async () => {
  const { answer, sent } = endless();
  expectLeftToGate(await ask(answer), TOO_LARGE);
  // Beside the 4 MB that were read, what the system keeps for both ends of the connection.
  expect(sent()).toBeLessThan(20 * MB);
});

test('an error names neither the address nor its cause', async () => {
  const fetched = fetchText(`http://127.0.0.1:1/${SECRET}`, AbortSignal.timeout(5000), []);
  const error: unknown = await fetched.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  expect(error).not.toHaveProperty('cause');
  expect(String(error)).toBe(`PayloadError: ${FAILED}`);
});

import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { makeS3 } from '../../../handler/s3/client.ts';
import { withTimeout } from '../../../handler/s3/object-store.ts';

const LOCATION = { bucket: 'security', key: 'egress/exemptions.json' };
const signal = AbortSignal.timeout(20_000);
const options = { limit: 1024 * 1024, signal };

interface Received {
  readonly method: string | undefined;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

type Answer = (response: ServerResponse, attempt: number) => void;

/** Stands in for S3, and for nobody else, until the test ends; tells what it was sent. */
const serveS3 = async (answer: Answer): Promise<readonly Received[]> => {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const path = String(request.url).replace(/\?.*/, '');
    received.push({ method: request.method, path, headers: request.headers, body: await text(request) });
    answer(response, received.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  vi.stubEnv('AWS_ENDPOINT_URL_S3', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return received;
};

const refuse =
  (status: number, code: string): Answer =>
  (response) =>
    response
      .writeHead(status, { 'content-type': 'application/xml' })
      .end(`<Error><Code>${code}</Code><Message>SECRET</Message></Error>`);

describe('get', () => {
  test('hands over the text, its ETag and its version', async () => {
    const received = await serveS3((response) =>
      response.writeHead(200, { etag: '"abc"', 'x-amz-version-id': 'v7' }).end('{"ä":1}'),
    );
    expect(await makeS3().get(LOCATION, options)).toEqual({ text: '{"ä":1}', etag: '"abc"', versionId: 'v7' });
    expect(received).toMatchObject([{ method: 'GET', path: '/security/egress/exemptions.json' }]);
    expect(received[0]?.headers).not.toHaveProperty('if-none-match');
  });

  test('knows no version in a bucket that keeps none', async () => {
    await serveS3((response) => response.writeHead(200, { 'x-amz-version-id': 'null' }).end('{}'));
    expect(await makeS3().get(LOCATION, options)).toEqual({ text: '{}' });
  });

  test('asks whether an ETag still holds', async () => {
    const received = await serveS3((response) => response.writeHead(304).end());
    expect(await makeS3().get(LOCATION, { ...options, etag: '"abc"' })).toBeUndefined();
    expect(received[0]?.headers['if-none-match']).toBe('"abc"');
  });

  test('says whose the bucket has to be, where that is known', async () => {
    const received = await serveS3((response) => response.writeHead(200).end('{}'));
    await makeS3().get({ ...LOCATION, owner: '210987654321' }, options);
    await makeS3().put({ ...LOCATION, owner: '210987654321' }, '{}', signal);
    await makeS3().get(LOCATION, options);
    await makeS3().put(LOCATION, '{}', signal);
    expect(received.map(({ headers }) => headers['x-amz-expected-bucket-owner'])).toEqual([
      ...['210987654321', '210987654321'],
      ...[undefined, undefined],
    ]);
  });

  test('follows a bucket to its Region', async () => {
    const received = await serveS3((response, attempt) =>
      attempt > 1
        ? response.writeHead(200).end('{}')
        : refuse(301, 'PermanentRedirect')(response.setHeader('x-amz-bucket-region', 'eu-west-1'), attempt),
    );
    expect(await makeS3().get(LOCATION, options)).toEqual({ text: '{}' });
    expect(
      received.map(({ headers }) => /\/([a-z0-9-]+)\/s3\/aws4_request/.exec(String(headers.authorization))?.[1]),
    ).toEqual(['us-east-1', 'eu-west-1']);
  });

  test('tries again when S3 asks to slow down', async () => {
    const received = await serveS3((response, attempt) =>
      attempt < 3 ? refuse(503, 'SlowDown')(response, attempt) : response.writeHead(200).end('{}'),
    );
    expect(await makeS3().get(LOCATION, options)).toEqual({ text: '{}' });
    expect(received).toHaveLength(3);
  });

  const refusals: Record<string, readonly [status: number, code: string, message: RegExp]> = {
    'there is no such object': [404, 'NoSuchKey', /^NoSuchKey \(there is no such object; status 404\)$/],
    'there is no such bucket': [404, 'NoSuchBucket', /^NoSuchBucket \(there is no such bucket; status 404\)$/],
    'access is denied': [403, 'AccessDenied', /^AccessDenied \(the function may not do that, .*; status 403\)$/],
    'it has a name that objects have': [400, 'constructor', /^constructor \(status 400\)$/],
    'it is throttled to the end': [503, 'SlowDown', /^SlowDown \(status 503\)$/],
    'S3 has a fault': [500, 'InternalError', /^InternalError \(status 500\)$/],
  };

  test.each(Object.entries(refusals))('tells that %s, by its code alone', async (_name, [status, code, message]) => {
    await serveS3(refuse(status, code));
    const got = makeS3().get(LOCATION, options);
    await expect(got).rejects.toMatchObject({ name: 'StoreError', message: expect.stringMatching(message) });
    await expect(got).rejects.not.toThrow('SECRET');
  });

  test('tells a code in a hundred characters at most', async () => {
    await serveS3(refuse(403, 'x'.repeat(100_000)));
    await expect(makeS3().get(LOCATION, options)).rejects.toMatchObject({
      message: expect.stringMatching(/^.{100,130}$/),
    });
  });

  const sizes: Record<string, (response: ServerResponse) => void> = {
    'as its length tells': (response) => response.writeHead(200, { 'content-length': 3 * 1024 * 1024 }).write('{'),
    'as it turns out': (response) => response.writeHead(200).end('x'.repeat(3 * 1024 * 1024)),
  };

  test.each(Object.entries(sizes))('refuses an object that is too large, %s', async (_name, answer) => {
    await serveS3(answer);
    await expect(makeS3().get(LOCATION, options)).rejects.toMatchObject({
      name: 'StoreError',
      message: 'it is larger than 1 MB',
    });
  });

  test('gives up when the signal says so', async () => {
    await serveS3(() => undefined);
    const got = withTimeout(200, (late) => makeS3().get(LOCATION, { ...options, signal: late }));
    await expect(got).rejects.toMatchObject({ name: 'StoreError', message: 'S3 did not answer in time' });
  });

  test('tells that nobody listens', async () => {
    await serveS3(() => undefined);
    vi.stubEnv('AWS_ENDPOINT_URL_S3', 'http://127.0.0.1:1');
    await expect(makeS3().get(LOCATION, options)).rejects.toMatchObject({
      name: 'StoreError',
      message: 'ECONNREFUSED',
    });
  });
});

describe('put', () => {
  test('sends the text, to be encrypted', async () => {
    const received = await serveS3((response) => response.writeHead(200).end());
    await makeS3().put({ bucket: 'archive', key: 'a/b/c.json' }, '{"a":1}', signal);
    expect(received).toMatchObject([{ method: 'PUT', path: '/archive/a/b/c.json' }]);
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-amz-server-side-encryption': 'AES256',
    });
    expect(received[0]?.body).toContain('{"a":1}');
  });

  test('tells why it could not', async () => {
    await serveS3(refuse(403, 'AccessDenied'));
    await expect(makeS3().put(LOCATION, '{}', signal)).rejects.toMatchObject({
      name: 'StoreError',
      message: expect.stringMatching(/^AccessDenied/),
    });
  });
});

import { createHash, randomUUID } from 'node:crypto';
import { elementXml } from './query.ts';
import { ServiceError } from './service-error.ts';

/** A part of S3: what clients upload before they deploy, and what the hooks read. */
export interface ObjectStore {
  /** The object at a URL of S3, an `s3://` one too, or of the sandbox itself; undefined where there is none. */
  readonly read: (url: string) => Buffer | undefined;
  /** An object that is read anew each time. */
  readonly link: (bucket: string, key: string, read: () => Buffer) => void;
  /** Puts something where it can be fetched without a signature, such as the payload of a hook; tells the path. The latest ones are kept. */
  readonly publish: (content: Uint8Array) => string;
  readonly handle: (request: ObjectRequest) => ObjectAnswer;
}

interface ObjectRequest {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly ifNoneMatch: string | undefined;
  readonly body: Buffer;
}

interface ObjectAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export function makeObjectStore(): ObjectStore {
  const objects = new Map<string, () => Buffer>();
  const payloads = new Map<string, Buffer>();
  const find = (name: string): Buffer | undefined => objects.get(name)?.() ?? payloads.get(name);
  return {
    read: (url) => find(nameIn(url)),
    link: (bucket, key, read) => void objects.set(`/${bucket}/${key}`, read),
    publish: (content) => {
      const path = `/sandbox-payloads/${randomUUID()}`;
      payloads.set(path, Buffer.from(content));
      const [oldest] = payloads.keys();
      if (payloads.size > MAX_PAYLOADS && oldest !== undefined) payloads.delete(oldest);
      return path;
    },
    handle: (request) => {
      const name = nameOf(request.host, request.path);
      if (request.method === 'PUT') return put(objects, name, request);
      if (request.method === 'DELETE') return { status: 204 };
      if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405 };
      return isBucket(name) ? describeBucket(name, request, [...objects.keys()]) : get(find(name), request);
    },
  };
}

const MAX_PAYLOADS = 1000;

/** `s3://bucket/key`, `bucket.s3.eu-west-1.amazonaws.com/key` and `s3.amazonaws.com/bucket/key` as `/bucket/key`. */
const nameIn = (url: string): string => {
  if (!URL.canParse(url)) return '';
  const { protocol, hostname, pathname } = new URL(url);
  return protocol === 's3:' ? `/${hostname}${decode(pathname)}` : nameOf(hostname, pathname);
};

const VIRTUAL_HOST = /^(.+?)\.(?:s3[.-].*|localhost(?::\d+)?)$/;

const nameOf = (host: string, path: string): string => {
  const bucket = VIRTUAL_HOST.exec(host)?.[1];
  const plain = decode(path);
  return bucket === undefined || bucket === 's3' ? plain : `/${bucket}${plain}`;
};

/** @throws {ServiceError} */
const decode = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    throw new ServiceError('InvalidURI', `Couldn't parse the specified URI ${path.slice(0, 200)}.`);
  }
};

const isBucket = (name: string): boolean => /^\/[^/]*\/?$/.test(name);

const etagOf = (content: Buffer): string => `"${createHash('md5').update(content).digest('hex')}"`;

const put = (objects: Map<string, () => Buffer>, name: string, { body }: ObjectRequest): ObjectAnswer => {
  // A bucket is there as soon as somebody speaks of it.
  if (!isBucket(name)) objects.set(name, () => body);
  return { status: 200, headers: { etag: etagOf(body) } };
};

const get = (content: Buffer | undefined, { method, ifNoneMatch }: ObjectRequest): ObjectAnswer => {
  if (content === undefined) return { status: 404, body: `<Error>${elementXml('Code', 'NoSuchKey')}</Error>` };
  const etag = etagOf(content);
  if (ifNoneMatch === etag) return { status: 304 };
  const headers = { etag, 'content-length': String(content.byteLength) };
  return { status: 200, headers, ...(method === 'GET' && { body: content }) };
};

/** Clients look at a bucket before they upload: where it is, whether it is encrypted, what is in it. */
const describeBucket = (name: string, { method, query }: ObjectRequest, names: readonly string[]): ObjectAnswer => {
  if (method === 'HEAD') return { status: 200 };
  if (query.has('location')) return { status: 200, body: '<LocationConstraint/>' };
  // Of buckets that nobody set up, nobody can say that they keep no versions.
  if (query.has('versioning'))
    return {
      status: 200,
      body: `<VersioningConfiguration>${elementXml('Status', 'Enabled')}</VersioningConfiguration>`,
    };
  if (query.has('encryption'))
    return {
      status: 200,
      body: '<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault><SSEAlgorithm>AES256</SSEAlgorithm></ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>',
    };
  const bucket = `${name.replace(/\/$/, '')}/`;
  const prefix = query.get('prefix') ?? '';
  const keys = names.filter((one) => one.startsWith(`${bucket}${prefix}`)).map((one) => one.slice(bucket.length));
  const contents = keys.map((key) => elementXml('Contents', { Key: key })).join('');
  return {
    status: 200,
    body: `<ListBucketResult>${elementXml('KeyCount', keys.length)}${contents}</ListBucketResult>`,
  };
};

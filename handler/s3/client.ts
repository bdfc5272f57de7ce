import type { GetObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { printable } from '../../rule/index.ts';
import type { S3Location } from '../config.ts';
import { readBody, TooLargeError } from '../read-body.ts';
import { type ObjectStore, type StoredObject, StoreError } from './object-store.ts';

/** S3 through the SDK that the runtime carries, loaded when it is first asked for something. */
export function makeS3(): ObjectStore {
  let loaded: Promise<Loaded> | undefined;
  const s3 = (): Promise<Loaded> => {
    loaded ??= load();
    return loaded;
  };
  return {
    get: async (location, { etag, limit, signal }) => {
      try {
        const { sdk, client } = await s3();
        const input = { ...objectOf(location), IfNoneMatch: etag };
        return await readObject(await client.send(new sdk.GetObjectCommand(input), { abortSignal: signal }), limit);
      } catch (error) {
        if (statusOf(error) === NOT_MODIFIED) return undefined;
        throw explain(error);
      }
    },
    put: async (location, text, signal) => {
      try {
        const { sdk, client } = await s3();
        const input = { ...objectOf(location), Body: text, ContentType: 'application/json' };
        const command = new sdk.PutObjectCommand({ ...input, ServerSideEncryption: 'AES256' });
        await client.send(command, { abortSignal: signal });
      } catch (error) {
        throw explain(error);
      }
    },
  };
}

const objectOf = ({ bucket, key, owner }: S3Location) => ({ Bucket: bucket, Key: key, ExpectedBucketOwner: owner });

type Loaded = { readonly sdk: typeof import('@aws-sdk/client-s3'); readonly client: S3Client };

const NOT_MODIFIED = 304;

/** S3 asks to slow down at times. */
const MAX_ATTEMPTS = 3;

const load = async () => {
  const sdk = await import('@aws-sdk/client-s3');
  // One document may serve the functions of every Region.
  return { sdk, client: new sdk.S3Client({ maxAttempts: MAX_ATTEMPTS, followRegionRedirects: true }) };
};

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/versioning-workflows.html */
const MAX_VERSION = 1024;

const readObject = async (output: GetObjectCommandOutput, limit: number): Promise<StoredObject> => {
  const { Body, ContentLength = 0, ETag, VersionId } = output;
  if (ContentLength > limit) throw new TooLargeError(limit);
  const text = await readBody(Body as AsyncIterable<Uint8Array>, limit);
  return {
    text,
    etag: ETag,
    versionId: VersionId === undefined || VersionId === 'null' ? undefined : printable(VersionId, MAX_VERSION),
  };
};

const statusOf = (error: unknown): number | undefined => (isFault(error) ? error.$metadata?.httpStatusCode : undefined);

interface Fault {
  readonly name: string;
  /** Of a fault below S3: `ECONNREFUSED`, `MODULE_NOT_FOUND`. */
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const isFault = (error: unknown): error is Fault => error instanceof Error;

/** What the documentation of S3 says of an error, where its name alone, which the server chooses, would not do. */
const hintOf = (name: string): string | undefined => {
  switch (name) {
    case 'AccessDenied':
      return "the function may not do that, the bucket is another account's, or there is no such object";
    case 'NoSuchBucket':
      return 'there is no such bucket';
    case 'NoSuchKey':
      return 'there is no such object';
    case 'PermanentRedirect':
      return 'the bucket is in another Region';
    default:
      return undefined;
  }
};

/** Names and numbers only: the message of an error may quote what was sent. */
const explain = (error: unknown): StoreError => {
  if (error instanceof StoreError) return error;
  if (error instanceof TooLargeError) return new StoreError(error.message);
  const name = nameOf(error);
  const status = statusOf(error);
  const details = [hintOf(name), status && `status ${status}`].filter(Boolean).join('; ');
  return new StoreError(details === '' ? name : `${name} (${details})`);
};

/** The server chooses the name of an error, so it is made printable. */
const nameOf = (error: unknown): string => {
  if (!isFault(error)) return typeof error;
  return printable(typeof error.code === 'string' ? error.code : error.name);
};

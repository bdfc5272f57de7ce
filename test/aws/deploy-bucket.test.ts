import {
  CreateBucketCommand,
  GetBucketPolicyCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { secureBucket } from '../../infra/aws/bucket-settings.ts';
import { runCommand } from './support/command.ts';
import { resetMoto, startMoto } from './support/moto.ts';

const Bucket = 'egress-guard-artifacts-123456789012-us-east-1';

let origin = '';

const clientFor = (endpoint: string): S3Client =>
  new S3Client({
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
    endpoint,
    forcePathStyle: true,
    region: 'us-east-1',
  });

beforeAll(async () => {
  origin = await startMoto({ MOTO_S3_ALLOW_CROSSACCOUNT_ACCESS: 'false' });
});

beforeEach(() => resetMoto(origin));

describe('a bucket of another account', () => {
  test('is refused, and nothing is written to it', async () => {
    // moto takes this header for the account of the caller.
    const headers = { 'x-moto-account-id': '999999999999' };
    const other = clientFor(origin);
    other.middlewareStack.add(
      (next) => (args) => {
        Object.assign(Object(args.request).headers, headers);
        return next(args);
      },
      { step: 'build' },
    );
    await other.send(new CreateBucketCommand({ Bucket }));
    const { code, out, err } = await runCommand(['deploy', '--endpoint-url', origin, '--yes']);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toBe(`Account 123456789012, Region us-east-1, as arn:aws:sts::123456789012:user/moto
egress-guard: the bucket ${Bucket} belongs to another account, or the permission s3:GetBucketVersioning on it is missing. Nothing was written to it. Without that bucket, deploy the built template with the AWS CLI and a bucket of your own: aws cloudformation deploy --s3-bucket.
`);
    expect((await other.send(new ListObjectsV2Command({ Bucket }))).KeyCount).toBe(0);
  });
});

describe('a bucket that is reached by TLS', () => {
  const own = { Bucket, ExpectedBucketOwner: '123456789012', partition: 'aws' };
  const ONLY_TLS = {
    Sid: 'OnlyTls',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };

  /** Believes to speak TLS, and is connected to moto's plain port all the same. */
  const tlsClient = (): S3Client => {
    const s3 = clientFor(origin.replace('http:', 'https:'));
    s3.middlewareStack.add(
      (next) => (args) => {
        Object.assign(Object(args.request), { protocol: 'http:' });
        return next(args);
      },
      { step: 'finalizeRequest', priority: 'low' },
    );
    return s3;
  };

  const policyOf = async (s3: S3Client) =>
    JSON.parse((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy ?? '');

  test('takes TLS only, once it is secured', async () => {
    const s3 = tlsClient();
    await s3.send(new CreateBucketCommand({ Bucket }));
    expect(await secureBucket(s3, own)).toEqual(['public access blocked', 'encrypted', 'TLS only', 'versioned']);
    expect(await policyOf(s3)).toEqual({ Version: '2012-10-17', Statement: [ONLY_TLS] });
    expect(await secureBucket(s3, own)).toEqual([]);
  });

  test('keeps what else its policy says', async () => {
    const s3 = tlsClient();
    await s3.send(new CreateBucketCommand({ Bucket }));
    const read = { Sid: 'Read', Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: '*' };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [read, { ...ONLY_TLS, Effect: 'Allow' }] });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect(await secureBucket(s3, own)).toContain('TLS only');
    expect((await policyOf(s3)).Statement).toEqual([read, ONLY_TLS]);
  });

  test('is not asked to where it is reached without: nobody could use it any more', async () => {
    const s3 = clientFor(origin);
    await s3.send(new CreateBucketCommand({ Bucket }));
    expect(await secureBucket(s3, own)).toEqual(['public access blocked', 'encrypted', 'versioned']);
  });
});

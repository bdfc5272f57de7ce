import {
  CreateBucketCommand,
  DeleteObjectCommand,
  HeadBucketCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { beforeAll, expect, test } from 'vitest';
import { countVersions, purgeBucket } from '../../infra/aws/purge-bucket.ts';
import { startMoto } from './support/moto.ts';

const Bucket = 'egress-guard-artifacts-123456789012-us-east-1';
const own = { Bucket, ExpectedBucketOwner: '123456789012', partition: 'aws' };

let s3: S3Client;

beforeAll(async () => {
  // As many as S3 lists at once is a thousand.
  const endpoint = await startMoto({ MOTO_S3_DEFAULT_MAX_KEYS: '2' });
  const credentials = { accessKeyId: 'testing', secretAccessKey: 'testing' };
  s3 = new S3Client({ credentials, region: 'us-east-1', endpoint, forcePathStyle: true });
});

test('a bucket is deleted with every version and every marker, over all pages', async () => {
  await s3.send(new CreateBucketCommand({ Bucket }));
  await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }));
  for (const Key of ['a', 'b', 'b', 'c', 'c']) await s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
  await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
  expect(await countVersions(s3, own)).toBe(6);
  await purgeBucket(s3, own);
  await expect(s3.send(new HeadBucketCommand({ Bucket }))).rejects.toThrow();
});

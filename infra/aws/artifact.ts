import { createHash } from 'node:crypto';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { version } from '../../rule/index.ts';
import { urlSuffixOf } from '../partition.ts';
import type { Account } from './account.ts';
import { artifactsBucketName } from './artifacts-bucket.ts';
import { isAwsError, needing } from './aws-error.ts';
import type { Clients } from './clients.ts';

/** Puts a template into the account's bucket, where it is not there yet; tells the URL to deploy it from. */
export async function uploadTemplate({ s3 }: Pick<Clients, 's3'>, account: Account, text: string): Promise<string> {
  const Key = artifactKey(text);
  const ChecksumSHA256 = sha256(text).digest('base64');
  const object = { Bucket: artifactsBucketName(account), Key, ExpectedBucketOwner: account.id };
  const head = new HeadObjectCommand({ ...object, ChecksumMode: 'ENABLED' });
  const there = await needing('s3:GetObject', s3.send(head)).catch((error: unknown) => {
    if (isAwsError(error, 'noObject')) return undefined;
    throw error;
  });
  if (there?.ChecksumSHA256 === ChecksumSHA256) return urlOf(account, Key, there.VersionId);
  const told = { ChecksumAlgorithm: 'SHA256' as const, ChecksumSHA256, ContentType: 'application/yaml' };
  const put = new PutObjectCommand({ ...object, ...told, Body: text });
  const { VersionId } = await needing('s3:PutObject', s3.send(put));
  return urlOf(account, Key, VersionId);
}

const KEY_DIGITS = 16;

/** The same text has the same key. */
function artifactKey(text: string): string {
  return `egress-guard/${version}-${sha256(text).digest('hex').slice(0, KEY_DIGITS)}.template.yaml`;
}

const sha256 = (text: string) => createHash('sha256').update(text);

/** Where CloudFormation fetches it: that version and no other, whoever writes to the bucket meanwhile. */
const urlOf = (account: Account, key: string, versionId: string | undefined): string => {
  const suffix = urlSuffixOf(account.partition) ?? 'amazonaws.com';
  const url = new URL(`https://${artifactsBucketName(account)}.s3.${account.region}.${suffix}/${key}`);
  if (versionId !== undefined) url.searchParams.set('versionId', versionId);
  return url.href;
};

import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectIdentifier,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { OwnBucket } from './bucket-settings.ts';
import { needing } from './permission.ts';
import { RefusalError } from './refusal.ts';

const listPage = (
  s3: S3Client,
  bucket: OwnBucket,
  after?: ListObjectVersionsCommandOutput,
): Promise<ListObjectVersionsCommandOutput> => {
  const markers = after && { KeyMarker: after.NextKeyMarker, VersionIdMarker: after.NextVersionIdMarker };
  return needing('s3:ListBucketVersions', s3.send(new ListObjectVersionsCommand({ ...bucket, ...markers })));
};

/** A deleted object leaves a marker, which is a version, too. */
const versionsOf = ({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsCommandOutput): ObjectIdentifier[] =>
  [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));

/** How many versions of objects a bucket holds. */
export const countVersions = async (s3: S3Client, bucket: OwnBucket): Promise<number> => {
  let page = await listPage(s3, bucket);
  let count = versionsOf(page).length;
  for (; page.IsTruncated; count += versionsOf(page).length) page = await listPage(s3, bucket, page);
  return count;
};

const deleteVersions = async (s3: S3Client, bucket: OwnBucket, Objects: ObjectIdentifier[]): Promise<void> => {
  const command = new DeleteObjectsCommand({ ...bucket, Delete: { Objects, Quiet: true } });
  const { Errors: [first] = [] } = await needing('s3:DeleteObjectVersion', s3.send(command));
  if (first !== undefined)
    throw new RefusalError(
      `the bucket ${bucket.Bucket} could not be emptied: ${first.Key}: ${first.Code} (${first.Message}). ` +
        'The permission for it is s3:DeleteObjectVersion.',
    );
};

/**
 * Deletes a bucket with all versions of what is in it.
 * @throws {RefusalError} where something in it cannot be deleted
 */
export const purgeBucket = async (s3: S3Client, bucket: OwnBucket): Promise<void> => {
  for (let Objects = versionsOf(await listPage(s3, bucket)); Objects.length > 0; ) {
    await deleteVersions(s3, bucket, Objects);
    Objects = versionsOf(await listPage(s3, bucket));
  }
  await needing('s3:DeleteBucket', s3.send(new DeleteBucketCommand(bucket)));
};

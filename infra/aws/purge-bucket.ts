import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectIdentifier,
  type S3Client,
} from '@aws-sdk/client-s3';
import { needing } from './aws-error.ts';
import type { OwnBucket } from './bucket-settings.ts';
import { RefusalError } from './own-error.ts';
import { listAll } from './pages.ts';

/** How many versions of objects a bucket holds. */
export async function countVersions(s3: S3Client, bucket: OwnBucket): Promise<number> {
  const listing = {
    action: 'ListObjectVersions',
    read: (token = '{}') => listPage(s3, bucket, JSON.parse(token)),
    next: tokenOf,
  };
  return (await listAll(listing, versionsOf)).length;
}

/**
 * Deletes a bucket with all versions of what is in it; the signal ends that between two requests.
 * @throws {RefusalError} where something in it cannot be deleted
 */
export async function purgeBucket(s3: S3Client, bucket: OwnBucket, signal?: AbortSignal): Promise<void> {
  for (let before: string | undefined, isEmpty = false; !isEmpty; ) {
    signal?.throwIfAborted();
    const versions = versionsOf(await listPage(s3, bucket));
    expectProgress(bucket, versions, before);
    before = nameOf(versions[0]);
    isEmpty = versions.length === 0;
    if (!isEmpty) await deleteVersions(s3, bucket, versions);
  }
  await needing('s3:DeleteBucket', s3.send(new DeleteBucketCommand(bucket)));
}

type Page = ListObjectVersionsCommandOutput;

const listPage = (s3: S3Client, bucket: OwnBucket, markers: object = {}): Promise<Page> =>
  needing('s3:ListBucketVersions', s3.send(new ListObjectVersionsCommand({ ...bucket, ...markers })));

/** The next page has two markers; as one text they are its token. */
const tokenOf = ({ IsTruncated, NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker }: Page) =>
  IsTruncated === true ? JSON.stringify({ KeyMarker, VersionIdMarker }) : undefined;

/** A deleted object leaves a marker, which is a version, too. */
const versionsOf = ({ Versions = [], DeleteMarkers = [] }: ListObjectVersionsCommandOutput): ObjectIdentifier[] =>
  [...Versions, ...DeleteMarkers].map(({ Key, VersionId }) => ({ Key, VersionId }));

/** What is deleted and listed again would be deleted without end. */
const expectProgress = ({ Bucket }: OwnBucket, [first]: readonly ObjectIdentifier[], before?: string): void => {
  if (first !== undefined && nameOf(first) === before)
    throw new RefusalError(
      `the bucket ${Bucket} could not be emptied: S3 says that ${first.Key} is deleted, and lists it still.`,
    );
};

const nameOf = (version: ObjectIdentifier | undefined): string | undefined =>
  version && JSON.stringify([version.Key, version.VersionId]);

const deleteVersions = async (s3: S3Client, bucket: OwnBucket, Objects: ObjectIdentifier[]): Promise<void> => {
  const command = new DeleteObjectsCommand({ ...bucket, Delete: { Objects, Quiet: true } });
  const { Errors: [first] = [] } = await needing('s3:DeleteObjectVersion', s3.send(command));
  if (first !== undefined)
    throw new RefusalError(
      `the bucket ${bucket.Bucket} could not be emptied: ${first.Key}: ${first.Code} (${first.Message}). ` +
        'The permission for it is s3:DeleteObjectVersion.',
    );
};

import { type BucketLocationConstraint, CreateBucketCommand, GetBucketVersioningCommand } from '@aws-sdk/client-s3';
import type { Account } from './account.ts';
import { isAwsError, isForbidden, missingPermission, needing } from './aws-error.ts';
import type { Clients } from './clients.ts';
import { RefusalError } from './own-error.ts';

/** The bucket that templates are deployed from: one for each account and Region. */
export function artifactsBucketName({ id, region }: Pick<Account, 'id' | 'region'>): string {
  return `egress-guard-artifacts-${id}-${region}`;
}

/**
 * Whether the account has its bucket.
 * @throws {RefusalError} where another account does
 */
export async function hasArtifactsBucket({ s3 }: Pick<Clients, 's3'>, account: Account): Promise<boolean> {
  const Bucket = artifactsBucketName(account);
  try {
    await s3.send(new GetBucketVersioningCommand({ Bucket, ExpectedBucketOwner: account.id }));
    return true;
  } catch (error) {
    if (isAwsError(error, 'noBucket')) return false;
    throw isForeign(error) ? refuse(Bucket, error) : error;
  }
}

/**
 * Creates the bucket; done already is done.
 * @throws {RefusalError} where another account has that name
 */
export async function createArtifactsBucket({ s3 }: Pick<Clients, 's3'>, account: Account): Promise<void> {
  const Bucket = artifactsBucketName(account);
  try {
    await needing('s3:CreateBucket', s3.send(new CreateBucketCommand({ Bucket, ...placeIn(account.region) })));
  } catch (error) {
    if (isAwsError(error, 'ownBucket')) return;
    throw isForeign(error) ? refuse(Bucket, error) : error;
  }
}

/** Of a bucket in another Region S3 says so; ours is where its name says. */
const isForeign = (error: unknown): boolean =>
  (isForbidden(error) && missingPermission(error) === undefined) || isAwsError(error, 'foreignBucket');

const refuse = (Bucket: string, cause: unknown): RefusalError =>
  new RefusalError(
    `the bucket ${Bucket} belongs to another account, or the permission s3:GetBucketVersioning on it is missing. ` +
      'Nothing was written to it. Without that bucket, deploy the built template with the AWS CLI and a bucket of your own: ' +
      'aws cloudformation deploy --s3-bucket.',
    { cause },
  );

/** Every Region is named but the oldest. */
const placeIn = (region: string) =>
  region === 'us-east-1'
    ? {}
    : { CreateBucketConfiguration: { LocationConstraint: region as BucketLocationConstraint } };

import {
  GetBucketEncryptionCommand,
  GetBucketPolicyCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutPublicAccessBlockCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { isAwsError, needing } from './aws-error.ts';
import { isOnlyTls, makeOnlyTls } from './only-tls.ts';

/** A bucket of this account. */
export interface OwnBucket {
  readonly Bucket: string;
  readonly ExpectedBucketOwner: string;
  readonly partition: string;
}

/** Makes a bucket private, encrypted, versioned and TLS only, where it is not; tells what it set. */
export async function secureBucket(s3: S3Client, bucket: OwnBucket): Promise<string[]> {
  const done: string[] = [];
  for (const { name, isSet, set } of [publicAccess, encryption, transport, versioning]) {
    if (await isSet(s3, bucket)) continue;
    await set(s3, bucket);
    done.push(name);
  }
  return done;
}

/** One thing that a private bucket needs. */
interface Setting {
  readonly name: string;
  readonly isSet: (s3: S3Client, bucket: OwnBucket) => Promise<boolean>;
  readonly set: (s3: S3Client, bucket: OwnBucket) => Promise<unknown>;
}

const PublicAccessBlockConfiguration = {
  BlockPublicAcls: true,
  BlockPublicPolicy: true,
  IgnorePublicAcls: true,
  RestrictPublicBuckets: true,
};

/** S3 answers with an error where nothing is set. */
const orNothing = async <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (isAwsError(error, 'noBucketSetting')) return undefined;
    throw error;
  });

const publicAccess: Setting = {
  name: 'public access blocked',
  isSet: async (s3, bucket) => {
    const read = s3.send(new GetPublicAccessBlockCommand(bucket));
    const answer = await needing('s3:GetBucketPublicAccessBlock', orNothing(read));
    const isOn = Object.entries({ ...PublicAccessBlockConfiguration, ...answer?.PublicAccessBlockConfiguration });
    return answer !== undefined && isOn.every(([, value]) => value === true);
  },
  set: (s3, bucket) =>
    needing(
      's3:PutBucketPublicAccessBlock',
      s3.send(new PutPublicAccessBlockCommand({ ...bucket, PublicAccessBlockConfiguration })),
    ),
};

const encryption: Setting = {
  name: 'encrypted',
  isSet: async (s3, bucket) => {
    const read = s3.send(new GetBucketEncryptionCommand(bucket));
    return (await needing('s3:GetEncryptionConfiguration', orNothing(read))) !== undefined;
  },
  set: (s3, bucket) => {
    const Rules = [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' as const } }];
    const command = new PutBucketEncryptionCommand({ ...bucket, ServerSideEncryptionConfiguration: { Rules } });
    return needing('s3:PutEncryptionConfiguration', s3.send(command));
  },
};

const readPolicy = async (s3: S3Client, bucket: OwnBucket): Promise<string | undefined> => {
  const read = s3.send(new GetBucketPolicyCommand(bucket));
  return (await needing('s3:GetBucketPolicy', orNothing(read)))?.Policy;
};

const arnOf = ({ partition, Bucket }: OwnBucket): string => `arn:${partition}:s3:::${Bucket}`;

/** Over plain HTTP, as to a stand-in for AWS, a bucket that takes TLS only would shut out whoever made it so. */
const isPlain = async (s3: S3Client): Promise<boolean> => (await s3.config.endpoint?.())?.protocol === 'http:';

const transport: Setting = {
  name: 'TLS only',
  isSet: async (s3, bucket) => isOnlyTls(await readPolicy(s3, bucket), arnOf(bucket)) || (await isPlain(s3)),
  set: async (s3, bucket) => {
    const Policy = makeOnlyTls(await readPolicy(s3, bucket), arnOf(bucket));
    return needing('s3:PutBucketPolicy', s3.send(new PutBucketPolicyCommand({ ...bucket, Policy })));
  },
};

const versioning: Setting = {
  name: 'versioned',
  isSet: async (s3, bucket) => {
    const read = s3.send(new GetBucketVersioningCommand(bucket));
    return (await needing('s3:GetBucketVersioning', read)).Status === 'Enabled';
  },
  set: (s3, bucket) => {
    const command = new PutBucketVersioningCommand({ ...bucket, VersioningConfiguration: { Status: 'Enabled' } });
    return needing('s3:PutBucketVersioning', s3.send(command));
  },
};

import {
  type Account,
  artifactsBucketName,
  type Clients,
  createArtifactsBucket,
  hasArtifactsBucket,
  secureBucket,
  uploadTemplate,
} from '../aws/index.ts';

/** Puts a template where StackSets fetches it, in a bucket that is made where it is missing; tells its URL. */
export async function publishTemplate(
  { s3 }: Pick<Clients, 's3'>,
  account: Account,
  template: string,
): Promise<string> {
  const { id, partition } = account;
  if (!(await hasArtifactsBucket({ s3 }, account))) await createArtifactsBucket({ s3 }, account);
  await secureBucket(s3, { Bucket: artifactsBucketName(account), ExpectedBucketOwner: id, partition });
  return uploadTemplate({ s3 }, account, template);
}

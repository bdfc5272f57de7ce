import {
  type Account,
  artifactsBucketName,
  type Clients,
  createArtifactsBucket,
  hasArtifactsBucket,
  secureBucket,
  uploadTemplate,
} from '../aws/index.ts';
import type { Operator } from '../operation/index.ts';

/**
 * Puts a template into the account's bucket, which is created with consent; tells its URL, or nothing without consent.
 * @throws {RefusalError} where the bucket is another account's
 */
export async function publishTemplate(session: PublishSession, text: string): Promise<string | undefined> {
  const { clients, account, ask, tell, signal } = session;
  const Bucket = artifactsBucketName(account);
  const isNew = !(await hasArtifactsBucket(clients, account));
  const question = `Create the bucket ${Bucket}, private and versioned, to deploy the template from?`;
  if (isNew && !(await ask(question))) return undefined;
  signal.throwIfAborted();
  if (isNew) await createArtifactsBucket(clients, account);
  const own = { Bucket, ExpectedBucketOwner: account.id, partition: account.partition };
  const done = await secureBucket(clients.s3, own);
  const verb = isNew ? 'Created' : 'Repaired';
  if (done.length > 0) tell({ kind: 'NOTE', text: `${verb} the bucket ${Bucket}: ${done.join(', ')}.` });
  signal.throwIfAborted();
  return uploadTemplate(clients, account, text);
}

interface PublishSession extends Operator<{ readonly kind: 'NOTE'; readonly text: string }> {
  readonly clients: Clients;
  readonly account: Account;
}

import {
  artifactsBucketName,
  countVersions,
  hasArtifactsBucket,
  isForbidden,
  purgeBucket,
  RefusalError,
  type Stack,
} from '../aws/index.ts';
import { DEFAULT_STACK } from '../hook/index.ts';
import type { StackSession } from '../operation/index.ts';
import type { Kept } from './report.ts';

/** The bucket, with the command of ours that deletes it; named is a stack that is gone by then. */
export function keptBucket(session: StackSession, { stackName }: { readonly stackName: string }): Kept {
  const stack = stackName === DEFAULT_STACK ? '' : ` --stack-name ${stackName}`;
  const command = `egress-guard remove --purge${stack}${place(session)}`;
  return { what: 'artifacts bucket', name: artifactsBucketName(session.account), command };
}

/** What the stack leaves behind that is the user's own, with the command that deletes it. */
export function keptOf(session: StackSession, stack: Stack, logGroup: string | undefined): Kept[] {
  const { id, region } = session.account;
  const archive = stack.parameters['ArchiveBucket'];
  const kept: Kept[] = [];
  if (logGroup !== undefined) {
    const command = `aws logs delete-log-group --log-group-name ${logGroup}${place(session)}`;
    kept.push({ what: 'log group', name: logGroup, command });
  }
  if (archive !== undefined && archive !== '') {
    const name = `s3://${archive}/${id}/${region}/`;
    kept.push({ what: 'archive', name, command: `aws s3 rm ${name} --recursive${place(session)}` });
  }
  return kept;
}

/** What is done about the bucket that templates are deployed from: it is kept, or with consent deleted. */
export async function settleBucket(
  session: StackSession,
  request: { readonly stackName: string; readonly isPurged: boolean },
): Promise<{ readonly kept: readonly Kept[]; readonly purged?: string }> {
  if (!(await hasBucket(session))) return { kept: [] };
  const { clients, account } = session;
  const Bucket = artifactsBucketName(account);
  const kept = [keptBucket(session, request)];
  if (!request.isPurged) return { kept };
  const own = { Bucket, ExpectedBucketOwner: account.id, partition: account.partition };
  const count = await countVersions(clients.s3, own);
  const question = `Delete the bucket ${Bucket} with all that is in it, in versions: ${count}?`;
  if (!(await session.ask(question))) return { kept };
  session.signal.throwIfAborted();
  await purgeBucket(clients.s3, own, session.signal);
  return { kept: [], purged: Bucket };
}

const place = ({ profile, account }: StackSession): string =>
  ` --region ${account.region}${profile === undefined ? '' : ` --profile ${profile}`}`;

const hasBucket = async ({ clients, account }: StackSession): Promise<boolean> => {
  try {
    return await hasArtifactsBucket(clients, account);
  } catch (error) {
    // Whose it is cannot be told: nothing to keep, and nothing to delete.
    if (error instanceof RefusalError || isForbidden(error)) return false;
    throw error;
  }
};

import {
  artifactsBucketName,
  createArtifactsBucket,
  expectOwnStack,
  hasArtifactsBucket,
  phaseOf,
  RefusalError,
  readStack,
  type Stack,
  secureBucket,
  uploadTemplate,
} from '../../../infra/aws/index.ts';
import { confirm } from '../../terminal/index.ts';
import { explainEnding } from './events.ts';
import type { DeployOptions } from './options.ts';
import type { DeployReport } from './report.ts';
import { expectIdle, expectRepaired, explainBroken, removeStack, type StackSession } from './stack.ts';

/** The stack to deploy to, where there is one; or what to report where there is no going on. */
export type Ground =
  | {
      readonly stack: Stack | undefined;
      /** Of a stack that had to go before: its values, which the new one is to keep. */
      readonly values?: Stack['parameters'];
    }
  | { readonly report: DeployReport };

/**
 * Looks at the stack that is there, and makes way where it has to.
 * @throws {RefusalError} where something else has to be done first
 */
export async function findGround(session: StackSession, options: DeployOptions): Promise<Ground> {
  const stack = await readStack(session.clients, options.stackName);
  if (stack === undefined) return { stack };
  expectOwnStack(stack);
  expectIdle(session, stack);
  expectRepaired(session, stack);
  return phaseOf(stack.status) === 'BROKEN' ? clear(session, stack, options) : { stack };
}

/**
 * Puts the template into the account's bucket, which it creates with consent; tells its URL, or nothing without consent.
 * @throws {RefusalError} where the bucket is another account's
 */
export async function upload(
  { clients, account, terminal, say, signal }: StackSession,
  text: string,
  isYes: boolean,
): Promise<string | undefined> {
  const Bucket = artifactsBucketName(account);
  const isNew = !(await hasArtifactsBucket(clients, account));
  const question = `Create the bucket ${Bucket}, private and versioned, to deploy the template from?`;
  if (isNew && !(await confirm(terminal, question, isYes))) return undefined;
  signal.throwIfAborted();
  if (isNew) await createArtifactsBucket(clients, account);
  const own = { Bucket, ExpectedBucketOwner: account.id, partition: account.partition };
  const done = await secureBucket(clients.s3, own);
  if (done.length > 0) say(`${isNew ? 'Created' : 'Repaired'} the bucket ${Bucket}: ${done.join(', ')}.\n`);
  signal.throwIfAborted();
  return uploadTemplate(clients, account, text);
}

const declined: Ground = { report: { outcome: 'DECLINED', changes: [] } };

/** A stack that was never created has to go before it can be. */
const clear = async (session: StackSession, stack: Stack, options: DeployOptions): Promise<Ground> => {
  await explainBroken(session, stack);
  if (options.isDryRun) throw new RefusalError('a dry run does not delete it, and so ends here.');
  const question = `Delete the stack ${stack.name}, and deploy anew?`;
  if (!(await confirm(session.terminal, question, options.isYes))) return declined;
  session.signal.throwIfAborted();
  const ending = await removeStack(session, stack);
  if (ending.status === 'DELETE_COMPLETE') return { stack: undefined, values: stack.parameters };
  const problem = explainEnding(stack.name, ending);
  return { report: { outcome: 'FAILED', changes: [], failure: ending.failure, problem } };
};

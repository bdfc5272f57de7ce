import { GetBucketVersioningCommand } from '@aws-sdk/client-s3';
import { type Account, type Clients, readFunction, readRole, type Stack } from '../aws/index.ts';
import { type DeclaredResource, FUNCTION_TYPE } from './declared-resource.ts';
import { functionDifferences, roleDifferences } from './live-difference.ts';

/** What of a function or role is otherwise than its template says. */
export async function readDifferences(
  clients: Pick<Clients, 'lambda' | 'iam'>,
  declared: DeclaredResource,
): Promise<readonly string[]> {
  const { type, physicalId } = declared;
  return type === FUNCTION_TYPE
    ? functionDifferences(declared, await readFunction(await clients.lambda(), physicalId))
    : roleDifferences(declared, await readRole(await clients.iam(), physicalId));
}

/** What is wrong with the bucket of the exemptions; undefined where there is none, or it is another account's. */
export async function readBucketProblem(
  { s3 }: Pick<Clients, 's3'>,
  { parameters }: Stack,
  account: Account,
): Promise<string | undefined> {
  const { ExemptionsUri: uri = '', ExemptionsBucketOwner: owner } = parameters;
  const Bucket = uri.split('/')[2];
  if (!Bucket || (owner || account.id) !== account.id) return undefined;
  const { Status: status } = await s3.send(new GetBucketVersioningCommand({ Bucket, ExpectedBucketOwner: account.id }));
  if (status === 'Enabled') return undefined;
  return `the bucket ${Bucket} of the exemptions keeps no versions: whoever changes them leaves no trace of what they were.`;
}

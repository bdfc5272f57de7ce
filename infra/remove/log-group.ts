import { type Clients, readPhysicalIds, type Stack } from '../aws/index.ts';

/** The log group that a stack leaves behind; undefined where it has none, or has none any more. */
export async function readLogGroup(
  clients: Pick<Clients, 'cloudFormation'>,
  stack: Stack,
): Promise<string | undefined> {
  if (stack.status === 'REVIEW_IN_PROGRESS') return undefined;
  return stack.outputs['LogGroupName'] ?? (await readPhysicalIds(clients, stack))['LogGroup'];
}

import { randomUUID } from 'node:crypto';
import { DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import type { Clients } from './clients.ts';
import { followStack, lastEventId, type StackEvent, type Watch } from './stack-events.ts';

/** Has a stack deleted by its id, so that no other of that name is meant, and does not wait for it. */
export async function requestDeletion({ cloudFormation }: CloudFormation, stackId: string): Promise<void> {
  const ClientRequestToken = `egress-guard-${randomUUID()}`;
  await cloudFormation.send(new DeleteStackCommand({ StackName: stackId, ClientRequestToken }));
}

/** Deletes a stack; events as they come, then the status in which it ends. */
export async function* deleteStack(
  clients: CloudFormation,
  stackId: string,
  pause: Watch['pause'],
): AsyncGenerator<StackEvent, string> {
  const after = await lastEventId(clients, stackId);
  await requestDeletion(clients, stackId);
  return yield* followStack(clients, { stackId, after, pause });
}

type CloudFormation = Pick<Clients, 'cloudFormation'>;

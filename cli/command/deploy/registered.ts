import { explainAwsFault, type Stack } from '../../../infra/aws/index.ts';
import { type HookStatus, readRegisteredHooks } from '../../../infra/status/index.ts';
import type { AwsSession } from '../../aws/index.ts';

/** How the hooks are registered once the stack is as it is, or why that cannot be told. */
export type Registered = { readonly hooks: readonly HookStatus[] } | { readonly unread: string };

/** Asks what is registered: whatever the stack says, that is what works. */
export async function readRegistered({ clients, account }: AwsSession, stack: Stack): Promise<Registered> {
  try {
    return { hooks: await readRegisteredHooks({ client: clients.cloudFormation, account }, stack) };
  } catch (error) {
    // What was deployed is told all the same.
    const unread = explainAwsFault(error);
    if (unread === undefined) throw error;
    return { unread };
  }
}

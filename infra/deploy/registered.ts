import { explainAwsFault, type Stack } from '../aws/index.ts';
import type { StackSession } from '../operation/index.ts';
import { type HookStatus, readRegisteredHooks } from '../status/index.ts';

/** How the hooks are registered once the stack is as it is, or why that cannot be told. */
export type Registered = { readonly hooks: readonly HookStatus[] } | { readonly unread: string };

/** Asks what is registered: whatever the stack says, that is what works. */
export async function readRegistered({ clients, account }: StackSession, stack: Stack): Promise<Registered> {
  try {
    return { hooks: await readRegisteredHooks({ client: clients.cloudFormation, account }, stack) };
  } catch (error) {
    // What was deployed is told all the same.
    const unread = explainAwsFault(error);
    if (unread === undefined) throw error;
    return { unread };
  }
}

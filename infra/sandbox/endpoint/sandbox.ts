import type { HookSetup } from '../hook-setup.ts';
import type { StackEvent } from '../stack-event.ts';
import { makeAccount, type SandboxAccount } from './account.ts';
import { type CloudControl, makeCloudControl } from './cloud-control.ts';
import { makeObjectStore, type ObjectStore } from './object-store.ts';
import { makeQueue, type Queue } from './queue.ts';

/** What the sandbox is started with. */
export interface SandboxOptions {
  /** Paths of the bundles of the two functions. */
  readonly bundles: HookSetup['bundles'];
  /** The stack of the hooks themselves: the built template and its parameters. */
  readonly product: {
    readonly name: string;
    readonly text: string;
    readonly parameters: Readonly<Record<string, string>>;
  };
  readonly accountId: string;
  /** What the functions have in their environment besides what their stack sets. */
  readonly environment?: Readonly<Record<string, string>>;
  /** What the functions log. */
  readonly onLog?: (text: string) => void;
  /** How long a function may take, in milliseconds. Default: as CloudFormation. */
  readonly timeoutMs?: number;
  readonly tell: (news: SandboxNews) => void;
}

/** What is told as it happens. */
export type SandboxNews =
  | { readonly kind: 'REQUEST'; readonly action: string; readonly subject: string }
  | { readonly kind: 'REFUSAL'; readonly action: string; readonly code: string; readonly message: string }
  | { readonly kind: 'EVENT'; readonly event: StackEvent }
  | { readonly kind: 'NOTE'; readonly text: string };

/** One account with the hooks deployed, and all that happens in it. */
export interface Sandbox {
  readonly options: SandboxOptions;
  readonly account: SandboxAccount;
  readonly store: ObjectStore;
  readonly cloudControl: CloudControl;
  readonly queue: Queue;
  /** Ends what is under way; nothing is told after that. */
  readonly closing: AbortController;
  /** Where the endpoint is; set once it listens. */
  origin: string;
}

export function makeSandbox(options: SandboxOptions): Sandbox {
  const closing = new AbortController();
  const tell = (news: SandboxNews): void => {
    if (!closing.signal.aborted) options.tell(news);
  };
  return {
    options: { ...options, tell },
    account: makeAccount(),
    store: makeObjectStore(),
    cloudControl: makeCloudControl(),
    queue: makeQueue(PROCESSES),
    closing,
    origin: '',
  };
}

/** Functions under way at once, each a process of some 50 MB; on AWS they are as many as the account lets. */
const PROCESSES = 8;

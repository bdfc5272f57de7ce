import { DescribeStackEventsCommand, type StackEvent as SdkEvent } from '@aws-sdk/client-cloudformation';
import { isAbort } from './aws-error.ts';
import type { Clients } from './clients.ts';
import { LostSightError } from './own-error.ts';
import { pagesOf } from './pages.ts';
import { readStack } from './stack.ts';
import { isBusy } from './stack-status.ts';

/** What happened to a resource of a stack, or to the stack itself. */
export interface StackEvent {
  readonly id: string;
  readonly time: Date;
  readonly logicalId: string;
  readonly physicalId: string;
  readonly type: string;
  readonly status: string;
  readonly reason?: string | undefined;
  readonly hook?: { readonly type: string; readonly status: string; readonly mode: string; readonly reason: string };
}

/** An operation to follow: all that happens to the stack after an event. `pause` may throw, which ends it. */
export interface Watch {
  readonly stackId: string;
  readonly after?: string | undefined;
  readonly pause: (milliseconds: number) => Promise<void>;
}

/** What happened to a stack after an event, or ever; oldest first. */
export async function readEvents(clients: CloudFormation, stackId: string, after?: string): Promise<StackEvent[]> {
  const events: StackEvent[] = [];
  for await (const event of newestFirst(clients, stackId)) {
    if (event.id === after) break;
    events.push(event);
  }
  return events.reverse();
}

/** The newest event of a stack: what an operation does comes after it. */
export async function lastEventId(clients: CloudFormation, stackId: string): Promise<string | undefined> {
  for await (const { id } of newestFirst(clients, stackId)) return id;
  return undefined;
}

/**
 * Hands on each event of an operation once, as they come, and tells the status in which the stack ends.
 * @throws {LostSightError} where AWS does not tell any more; the operation goes on
 */
export async function* followStack(clients: CloudFormation, watch: Watch): AsyncGenerator<StackEvent, string> {
  try {
    return yield* follow(clients, watch);
  } catch (error) {
    if (isAbort(error)) throw error;
    throw new LostSightError(`The stack ${watch.stackId} can no longer be followed.`, { cause: error });
  }
}

type CloudFormation = Pick<Clients, 'cloudFormation'>;

async function* newestFirst({ cloudFormation }: CloudFormation, StackName: string): AsyncGenerator<StackEvent> {
  const pages = pagesOf({
    action: 'DescribeStackEvents',
    read: (NextToken) => cloudFormation.send(new DescribeStackEventsCommand({ StackName, NextToken })),
    next: ({ NextToken }) => NextToken,
  });
  for await (const { StackEvents = [] } of pages) yield* StackEvents.map(toEvent);
}

const toEvent = (event: SdkEvent): StackEvent => ({
  id: event.EventId ?? '',
  time: event.Timestamp ?? new Date(0),
  logicalId: event.LogicalResourceId ?? '',
  physicalId: event.PhysicalResourceId ?? '',
  type: event.ResourceType ?? '',
  status: event.ResourceStatus ?? '',
  reason: event.ResourceStatusReason,
  ...hookOf(event),
});

const hookOf = ({ HookType: type, HookStatus: status, ...event }: SdkEvent): Pick<StackEvent, 'hook'> =>
  type === undefined || status === undefined
    ? {}
    : { hook: { type, status, mode: event.HookFailureMode ?? '', reason: event.HookStatusReason ?? '' } };

/** Milliseconds between two looks, and after how many in vain the stack itself is asked. */
const PAUSE = 2500;

const MAX_QUIET = 12;

async function* follow(clients: CloudFormation, { stackId, after, pause }: Watch): AsyncGenerator<StackEvent, string> {
  let last = after;
  for (let quiet = 0; ; await pause(PAUSE)) {
    const events = await readEvents(clients, stackId, last);
    last = events.at(-1)?.id ?? last;
    quiet = events.length > 0 ? 0 : quiet + 1;
    yield* events;
    const end = endOf(events, stackId) ?? (quiet >= MAX_QUIET ? await statusOfQuiet(clients, stackId) : undefined);
    if (end !== undefined) return end;
  }
}

/** Whether the operation is over: the stack itself says so. */
const endOf = (events: readonly StackEvent[], stackId: string): string | undefined =>
  events.findLast(({ physicalId, status }) => physicalId === stackId && !status.endsWith('_IN_PROGRESS'))?.status;

/** An operation that leaves no event of the stack would be waited for without end. */
const statusOfQuiet = async (clients: CloudFormation, stackId: string): Promise<string | undefined> => {
  const { status } = (await readStack(clients, stackId)) ?? { status: 'DELETE_COMPLETE' };
  return isBusy(status) ? undefined : status;
};

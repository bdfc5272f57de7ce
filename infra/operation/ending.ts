import { printable } from '../../rule/index.ts';
import { type Failure, firstFailure, type StackEvent } from '../aws/index.ts';
import { forEachOf } from '../for-each-of.ts';

/** How an operation on a stack ended. */
export interface Ending {
  readonly status: string;
  readonly failure: Failure | undefined;
}

/** Tells what happens to a stack as it comes, and how it ended. */
export async function watchStack(
  events: AsyncGenerator<StackEvent, string>,
  stackId: string,
  { tell }: { readonly tell: (news: { readonly kind: 'EVENT'; readonly event: StackEvent }) => void },
): Promise<Ending> {
  const seen: StackEvent[] = [];
  const status = await forEachOf(events, (event) => {
    seen.push(event);
    tell({ kind: 'EVENT', event });
  });
  return { status, failure: firstFailure(seen, stackId) };
}

/** A resource that failed and why, in one line. */
export function describeFailure({ logicalId, type, status, reason }: Failure): string {
  return `${printable(logicalId)} (${printable(type)}) ${printable(status)}: ${printable(reason, MAX_REASON)}`;
}

/** What to tell of an operation that did not end as it should. */
export function explainEnding(name: string, { status, failure }: Ending): string {
  return `the stack ${name} ended in ${status}. ${failure === undefined ? 'Its events tell why.' : `First to fail: ${describeFailure(failure)}`}`;
}

const MAX_REASON = 2000;

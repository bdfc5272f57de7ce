import { type Failure, firstFailure, type StackEvent } from '../../../infra/aws/index.ts';
import { printable } from '../../../rule/index.ts';
import type { Terminal } from '../../terminal/index.ts';

/** How an operation on a stack ended. */
export interface Ending {
  readonly status: string;
  readonly failure: Failure | undefined;
}

/** A resource that failed and why, in one line. */
export function describeFailure({ logicalId, type, status, reason }: Failure): string {
  return `${printable(logicalId)} (${printable(type)}) ${printable(status)}: ${printable(reason, MAX_REASON)}`;
}

/** Prints what happens to a stack as it comes, and tells how it ended. */
export async function showEvents(
  events: AsyncGenerator<StackEvent, string>,
  stackId: string,
  say: (text: string) => void,
  paint: Terminal['paint'],
): Promise<Ending> {
  const seen: StackEvent[] = [];
  let next = await events.next();
  for (; next.done !== true; next = await events.next()) {
    seen.push(next.value);
    say(describeEvent(next.value, paint));
  }
  return { status: next.value, failure: firstFailure(seen, stackId) };
}

/** What to tell of an operation that did not end as it should. */
export function explainEnding(name: string, { status, failure }: Ending): string {
  return `the stack ${name} ended in ${status}. ${failure === undefined ? 'Its events tell why.' : `First to fail: ${describeFailure(failure)}`}`;
}

const MAX_REASON = 2000;

/** The longest usual status. */
const WIDTH = 'CREATE_IN_PROGRESS'.length;

const describeEvent = (event: StackEvent, paint: Terminal['paint']): string => {
  const status = event.hook === undefined ? event.status : `${event.hook.type} ${event.hook.status}`;
  const time = event.time.toISOString().slice(11, 19);
  const what = `${printable(event.logicalId)} (${printable(event.type)})`;
  const reason = event.hook?.reason || event.reason;
  const why = reason === undefined || reason === '' ? '' : `  ${printable(reason, MAX_REASON)}`;
  return `${time}  ${paint(colourOf(status), printable(status).padEnd(WIDTH))}  ${what}${why}\n`;
};

const colourOf = (status: string): 'red' | 'green' | 'reset' => {
  if (/FAILED|ROLLBACK/.test(status)) return 'red';
  return status.endsWith('_COMPLETE') ? 'green' : 'reset';
};

import type { Operation, OperationResult } from '../../../infra/aws/index.ts';
import type { CarriedOut, Watcher } from '../../../infra/rollout/index.ts';
import { printable } from '../../../rule/index.ts';
import { makeStatusLine, type Terminal, withInterrupt } from '../../terminal/index.ts';

/** How many accounts and Regions have come to each status, the most frequent first. */
export function countText(statuses: Iterable<string>): string {
  const counts = new Map<string, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([status, count]) => `${count} ${printable(status.toLowerCase().replaceAll('_', ' '))}`)
    .join(', ');
}

/** Tells on standard error what starts and, while somebody watches, how far it is. */
export function watch(terminal: Terminal, run: (watcher: Watcher) => Promise<CarriedOut>): Promise<CarriedOut> {
  return withInterrupt(async (signal) => {
    const line = makeStatusLine(terminal);
    const watcher: Watcher = {
      onStart: (step, id) => {
        if (id !== undefined) terminal.err(`Operation ${printable(id)} (${step.kind}) has started.\n`);
      },
      ...(terminal.isInteractive && {
        onProgress: (operation, results) => line.show(lineOf(operation, results)),
      }),
      signal,
    };
    try {
      return await run(watcher);
    } finally {
      line.end();
    }
  });
}

/** Tells, while somebody watches, of how many stacks the values have been read: AWS tells them one by one. */
export function showRead(terminal: Terminal) {
  const line = makeStatusLine(terminal);
  return (read: number, all: number): void => (read === all ? line.end() : line.show(`${read} of ${all} stacks read`));
}

const lineOf = ({ action, status }: Operation, results: readonly OperationResult[]): string => {
  const counts = countText(results.map((result) => result.status));
  return printable(`${action} ${status.toLowerCase()}${counts === '' ? '' : `: ${counts}`}`, 200);
};

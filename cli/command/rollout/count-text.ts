import { printable } from '../../../rule/index.ts';

/** How many accounts and Regions have come to each status, the most frequent first. */
export function countText(statuses: Iterable<string>): string {
  const counts = new Map<string, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([status, count]) => `${count} ${printable(status.toLowerCase().replaceAll('_', ' '))}`)
    .join(', ');
}

import { isObject, parseJson, version } from '../../../rule/index.ts';
import type { LiveGroup } from './live-group.ts';
import type { GroupPage } from './query.ts';

/** The line that keeps a page. */
export function pageLine(aggregator: string, { groups, next }: GroupPage): string {
  return `${JSON.stringify({ ...headOf(aggregator), groups, next: next ?? null })}\n`;
}

/** What a state file holds: the groups of the pages that were read, and where to go on; undefined where it is another file. */
export function readPages(
  text: string,
  aggregator: string,
): { readonly groups: readonly LiveGroup[]; readonly next: string | undefined } | undefined {
  const head = JSON.stringify(headOf(aggregator)).slice(0, -1);
  const lines = text.split('\n').filter((line) => line !== '');
  // A line that broke off was not read: its page comes again.
  const pages = lines.flatMap((line, index) => {
    const page = line.startsWith(head) ? parseJson(line) : undefined;
    if (isObject(page)) return [page as unknown as { groups: readonly LiveGroup[]; next: string | null }];
    return index === lines.length - 1 && line.startsWith('{"aggregator":') ? [] : [undefined];
  });
  if (pages.includes(undefined)) return undefined;
  const last = pages.at(-1);
  // What came to its end is begun anew.
  if (last === undefined || last.next === null) return { groups: [], next: undefined };
  return { groups: pages.flatMap((page) => page?.groups ?? []), next: last.next };
}

/** What has to be the same for pages to be of one run. */
const headOf = (aggregator: string) => ({ aggregator, version });

import { FlowLogError, readFlowFiles } from '../../../infra/suggest/index.ts';
import { makeStatusLine, type Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import type { Found, Subject } from './found.ts';
import type { SuggestOptions } from './request.ts';
import { subjectsOf } from './subjects.ts';
import { readInterfaces, readPrefixLists, readStackGroups, readVpcBlocks } from './surroundings.ts';

type FileSource = Extract<SuggestOptions['source'], { kind: 'files' }>;

/** Reads flow logs on this machine, and asks no AWS; `now` is in seconds since 1970. @throws {UsageError} */
export async function findInFiles(
  { paths, interfaces, prefixLists, vpcs, securityGroups }: FileSource,
  { target, logFormat, since }: SuggestOptions,
  now: number,
  terminal: Terminal,
): Promise<Found> {
  const known = interfaces === undefined ? undefined : readInterfaces(interfaces);
  const groups = securityGroups === undefined ? undefined : readStackGroups(securityGroups);
  const { subjects, notes } = subjectsOf(target, { interfaces: known, groups });
  const lists = prefixLists === undefined ? new Map() : readPrefixLists(prefixLists);
  const vpcBlocks = vpcs === undefined ? [] : readVpcBlocks(vpcs);
  const progress = makeStatusLine(terminal, { pause: 200, delay: 200 });
  try {
    const read = await readFlowFiles(paths, {
      format: logFormat,
      scope: { interfaces: allOf(subjects), from: since, to: now },
      onProgress: (bytes, all) =>
        progress.show(`${Math.floor((100 * bytes) / all)} % of ${Math.ceil(all / 2 ** 20)} MB read`),
    });
    return {
      ...read,
      notes: [...notes, ...read.notes],
      subjects,
      interfaces: known ?? [],
      vpcBlocks,
      prefixLists: lists,
    };
  } catch (error) {
    throw error instanceof FlowLogError ? new UsageError(error.message) : error;
  } finally {
    progress.end();
  }
}

/** The interfaces of all subjects; undefined: all that the logs know. */
const allOf = (subjects: readonly Subject[]): ReadonlySet<string> | undefined => {
  const lists = subjects.map(({ interfaces }) => interfaces);
  return lists.includes(undefined) ? undefined : new Set(lists.flatMap((ids) => ids ?? []));
};

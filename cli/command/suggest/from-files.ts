import { FlowLogError, readFlowFiles } from '../../../infra/suggest/index.ts';
import { makeStatusLine, type Terminal } from '../../terminal/index.ts';
import { UsageError } from '../../usage-error.ts';
import type { Found, Interface } from './found.ts';
import type { SuggestOptions } from './options.ts';
import { readInterfaces, readPrefixLists, readVpcBlocks } from './surroundings.ts';

type FileSource = Extract<SuggestOptions['source'], { kind: 'files' }>;

/** Reads flow logs on this machine, and asks no AWS; `now` is in seconds since 1970. @throws {UsageError} */
export async function findInFiles(
  { paths, interfaces, prefixLists, vpcs }: FileSource,
  { target, logFormat, since }: SuggestOptions,
  now: number,
  terminal: Terminal,
): Promise<Found> {
  const known = interfaces === undefined ? [] : readInterfaces(interfaces);
  const asked = askedInterfaces(target, interfaces === undefined ? undefined : known);
  const lists = prefixLists === undefined ? new Map() : readPrefixLists(prefixLists);
  const vpcBlocks = vpcs === undefined ? [] : readVpcBlocks(vpcs);
  const progress = makeStatusLine(terminal, { pause: 200, delay: 200 });
  try {
    const read = await readFlowFiles(paths, {
      format: logFormat,
      scope: { interfaces: asked && new Set(asked), from: since, to: now },
      onProgress: (bytes, all) =>
        progress.show(`${Math.floor((100 * bytes) / all)} % of ${Math.ceil(all / 2 ** 20)} MB read`),
    });
    return { ...read, asked, interfaces: known, vpcBlocks, prefixLists: lists };
  } catch (error) {
    throw error instanceof FlowLogError ? new UsageError(error.message) : error;
  } finally {
    progress.end();
  }
}

/** @throws {UsageError} */
const askedInterfaces = (
  target: SuggestOptions['target'],
  known: readonly Interface[] | undefined,
): readonly string[] | undefined => {
  if (target.kind === 'all') return undefined;
  if (target.kind === 'interfaces') return target.ids;
  if (target.kind === 'stack')
    throw new UsageError(
      '--stack asks AWS, and --flow-logs reads on this machine: name the group by --group, with --interfaces.',
    );
  if (known === undefined)
    throw new UsageError(
      '--group needs --interfaces with --flow-logs: the file that aws ec2 describe-network-interfaces prints tells which interfaces have the group.',
    );
  const found = known.filter(({ groups }) => groups.includes(target.id)).map(({ id }) => id);
  if (found.length > 0) return found;
  throw new UsageError(
    `--group ${target.id}: no interface of the file of --interfaces has it. Fetch the file anew, or name another group.`,
  );
};

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { writeFlowLog } from './flow-log.ts';
import { comparePairs } from './measure.ts';
import { type Command, node, peakOf, timeOf } from './process.ts';
import { type Row, rowOf } from './row.ts';

const cli = join(import.meta.dirname, '../../dist/cli/index.js');

/** What `suggest` takes for a flow log as gzip, which is unpacked and read in one pass; nothing where there is no zcat. */
export async function measureSuggest(folder: string, isShort: boolean): Promise<readonly Row[]> {
  if (spawnSync('sh', ['-c', 'command -v zcat']).status !== 0) return [];
  const path = join(folder, 'flow.log.gz');
  const megabytes = isShort ? 2 : 20;
  const interfaceId = await writeFlowLog(path, megabytes * 1_000_000);
  const suggest = node(cli, 'suggest', '--flow-logs', path, '--interface', interfaceId);
  const unpack: Command = ['sh', '-c', 'zcat "$0" | wc -l', path];
  const what = `suggest for one interface of 2,000, from ${megabytes} MB of flow logs as gzip`;
  const comparison = await comparePairs(
    isShort ? 2 : 7,
    () => timeOf(suggest),
    () => timeOf(unpack),
  );
  const peak = await peakOf(suggest);
  const row = rowOf({ what, against: 'zcat FILE | wc -l', goal: 1.5 }, comparison);
  if (peak === undefined) return [row];
  return [row, { what: 'the same, memory', against: 'whole process', goal: 300, value: peak, unit: 'MB' }];
}

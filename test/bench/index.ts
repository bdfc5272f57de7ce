import { mkdtempSync, rmSync } from 'node:fs';
import { arch, availableParallelism, cpus, platform, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { argv, exit, stderr, stdout, versions } from 'node:process';
import { parseArgs } from 'node:util';
import { measureBytes } from './bytes.ts';
import { measureCheck } from './check.ts';
import { measureGate } from './gate.ts';
import { measureGrowth } from './growth.ts';
import { measurePeers } from './peers.ts';
import { isMet, isWithinBound, type Row } from './row.ts';
import { measureSuggest } from './suggest.ts';
import { HEAD, lineOf } from './table.ts';
import { measureTemplate } from './template.ts';

const usage = `Usage: npm run bench -- [--short] [--json] [--peers FOLDER] [--templates FOLDER]

Measures what a decision, a cold start, a check and a suggestion take, each as a ratio to the least that it can take, in pairs that follow each
other; prints the median of each, and the quarters around it. A ! stands where the goal is missed.

  --short             a few pairs of each: whether it runs, and the bytes
  --json              the same as JSON, for a comparison over time
  --peers FOLDER      compare with what \`npm run bench:peers -- FOLDER\` installed there
  --templates FOLDER  compare with the peers on these templates. Default: templates made for it

Exit code 0: bytes no more than was reached once, whatever the times are; 1: more; 2: wrong use.
`;

const options = {
  short: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  peers: { type: 'string' },
  templates: { type: 'string' },
} as const;

const readOptions = () => {
  try {
    return parseArgs({ args: argv.slice(2), options }).values;
  } catch (error) {
    stderr.write(`${error instanceof Error ? error.message : error}\n\n${usage}`);
    return exit(2);
  }
};

const { short: isShort, json: isJson, help, peers, templates } = readOptions();
if (help) {
  stdout.write(usage);
  exit(0);
}

const machine = {
  processors: `${availableParallelism()} x ${cpus()[0]?.model.trim()}`,
  memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
  system: `${platform()} ${arch()}`,
  node: versions.node,
};

const rows: Row[] = [];

const tell = (more: readonly Row[]): void => {
  rows.push(...more);
  if (!isJson) for (const row of more) stdout.write(lineOf(row));
};

const folder = mkdtempSync(join(tmpdir(), 'egress-guard-bench-'));
try {
  const started = performance.now();
  if (!isJson) stdout.write(`${Object.values(machine).join(', ')}\n\n${HEAD}`);
  const bytes = await measureBytes();
  tell(bytes);
  tell(await measureGate(isShort));
  tell(await measureTemplate(folder, isShort));
  tell(await measureCheck(folder, isShort));
  tell(measureGrowth(folder, isShort));
  tell(await measureSuggest(folder, isShort));
  const found = isShort ? undefined : await measurePeers(folder, peers, templates);
  tell(found?.rows ?? []);
  const seconds = Math.round((performance.now() - started) / 1000);
  if (isJson)
    stdout.write(
      `${JSON.stringify({ machine, seconds, rows, peers: found?.versions, leftOut: found?.leftOut }, null, 2)}\n`,
    );
  else {
    for (const [name, version] of Object.entries(found?.versions ?? {})) stdout.write(`${name}: ${version}\n`);
    if (found !== undefined && found.leftOut.length > 0) stdout.write(`Left out: ${found.leftOut.join(', ')}.\n`);
    stdout.write(`${rows.filter(isMet).length} of ${rows.length} goals met, in ${seconds} s.\n`);
  }
  process.exitCode = bytes.every(isWithinBound) ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true });
}

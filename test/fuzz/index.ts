import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { argv, execPath, exit, stderr, stdout } from 'node:process';
import { build } from 'esbuild';
import { allOut, groupOf, resourceEvent, tcpOut, templateEvent } from '../support/events.ts';
import { makeRandom } from '../support/random.ts';
import { makeSeeds } from '../yaml-peer/seeds.ts';

const usage = `Usage: node test/fuzz/index.ts <@jazzer.js/core> [seconds] [node]

Fuzzes the reader of templates and the parser of requests for so many seconds each (60 where no number is given), guided by
coverage: Jazzer.js 4 drives LLVM's libFuzzer, and needs glibc 2.38 or newer, or another Node that has it. Exit code 0: nothing was found, 1: something was,
2: wrong use.
`;

const [core, seconds = '60', node = execPath] = argv.slice(2);
if (core === undefined || !/^\d+$/.test(seconds)) {
  stderr.write(usage);
  exit(2);
}

const requests = [
  resourceEvent(groupOf(allOut)),
  resourceEvent(groupOf(tcpOut), { event: { actionInvocationPoint: 'CREATE_PRE_PROVISION' } }),
  resourceEvent(allOut, { data: { targetName: 'AWS::EC2::SecurityGroupEgress' } }),
  templateEvent('STACK', 'https://bucket.s3.us-east-1.amazonaws.com/payload'),
  templateEvent('CHANGE_SET', 'https://bucket.s3.us-east-1.amazonaws.com/payload'),
].map((event) => JSON.stringify(event));

const examples = readdirSync('examples').map((name) => readFileSync(join('examples', name), 'utf8'));

/** What each target begins with. */
const targets = { template: [...examples, ...makeSeeds(makeRandom(1)).slice(0, 500)], request: requests } as const;

/** Jazzer.js measures the coverage of CommonJS modules as they are loaded. */
const bundle = async (name: string, folder: string): Promise<string> => {
  const outfile = join(folder, `${name}.cjs`);
  await build({ bundle: true, entryPoints: [`test/fuzz/${name}.ts`], format: 'cjs', outfile, platform: 'node' });
  return outfile;
};

const run = async (name: keyof typeof targets, folder: string): Promise<boolean> => {
  const corpus = join(folder, `${name}-corpus`);
  mkdirSync(corpus);
  for (const [index, text] of targets[name].entries()) writeFileSync(join(corpus, String(index)), text);
  const target = await bundle(name, folder);
  const options = [
    `-max_total_time=${seconds}`,
    '-max_len=20000',
    '-timeout=20',
    '-print_final_stats=1',
    `-artifact_prefix=${folder}/`,
  ];
  const command = [resolve(core, 'dist/cli.js'), target, corpus, '--sync', '-i', name, '--', ...options];
  const child = spawn(node, command, { stdio: ['ignore', 'inherit', 'pipe'] });
  let told = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => {
    told += part;
  });
  const [code] = await once(child, 'close');
  const [, coverage = '?'] = /cov: (\d+)(?![\s\S]*cov: )/.exec(told) ?? [];
  const [, runs = '?'] = /stat::number_of_executed_units:\s*(\d+)/.exec(told) ?? [];
  stdout.write(
    `${name}: ${runs} runs, ${coverage} edges covered, ${code === 0 ? 'nothing found' : 'something found'}\n`,
  );
  if (code !== 0) stdout.write(`${told.slice(-4000)}\n`);
  return code === 0;
};

const folder = mkdtempSync(join(tmpdir(), 'egress-guard-fuzz-'));
const isClean = (await run('template', folder)) && (await run('request', folder));
if (isClean) rmSync(folder, { recursive: true });
exit(isClean ? 0 : 1);

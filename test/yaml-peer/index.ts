import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { argv, exit, stderr, stdout } from 'node:process';
import { evaluateTemplate } from '../../rule/library.ts';
import { mayBeTemplate, mayConcern } from '../../rule/template/read/prefilter.ts';
import { makeRandom } from '../support/random.ts';
import { mutate } from './mutate.ts';
import { makeSeeds } from './seeds.ts';

const usage = `Usage: node test/yaml-peer/index.ts <snakeyaml.jar> [count] [seed]

Compares what is found in mutated templates (40,000 where no count is given) with what SnakeYAML, a YAML 1.1 reader, finds
there, and prints each text in which egress is missed. Exit code 0: none, 1: some, 2: wrong use. Needs a JDK, 17 or newer.
`;

const MISSED = 'missed here';

const decode = (id: string): string => Buffer.from(id, 'base64').toString();

/** The logical ids that the peer found in each text; undefined where it refuses the text. */
const askPeer = (jar: string, texts: readonly string[]): (readonly string[] | undefined)[] => {
  const input = texts.map((text) => `${Buffer.from(text).toString('base64')}\n`).join('');
  const { status, stdout: output } = spawnSync('java', ['-cp', jar, join(import.meta.dirname, 'Egress.java')], {
    input,
    stdio: ['pipe', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
    encoding: 'ascii',
  });
  if (status !== 0) exit(2);
  const lines = output.split('\n').slice(0, texts.length);
  return lines.map((line) => (line === 'refused' ? undefined : line.split(' ').filter(Boolean).map(decode)));
};

/** What became of a text that the peer reads. */
const judge = (text: string, found: readonly string[]): string => {
  const { findings, undetermined, unreadable } = evaluateTemplate(text);
  if (found.length === 0) return 'nothing to find';
  if (unreadable !== undefined) return `unreadable here: ${unreadable.reason}`;
  const told = new Set([...findings, ...undetermined].map(({ logicalId }) => logicalId));
  const isSkipped = !mayConcern(text) || !mayBeTemplate(text);
  return isSkipped || found.some((id) => !told.has(id)) ? MISSED : 'the same egress found';
};

const [jar, count = '40000', seed = '1'] = argv.slice(2);
if (jar === undefined || !/^\d+$/.test(count) || !/^\d+$/.test(seed)) {
  stderr.write(usage);
  exit(2);
}

const random = makeRandom(Number(seed));
const seeds = makeSeeds(random);
const texts = Array.from({ length: Number(count) }, () => mutate(random.pick(seeds), random));
const results = new Map<string, number>();
for (const [index, found] of askPeer(jar, texts).entries()) {
  const text = texts[index] ?? '';
  const result = found === undefined ? 'refused by SnakeYAML' : judge(text, found);
  results.set(result, (results.get(result) ?? 0) + 1);
  if (result === MISSED) stdout.write(`Missed ${found?.join(', ')} in:\n${JSON.stringify(text)}\n`);
}
stdout.write(`${texts.length} texts, seed ${seed}\n`);
for (const [result, times] of [...results].sort(([, one], [, other]) => other - one))
  stdout.write(`${String(times).padStart(7)} ${result}\n`);
exit(results.has(MISSED) ? 1 : 0);

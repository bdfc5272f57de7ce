import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, chdir, exit, stdout } from 'node:process';
import { makeRandom } from '../support/random.ts';
import { applyTo, codeOf, killersOf, type Mutant, readMutants, readTrials } from './mutants.ts';
import { openSuites } from './suites.ts';

// Whether the trials tell the truth: writes some mutants into plain copies of the files, half of them noticed and half not, and
// runs the suites on each: node test/mutation/by-hand.ts <plain copy> <trials> <count> <seed>. Exit code 1: they do not.

const [copy = '', folder = '', count = '20', seed = '1'] = argv.slice(2);

const mutants = readMutants(folder);
const trials = readTrials(folder);
const random = makeRandom(Number(seed));
const pick = (from: readonly Mutant[]): readonly Mutant[] =>
  from
    .map((mutant) => ({ mutant, at: random.below(2 ** 30) }))
    .sort((a, b) => a.at - b.at)
    .slice(0, Number(count) / 2)
    .map(({ mutant }) => mutant);

const isKilled = ({ id }: Mutant): boolean => trials.killed.has(id);
const picked = [...pick(mutants.filter(isKilled)), ...pick(mutants.filter((one) => !isKilled(one)))];
chdir(copy);
const suites = await openSuites(copy);
let wrong = 0;
for (const mutant of picked) {
  const path = join(copy, mutant.fileName);
  const source = readFileSync(path, 'utf8');
  writeFileSync(path, applyTo(source, mutant));
  suites.reread(mutant.fileName);
  const isNoticed = await suites.fail(killersOf(mutant.fileName, mutants, trials));
  writeFileSync(path, source);
  suites.reread(mutant.fileName);
  const isTrue = isNoticed === isKilled(mutant);
  if (!isTrue) wrong += 1;
  const place = `${mutant.fileName}:${mutant.location.start.line + 1}`;
  const change = `${codeOf(mutant, source)} -> ${mutant.replacement}`.replaceAll(/\s+/g, ' ').slice(0, 100);
  stdout.write(`${isTrue ? 'true ' : 'FALSE'} ${isNoticed ? 'noticed' : 'alive  '} ${mutant.id} ${place} ${change}\n`);
}
await suites.close();
stdout.write(`${picked.length - wrong} of ${picked.length} are as the trials say\n`);
exit(wrong === 0 ? 0 : 1);

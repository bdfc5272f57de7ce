import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, chdir, env, pid } from 'node:process';
import { killersOf, type Mutant, readMutants, readTrials } from './mutants.ts';
import { openSuites } from './suites.ts';

// Tries the mutants that code meets as it is loaded, each in a fresh process, and leaves there which of them were noticed:
// node test/mutation/fresh.ts <copy> <trials> <share> <shares>

const [copy = '', folder = '', share = '0', shares = '1'] = argv.slice(2);

/** Has instrumented code act as a mutant from the moment that it is loaded. */
const activate = ({ id }: Mutant): void => {
  env['__STRYKER_ACTIVE_MUTANT__'] = id;
};

const mutants = readMutants(folder);
const trials = readTrials(folder);
const left = mutants.filter(({ id }) => trials.early.has(id) && !trials.killed.has(id));
chdir(copy);
const suites = await openSuites(copy);
for (const mutant of left.filter((_one, index) => index % Number(shares) === Number(share))) {
  activate(mutant);
  const isNoticed = await suites.fail(killersOf(mutant.fileName, mutants, trials));
  if (isNoticed) appendFileSync(join(folder, `killed-${pid}`), `${mutant.id}\n`);
}
await suites.close();

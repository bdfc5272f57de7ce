import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { env, pid } from 'node:process';
import { type RunnerTestCase, TestRunner } from 'vitest';
import { FEW, killersOf, readMutants, readTrials, type TrialFile } from './mutants.ts';

/** What instrumented code asks, and where it leaves what it met: hits by mutant, of a test and outside of one. */
interface Switch {
  activeMutant?: string | undefined;
  currentTestId?: string | undefined;
  hitCount?: number | undefined;
  hitLimit?: number | undefined;
  readonly mutantCoverage: {
    readonly static: Record<string, number>;
    readonly perTest: Record<string, Record<string, number>>;
  };
}

const mutants: Switch = { mutantCoverage: { static: {}, perTest: {} } };
Object.assign(globalThis, { __stryker__: mutants });

/** A loop that a mutant made endless meets it so many times more often. */
const HITS = 20;
const FEWEST_HITS = 10_000;

/** The folder of the trials, and how many milliseconds a test takes as it is that is asked now. */
const { MUTATION_FOLDER: folder = '', MUTATION_FROM: from = '0', MUTATION_TO: to = 'Infinity' } = env;

const tell = (kind: TrialFile, text: string): void => appendFileSync(join(folder, `${kind}-${pid}`), `${text}\n`);

/**
 * Runs each test as it is, and then once for each mutant that it met and that no test has noticed yet, in the same process:
 * where the test fails, it has noticed the mutant.
 */
export default class MutantRunner extends TestRunner {
  readonly #killed = new Set<string>();

  /** The suites that noticed most mutants of a file, by the file; while tests are quick, all of them are asked. */
  readonly #suites = new Map<string, readonly string[]>();

  readonly #files = new Map<string, string>();

  constructor(config: ConstructorParameters<typeof TestRunner>[0]) {
    super(config);
    const all = readMutants(folder);
    const trials = readTrials(folder);
    for (const { id, fileName } of all) this.#files.set(id, fileName);
    if (Number(from) === 0) return;
    for (const fileName of new Set(this.#files.values()))
      this.#suites.set(fileName, killersOf(fileName, all, trials).slice(0, FEW));
  }

  #knows({ file }: RunnerTestCase, id: string): boolean {
    return this.#suites.get(this.#files.get(id) ?? '')?.includes(file.name) ?? true;
  }

  override onCollectStart(file: Parameters<TestRunner['onCollectStart']>[0]): void {
    for (const id of readTrials(folder).killed.keys()) this.#killed.add(id);
    super.onCollectStart(file);
  }

  async runTask(test: RunnerTestCase): Promise<void> {
    const run = TestRunner.getTestFn(test);
    const hits: Record<string, number> = {};
    mutants.mutantCoverage.perTest['as it is'] = hits;
    mutants.currentTestId = 'as it is';
    const began = performance.now();
    await run();
    const took = performance.now() - began;
    mutants.currentTestId = 'mutated';
    const isAsked = took >= Number(from) && took < Number(to);
    const met = isAsked ? Object.entries(hits).filter(([id]) => !this.#killed.has(id) && this.#knows(test, id)) : [];
    for (const [id, count] of met) await this.#try(id, count, run, test);
    mutants.currentTestId = undefined;
  }

  async #try(id: string, count: number, run: () => unknown, test: RunnerTestCase): Promise<void> {
    Object.assign(mutants, { activeMutant: id, hitCount: 0, hitLimit: count * HITS + FEWEST_HITS });
    try {
      await run();
      if (mutants.hitCount === 0) tell('early', id);
    } catch {
      this.#killed.add(id);
      tell('killed', `${id} ${test.file.name} ${test.name}`);
    } finally {
      Object.assign(mutants, { activeMutant: undefined, hitCount: undefined });
    }
  }

  override onAfterRunFiles(files: Parameters<TestRunner['onAfterRunFiles']>[0]): void {
    tell('early', Object.keys(mutants.mutantCoverage.static).join('\n'));
    super.onAfterRunFiles(files);
  }
}

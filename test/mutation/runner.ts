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

/** The folder of the trials; whether quick tests are asked, about everything, or the others, about what their suites know. */
const { MUTATION_FOLDER: folder = '', MUTATION_TESTS: tests = 'quick' } = env;

/** Milliseconds that a quick test takes as it is, and that any may take. */
const QUICK = 30;
const SLOW = 1000;

const tell = (kind: TrialFile, text: string): void => appendFileSync(join(folder, `${kind}-${pid}`), `${text}\n`);

const told = new Set<string>();

const tellEarly = (ids: readonly string[]): void => {
  const news = ids.filter((id) => !told.has(id));
  for (const id of news) told.add(id);
  if (news.length > 0) tell('early', news.join('\n'));
};

/**
 * Runs each test as it is, and then once for each mutant that it met and that no test has noticed yet, in the same process:
 * where the test fails, it has noticed the mutant.
 */
export default class MutantRunner extends TestRunner {
  readonly #killed = new Set<string>();

  /** The suites that noticed most mutants of a file, by the file; while tests are quick, all of them are asked. */
  readonly #suites = new Map<string, readonly string[]>();

  readonly #files = new Map<string, string>();

  readonly #asked = new Set<string>();

  constructor(config: ConstructorParameters<typeof TestRunner>[0]) {
    super(config);
    const all = readMutants(folder);
    const trials = readTrials(folder);
    for (const { id, fileName } of all) this.#files.set(id, fileName);
    if (tests === 'quick') return;
    for (const name of trials.asked) this.#asked.add(name);
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
    if (took < (tests === 'quick' ? QUICK : SLOW)) await this.#ask(test, hits, run);
    mutants.currentTestId = undefined;
  }

  async #ask(test: RunnerTestCase, hits: Readonly<Record<string, number>>, run: () => unknown): Promise<void> {
    const name = `${test.file.name} ${test.fullName.replaceAll('\n', ' ')}`;
    if (this.#asked.has(name)) return;
    for (const [id, count] of Object.entries(hits))
      if (!this.#killed.has(id) && this.#knows(test, id)) await this.#try(id, count, run, test);
    if (tests === 'quick') tell('asked', name);
  }

  async #try(id: string, count: number, run: () => unknown, test: RunnerTestCase): Promise<void> {
    Object.assign(mutants, { activeMutant: id, hitCount: 0, hitLimit: count * HITS + FEWEST_HITS });
    try {
      await run();
      if (mutants.hitCount === 0) tellEarly([id]);
    } catch {
      this.#killed.add(id);
      tell('killed', `${id} ${test.file.name} ${test.name}`);
    } finally {
      Object.assign(mutants, { activeMutant: undefined, hitCount: undefined });
    }
  }

  override onAfterRunFiles(files: Parameters<TestRunner['onAfterRunFiles']>[0]): void {
    tellEarly(Object.keys(mutants.mutantCoverage.static));
    super.onAfterRunFiles(files);
  }
}

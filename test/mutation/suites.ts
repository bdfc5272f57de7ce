import { join } from 'node:path';
import { createVitest, type Reporter } from 'vitest/node';
import { FEW } from './mutants.ts';

/** The suites of a copy of the project, each run of them in a process of its own. */
export interface Suites {
  /** Whether a test fails in one of these suites: the first few are asked before the others. */
  readonly fail: (names: readonly string[]) => Promise<boolean>;
  /** Has the next run read a file anew. */
  readonly reread: (path: string) => void;
  readonly close: () => Promise<void>;
}

export const openSuites = async (folder: string): Promise<Suites> => {
  const config = join(folder, 'test/mutation/vitest.config.ts');
  const watcher = watchRuns();
  const reporters = [watcher.reporter];
  const vitest = await createVitest({ config, root: folder, watch: false, reporters, bail: 1, maxWorkers: 1 });
  const all = await vitest.globTestSpecifications();
  const isFailing = async (names: readonly string[]): Promise<boolean> => {
    const named = all.filter(({ moduleId }) => names.some((name) => moduleId.endsWith(`/${name}`)));
    if (named.length === 0) return false;
    watcher.begin();
    const { unhandledErrors } = await vitest.runTestSpecifications(named);
    return unhandledErrors.length > 0 || watcher.hasFailed();
  };
  return {
    fail: async (names) => (await isFailing(names.slice(0, FEW))) || isFailing(names.slice(FEW)),
    reread: (path) => vitest.invalidateFile(join(folder, path)),
    close: () => vitest.close(),
  };
};

/** Tells whether something failed since the last run began: what Vitest keeps of suites is of all runs before, too. */
const watchRuns = () => {
  let hasFailed = false;
  const reporter: Reporter = {
    onTestCaseResult: (test) => {
      if (test.result().state === 'failed') hasFailed = true;
    },
    onTestModuleEnd: (module) => {
      if (module.errors().length > 0) hasFailed = true;
    },
  };
  return {
    reporter,
    begin: () => {
      hasFailed = false;
    },
    hasFailed: () => hasFailed,
  };
};

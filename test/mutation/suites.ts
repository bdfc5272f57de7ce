import { join } from 'node:path';
import { createVitest, type TestSpecification, type Vitest } from 'vitest/node';
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
  const vitest = await createVitest({ config, root: folder, watch: false, reporters: [{}], bail: 1, maxWorkers: 1 });
  const all = await vitest.globTestSpecifications();
  return {
    fail: async (names) => {
      const named = (some: readonly string[]): TestSpecification[] =>
        all.filter(({ moduleId }) => some.some((name) => moduleId.endsWith(`/${name}`)));
      const isNoticed = await isFailing(vitest, named(names.slice(0, FEW)));
      return isNoticed || isFailing(vitest, named(names.slice(FEW)));
    },
    reread: (path) => vitest.invalidateFile(join(folder, path)),
    close: () => vitest.close(),
  };
};

const isFailing = async (vitest: Vitest, specifications: TestSpecification[]): Promise<boolean> => {
  if (specifications.length === 0) return false;
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
  return unhandledErrors.length > 0 || testModules.some((module) => !module.ok());
};

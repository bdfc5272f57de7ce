import { env } from 'node:process';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** These run each piece of code thousands of times: they are asked last, about what no other suite noticed. */
const BROAD = /\/(rules|properties|same-in-both|bound-\w+)\.test\.ts$/;

class BroadLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => Number(BROAD.test(a.moduleId)) - Number(BROAD.test(b.moduleId)));
  }
}

/** They put rules of their own in place of the module that lists them, which no other suite may see. */
const MOCKING = ['test/rule/rules/{own,throwing}-rule.test.ts'];

/** Every suite that runs the code in its own process: what is built knows no mutants. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    testTimeout: 60_000,
    sequence: { sequencer: BroadLast },
    // In a fresh process there is one mutant only, and it is there all the time.
    ...(env['MUTATION_FOLDER'] !== undefined && { runner: 'test/mutation/runner.ts' }),
    projects: [
      {
        extends: true,
        test: {
          name: 'suites',
          include: ['test/{rule,handler,cli}/**/*.test.ts'],
          exclude: [
            ...MOCKING,
            'test/handler/{bundle,runtime-sdk}.test.ts',
            // With every mutant in it, code that is switched off runs too slowly for this.
            'test/rule/template/bound-function.test.ts',
            'test/cli/{index,node-version}.test.ts',
            'test/cli/command/check/{program,config,baseline}.test.ts',
            'test/cli/command/{completion,demo,deploy,sandbox,simulate}/**',
          ],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'mocking suites', include: MOCKING } },
    ],
  },
});

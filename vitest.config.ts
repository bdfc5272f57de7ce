import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

/** They put rules of their own in place of the module that lists them, which no other suite may see. */
const MOCKING = ['test/rule/rules/own-rule.test.ts', 'test/rule/rules/throwing-rule.test.ts'];

/** These take long, and are run by `npm run test:trust`. */
export const SLOW = [
  'test/infra/build/build.test.ts',
  'test/infra/sandbox/endpoint/hooks.test.ts',
  'test/trust/faults.test.ts',
  'test/trust/load.test.ts',
];

export default defineConfig({
  test: {
    globalSetup: 'test/support/build.ts',
    testTimeout: 30_000,
    // One more than there are processors: some tests wait for a process or a clock.
    maxWorkers: availableParallelism() + 1,
    projects: [
      {
        extends: true,
        // Loading the same modules for each file anew took as long as the tests.
        test: {
          name: 'suites',
          include: ['test/**/*.test.ts'],
          exclude: ['test/aws/**', 'test/clients/**', ...SLOW, ...MOCKING],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'mocking suites', include: MOCKING } },
    ],
  },
});

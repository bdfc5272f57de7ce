import { defineConfig } from 'vitest/config';

/** The suites that need moto's server: MOTO_SERVER names the program; see .ci/run. */
export default defineConfig({
  test: {
    globalSetup: 'test/support/build.ts',
    include: ['test/aws/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});

import { defineConfig } from 'vitest/config';

/** Deployments by clients that others wrote; .ci/run installs them. One after the other: each has a sandbox of its own. */
export default defineConfig({
  test: {
    globalSetup: 'test/support/build.ts',
    include: ['test/clients/**/*.test.ts'],
    testTimeout: 180_000,
    hookTimeout: 60_000,
    fileParallelism: false,
  },
});

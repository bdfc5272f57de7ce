import { defineConfig } from 'vitest/config';

/** The built functions and the sandbox under attack: what takes longer than `npm test` should. */
export default defineConfig({
  test: {
    globalSetup: 'test/support/build.ts',
    include: ['test/trust/**/*.test.ts'],
    testTimeout: 180_000,
  },
});

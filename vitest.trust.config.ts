import { defineConfig } from 'vitest/config';
import { SLOW } from './vitest.config.ts';

/** What takes longer than `npm test` should: the built functions and the sandbox under attack, the build itself. */
export default defineConfig({
  test: {
    globalSetup: 'test/support/build.ts',
    include: SLOW,
    testTimeout: 180_000,
  },
});

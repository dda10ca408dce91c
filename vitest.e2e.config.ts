import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['tools/testing/patience.ts'],
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 120_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // One kiosk at a time: two cores, and each brings two browsers.
    maxWorkers: 1,
    fileParallelism: false,
  },
});

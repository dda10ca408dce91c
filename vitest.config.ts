import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{electron,renderer,native-drivers,issuer,tools,scripts}/**/*.test.{ts,tsx}'],
    environment: 'node',
    setupFiles: ['tools/testing/patience.ts'],
    expect: { poll: { timeout: 10_000 } },
    testTimeout: 60_000,
    hookTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
  },
});

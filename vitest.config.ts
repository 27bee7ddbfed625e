import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: './test/support/own-temporary-folder.ts',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'test/{unit,hosts}/**/*.test.ts'],
          environment: 'node',
          // Loading what files import took most of their time, file by file: now each worker loads it once.
          isolate: false,
          // Left alone, one core is kept for the runner itself, which has little to do: of two that is half.
          maxWorkers: '100%',
          // Hangs end here; on a machine that does much else, what takes a second may take twenty.
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'services',
          include: ['test/services/**/*.test.ts'],
          environment: 'node',
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['test/{e2e,hosts}/**/*.e2e.ts'],
          environment: 'node',
          testTimeout: 300_000,
          hookTimeout: 300_000,
          // As long as the page is waited for elsewhere: a second is too short on a machine that does much else.
          expect: { poll: { timeout: 30_000 } },
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'looks',
          include: ['test/looks/**/*.looks.ts'],
          environment: 'node',
          testTimeout: 900_000,
          hookTimeout: 300_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'long',
          include: ['test/long/**/*.long.ts'],
          environment: 'node',
          testTimeout: 3_600_000,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});

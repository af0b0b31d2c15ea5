import { defineConfig } from 'vitest/config'

/** Whole processes are killed in these: `npm run test:kills`. */
export const kills = ['test/faults/crash.test.ts', 'test/restore.test.ts', 'test/rotation.test.ts'] as const

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', ...kills],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One file beside the other, also where there are two processors.
    maxWorkers: 2,
  },
})

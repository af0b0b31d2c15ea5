import { defineConfig } from 'vitest/config'

/** Whole processes are begun and killed in these, one after the other: `npm run test:processes`. */
export const processes = [
  'test/faults/crash.test.ts',
  'test/restore.test.ts',
  'test/rotation.test.ts',
  'test/admin-desk.test.ts',
  'test/agent-command.test.ts',
  'test/guides.test.ts',
] as const

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', ...processes],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // One file beside the other, also where there are two processors.
    maxWorkers: 2,
  },
})

import { defineConfig } from 'vitest/config'
import { kills } from './vitest.config.ts'

/** Real processes that are killed and begun again: what takes longest, apart from the test command. */
export default defineConfig({
  test: { include: [...kills], testTimeout: 120_000, hookTimeout: 120_000, maxWorkers: 2 },
})

import { defineConfig } from 'vitest/config'
import { processes } from './vitest.config.ts'

export default defineConfig({
  test: { include: [...processes], testTimeout: 120_000, hookTimeout: 120_000, maxWorkers: 2 },
})

// The figures of one process, put together: what was counted here, what is so now, and the process itself.

import type { House } from '../../src/gateway/house.ts'
import { gaugesOf } from './gauges.ts'
import type { Meter } from './meter.ts'
import { openProcessFigures } from './process.ts'

export type Metrics = AsyncDisposable & { page(): Promise<string> }

export function openMetrics(house: House, meter: Meter, version: string): Metrics {
  const gauges = gaugesOf(house)
  const figures = openProcessFigures(version)
  return {
    page: async () => `${meter.page()}${await gauges()}${figures.page()}`,
    async [Symbol.asyncDispose]() {
      figures[Symbol.dispose]()
    },
  }
}

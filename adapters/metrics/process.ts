// The process itself: memory, processor time, and how late its timers are.

import { monitorEventLoopDelay } from 'node:perf_hooks'
import { gauge } from './series.ts'

const resolutionMs = 50

export type ProcessFigures = Disposable & { page(): string }

export function openProcessFigures(version: string): ProcessFigures {
  const lag = monitorEventLoopDelay({ resolution: resolutionMs })
  lag.enable()
  /** What it waits for by design is no lag. */
  const late = (nanoseconds: number) => Math.max(0, nanoseconds / 1e9 - resolutionMs / 1000) || 0
  const one = (name: string, help: string, value: number) => gauge(name, help).page([{ labels: {}, value }])
  return {
    page() {
      const { user, system } = process.cpuUsage()
      const page = [
        gauge('countersign_version', 'Which version runs.').page([{ labels: { version }, value: 1 }]),
        one(
          'countersign_event_loop_lag_p50_seconds',
          'Half of the timers were later, since the last scrape.',
          late(lag.percentile(50)),
        ),
        one(
          'countersign_event_loop_lag_p99_seconds',
          'One timer in a hundred was later, since the last scrape.',
          late(lag.percentile(99)),
        ),
        one('countersign_event_loop_lag_max_seconds', 'The latest timer since the last scrape.', late(lag.max)),
        one('process_resident_memory_bytes', 'Memory that the process holds.', process.memoryUsage.rss()),
        one('process_cpu_seconds_total', 'Processor time.', (user + system) / 1e6),
        one('process_start_time_seconds', 'When it was started.', Math.round(Date.now() / 1000 - process.uptime())),
      ].join('')
      lag.reset()
      return page
    },
    [Symbol.dispose]() {
      lag.disable()
    },
  }
}

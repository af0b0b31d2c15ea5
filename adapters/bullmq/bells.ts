// Rings in Redis: one queue of jobs for our own checks and one for all the rest, so that a flood of the first holds up
// nothing of the second. Ringing never throws and never waits; a ring that was lost is made up for by the relay.

import { Queue as Jobs } from 'bullmq'
import type { Redis } from 'ioredis'
import type { Log } from '../../src/port/log.ts'
import type { Rung } from '../../src/port/record.ts'
import { jobFor } from './job.ts'

export const bellNames = { rest: 'errands', screen: 'checks' } as const

export type Bells = {
  /** Whether all of them were rung. */
  ring(rung: readonly Rung[]): Promise<boolean>
  /** Throws away jobs that died, so that their rows can be rung for anew. Resolves with how many. */
  clearDead(): Promise<number>
  close(): Promise<void>
}

const mostCleared = 1000

export function openBells(redis: Redis, prefix: string, log: Log): Bells {
  let silent = false
  const open = (name: string) => {
    const jobs = new Jobs(name, {
      connection: redis,
      prefix,
      skipVersionCheck: true,
      streams: { events: { maxLen: 100 } },
      defaultJobOptions: { removeOnComplete: true, removeOnFail: { count: mostCleared } },
    })
    jobs.on('error', lost)
    return jobs
  }
  const bells = { rest: open(bellNames.rest), screen: open(bellNames.screen) }

  /** Said once, until a ring is heard again. */
  function lost(cause: unknown): void {
    if (!silent) log.fault('ringing in Redis', cause)
    silent = true
  }

  return {
    async ring(rung) {
      if (rung.length === 0) return true
      // Not even begun: what BullMQ begins without a connection, it goes on with when there is one.
      if (redis.status !== 'ready') return false
      try {
        const checks = rung.filter(({ errand }) => errand === 'screen').map(jobFor)
        const rest = rung.filter(({ errand }) => errand !== 'screen').map(jobFor)
        await Promise.all([
          rest.length === 0 ? [] : bells.rest.addBulk(rest),
          checks.length === 0 ? [] : bells.screen.addBulk(checks),
        ])
        silent = false
        return true
      } catch (cause) {
        lost(cause)
        return false
      }
    },
    async clearDead() {
      const cleared = await Promise.all([bells.rest, bells.screen].map((jobs) => jobs.clean(0, mostCleared, 'failed')))
      return cleared.flat().length
    },
    async close() {
      await Promise.all([bells.rest.close(), bells.screen.close()])
    },
  }
}

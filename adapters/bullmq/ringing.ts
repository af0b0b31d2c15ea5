// The queue of a process that only answers requests: it rings in Redis for those who deliver, and delivers nothing. What
// it could not ring for is found by a relay, which every delivering process has.

import { within } from '../../src/delivery/within.ts'
import type { Log } from '../../src/port/log.ts'
import type { Queue } from '../../src/port/queue.ts'
import { second } from '../../src/time.ts'
import { openBells } from './bells.ts'
import { connectToRing, prefixOf, type RedisAt } from './connection.ts'
import { openPulse } from './pulse.ts'

export type RingingParts = {
  readonly redis: RedisAt
  readonly log: Log
  readonly pace?: Partial<{ readonly pulseMs: number; readonly answerMs: number }>
}

export function openRingingQueue({ redis: at, log, pace: given }: RingingParts): Queue {
  const pace = { pulseMs: 2 * second, answerMs: 2 * second, ...given }
  const prefix = prefixOf(at)
  const redis = connectToRing(at, pace.answerMs)
  const bells = openBells(redis, prefix, log)
  const pulse = openPulse({ redis, prefix, log, pulseMs: pace.pulseMs, onBeat: () => undefined })
  /** Rings on their way: a process that ends lets them out. */
  const ringing = new Set<Promise<unknown>>()
  let closed: Promise<void> | undefined

  async function close(): Promise<void> {
    await within(pace.answerMs, Promise.all(ringing), () => log.info('closed while rings were on their way'))
    await bells.close()
    redis.disconnect()
    await pulse.end()
  }

  return {
    ring(rung) {
      if (closed !== undefined) return
      const heard = bells.ring(rung).finally(() => ringing.delete(heard))
      ringing.add(heard)
    },
    async start() {},
    async health() {
      const feeling = pulse.feeling()
      if (closed !== undefined) return 'the queue is closed'
      return 'why' in feeling ? feeling.why : undefined
    },
    async [Symbol.asyncDispose]() {
      closed ??= close()
      await closed
    },
  }
}

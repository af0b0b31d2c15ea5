// The queue: whether it can be reached and may be trusted, how long the longest due thing waits, and what died in it.

import type { Queue } from '../port/queue.ts'
import type { Record } from '../port/record.ts'
import { minute, spokenSpan } from '../time.ts'
import type { Check, Remark } from './examine.ts'

/** Past this something that is due has plainly been left lying. */
const lateMs = minute
const lostMs = 15 * minute
const mostRows = 10_000

export function queueCheck(queue: Queue, record: Record): Check {
  return {
    name: 'queue',
    async look() {
      const trouble = await queue.health()
      const { now, owed } = await record.waiting(mostRows)
      const due = owed.filter((one) => one.due > 0)
      const rows = due.reduce((sum, one) => sum + one.due, 0)
      const oldest = due.reduce((age, one) => Math.max(age, now - one.oldest), 0)
      const waits = rows === 0 ? 'Nothing that is due waits' : `${rows} due, the oldest for ${spokenSpan(oldest)}`
      const remarks: Remark[] = []
      if (trouble !== undefined) {
        const next = trouble.includes('maxmemory-policy')
          ? 'redis-cli CONFIG SET maxmemory-policy noeviction'
          : 'redis-cli -u "$REDIS_URL" PING'
        remarks.push({ check: 'queue', state: 'bad', says: `${trouble}. Nothing is published meanwhile.`, next })
      }
      if (oldest >= lateMs) {
        const next = 'look whether a worker is running, and at “owed” in /metrics'
        remarks.push({ check: 'queue', state: oldest >= lostMs ? 'bad' : 'warning', says: `${waits}.`, next })
      }
      const { deadLetters = 0, stalled = 0 } = queue.counts?.() ?? {}
      if (deadLetters > 0) {
        const says = `${deadLetters} job${deadLetters === 1 ? '' : 's'} died since the start; what they named was rung for anew.`
        remarks.push({
          check: 'queue',
          state: 'warning',
          says,
          next: 'look for “a job died” in the log of the workers',
        })
      }
      if (remarks.length > 0) return remarks
      const also = stalled > 0 ? ` ${stalled} stalled since the start and rang again.` : ''
      return [{ check: 'queue', state: 'good', says: `Reached. ${waits}.${also}` }]
    },
  }
}

// The queue of one process: a dispatcher over the rows that the record says are owed. A ring makes it look at once; the
// sweep looks anyway, so a lost ring costs a second and nothing else. It decides nothing and remembers nothing that
// matters: kill it, and the leases in the record run out.

import type { Log } from '../../src/port/log.ts'
import type { Deliver, Delivered, Queue } from '../../src/port/queue.ts'
import type { Owed, Record } from '../../src/port/record.ts'
import { minute, second } from '../../src/time.ts'
import { openLanes } from './lanes.ts'

export type QueuePace = {
  /** How many errands are under way at once. */
  readonly together: number
  readonly leaseMs: number
  readonly sweepMs: number
  /** The first wait after an errand threw; doubles each time, up to the longest. */
  readonly backOffMs: number
  readonly longestBackOffMs: number
  /** Publishes in one lane: so many at once, then one each interval. */
  readonly burst: number
  readonly everyMs: number
  readonly farewellMs: number
}

export const usualQueuePace: QueuePace = {
  together: 16,
  leaseMs: 30 * second,
  sweepMs: second,
  backOffMs: 250,
  longestBackOffMs: minute,
  burst: 20,
  everyMs: second,
  farewellMs: 8 * second,
}

export function openLocalQueue({
  record,
  log,
  pace = usualQueuePace,
}: {
  record: Record
  log: Log
  pace?: QueuePace
}): Queue {
  const lanes = openLanes(pace.burst, pace.everyMs)
  const underWay = new Set<Promise<void>>()
  let deliver: Deliver | undefined
  let closed = false
  let troubled = 0
  let looking = false
  let lookAgain = false
  let timer: NodeJS.Timeout | undefined

  const look = (): void => {
    if (closed || deliver === undefined) return
    lookAgain = true
    if (looking) return
    looking = true
    clearTimeout(timer)
    setImmediate(() => void lookNow())
  }

  async function lookNow(): Promise<void> {
    let wait = pace.sweepMs
    try {
      while (lookAgain && !closed) {
        lookAgain = false
        const free = pace.together - underWay.size
        const taken = free > 0 ? await record.take(free, pace.leaseMs) : []
        for (const owed of taken) begin(owed)
        if (taken.length > 0 && taken.length === free) lookAgain = true
        if (underWay.size >= pace.together) break
      }
      const due = await record.nextDue()
      if (due !== undefined) wait = Math.min(wait, Math.max(1, due - (await record.now())))
      troubled = 0
    } catch (cause) {
      if (troubled === 0) log.fault('looking for what is owed', cause)
      troubled++
      wait = backOff(troubled)
    }
    looking = false
    if (closed) return
    timer = setTimeout(look, wait)
    if (lookAgain && underWay.size < pace.together) look()
  }

  function begin(owed: Owed): void {
    const task = carry(owed).finally(() => {
      underWay.delete(task)
      look()
    })
    underWay.add(task)
  }

  async function carry(owed: Owed): Promise<void> {
    try {
      const delivered = await done(owed)
      const kept = delivered.delivered === 'done' ? await record.settle(owed) : await record.putOff(owed, delivered.at)
      if (!kept) log.info('a lease was lost meanwhile', { errand: owed.errand, about: owed.about })
    } catch (cause) {
      log.fault('settling an errand', cause, { errand: owed.errand, about: owed.about })
    }
  }

  async function done(owed: Owed): Promise<Delivered> {
    if (deliver === undefined || closed) return { delivered: 'again', at: owed.dueAt }
    const now = await record.now()
    const until = lanes.closedUntil(owed, now)
    if (until !== undefined) return { delivered: 'again', at: until }
    try {
      const delivered = await deliver(owed)
      if (delivered.delivered === 'again' && delivered.holdLane === true) lanes.hold(owed.lane, delivered.at)
      return delivered
    } catch (cause) {
      log.fault('doing an errand', cause, { errand: owed.errand, about: owed.about, tries: owed.tries })
      return { delivered: 'again', at: (await record.now()) + backOff(owed.tries) }
    } finally {
      lanes.leave(owed)
    }
  }

  /** Grows with each try, and differs between those that failed together. */
  function backOff(tries: number): number {
    const longest = Math.min(pace.longestBackOffMs, pace.backOffMs * 2 ** Math.min(20, tries - 1))
    return Math.round(longest * (0.5 + Math.random() / 2))
  }

  return {
    ring: look,
    async start(work) {
      deliver = work
      look()
    },
    async health() {
      if (closed) return 'the queue is closed'
      return troubled > 2 ? 'the queue cannot read what is owed' : undefined
    },
    async [Symbol.asyncDispose]() {
      closed = true
      clearTimeout(timer)
      let farewell: NodeJS.Timeout | undefined
      const enough = new Promise<void>((resolve) => {
        farewell = setTimeout(resolve, pace.farewellMs)
      })
      await Promise.race([Promise.all(underWay), enough])
      clearTimeout(farewell)
    },
  }
}

// The queue within one process: it looks into the record for what is due, at each ring and at least once in a sweep. A
// ring only makes it look sooner. What happens to the rows it takes, and what holds them back, is in src/delivery/.

import { backOff } from '../../src/delivery/back-off.ts'
import { hangBell } from '../../src/delivery/bell.ts'
import { type Delivery, type DeliveryPace, openDelivery, usualDeliveryPace } from '../../src/delivery/delivery.ts'
import { within } from '../../src/delivery/within.ts'
import type { Log } from '../../src/port/log.ts'
import type { Deliver, Queue } from '../../src/port/queue.ts'
import type { Record } from '../../src/port/record.ts'
import type { Instant } from '../../src/time.ts'

const machine = { stopwatch: () => performance.now(), chance: Math.random }

export type LocalQueue = { readonly record: Record; readonly log: Log; readonly pace?: Partial<DeliveryPace> }

export function openLocalQueue({ record, log, pace: given }: LocalQueue): Queue {
  const pace = { ...usualDeliveryPace, ...given }
  const bell = hangBell()
  let delivery: Delivery | undefined
  let looking: Promise<void> | undefined
  let ending = false
  /** More may be due than there were places. */
  let wanting = false
  /** When it looks next by itself. */
  let nextLookAt = 0
  let failedLooks = 0

  async function keepLooking(into: Delivery): Promise<void> {
    while (!ending) await bell.heard(await lookOrRest(into))
  }

  async function lookOrRest(into: Delivery): Promise<number> {
    try {
      const rest = await look(into)
      if (failedLooks > 0) log.info('what is owed can be taken again', { failedLooks })
      failedLooks = 0
      return rest
    } catch (cause) {
      if (failedLooks === 0) log.fault('taking what is owed', cause)
      failedLooks += 1
      return backOff(failedLooks, pace, Math.random())
    }
  }

  /** Takes what there is a place for. Returns how long nothing more is to be expected. */
  async function look(into: Delivery): Promise<number> {
    // Whatever is put off while it looks, it may have missed.
    nextLookAt = Number.POSITIVE_INFINITY
    into.tidy(await record.now())
    const rest = await take(into, 'rest')
    const checks = await take(into, 'screen')
    wanting = rest || checks
    // What fills its own places keeps nobody from looking for the other sort.
    if ((rest && into.places('rest') > 0) || (checks && into.places('screen') > 0)) return 0
    if (wanting) return pace.sweepMs
    const now = await record.now()
    const next = await record.nextDue()
    nextLookAt = Math.min(next ?? now + pace.sweepMs, now + pace.sweepMs)
    return Math.max(nextLookAt - now, 1)
  }

  /** Whether there may be more of this sort than there were places. */
  async function take(into: Delivery, among: 'screen' | 'rest'): Promise<boolean> {
    const places = into.places(among)
    const taken = places === 0 ? [] : await record.take(places, pace.leaseMs, among)
    const now = await record.now()
    for (const owed of taken) void into.accept(owed, now)
    return taken.length === places
  }

  return {
    ring: () => bell.ring(),
    async start(deliver: Deliver) {
      if (looking !== undefined) throw new Error('starting the queue: it was started before')
      const onFree = () => {
        if (wanting) bell.ring()
      }
      const onPutOff = (at: Instant) => {
        if (at < nextLookAt) bell.ring()
      }
      delivery = openDelivery({ record, log, pace, deliver, ...machine, onFree, onPutOff })
      looking = keepLooking(delivery)
    },
    async health() {
      if (ending) return 'the queue is closed'
      if (looking === undefined) return 'the queue was not started'
      return failedLooks > 0 ? 'the queue cannot take what is owed from the record' : undefined
    },
    async [Symbol.asyncDispose]() {
      ending = true
      bell.ring()
      // First, so that what a look has just taken is handed back too.
      const ended = Promise.all([delivery?.end(), looking]).then(() => delivery?.end())
      await within(pace.closeMs, ended, () => log.info('the queue was closed while errands were under way'))
    },
  }
}

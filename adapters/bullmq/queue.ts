// The queue of many machines, on BullMQ and Redis. Redis carries bells: a job names a row of what is owed, and whoever
// hears it asks the record for that row. A relay rings for whatever the record says is due, so Redis may lose all it
// has; while it is away or unfit nothing is delivered, and all of it is when it is back. What happens to a row that was
// taken is in src/delivery/.

import { type Delivery, type DeliveryPace, openDelivery, usualDeliveryPace } from '../../src/delivery/delivery.ts'
import { within } from '../../src/delivery/within.ts'
import type { Log } from '../../src/port/log.ts'
import type { Deliver, Queue } from '../../src/port/queue.ts'
import type { Record } from '../../src/port/record.ts'
import { second } from '../../src/time.ts'
import { bellNames, openBells } from './bells.ts'
import { connectToRing, prefixOf, type RedisAt } from './connection.ts'
import { type Heard, type Listener, type ListenerPace, openListener } from './listener.ts'
import { type Feeling, openPulse } from './pulse.ts'
import { openRelay, type Relay } from './relay.ts'
import { openTurns, type TurnPace } from './turn.ts'

export type BullPace = DeliveryPace &
  ListenerPace &
  TurnPace & {
    /** How often Redis is asked how it is. */
    readonly pulseMs: number
  }

const usualBullPace: BullPace = {
  ...usualDeliveryPace,
  turnAgainMs: 250,
  pulseMs: 2 * second,
  answerMs: 2 * second,
  waitMs: 5 * second,
  watchMs: 20 * second,
  lockMs: 30 * second,
  mostStalls: 10,
}

export type BullQueue = Omit<Queue, 'counts'> & {
  /** What was seen since the opening that is not as it is on a good day. */
  counts(): Readonly<Heard>
}
export type BullParts = {
  readonly redis: RedisAt
  readonly record: Record
  readonly log: Log
  readonly pace?: Partial<BullPace>
}

export function openBullQueue({ redis: at, record, log, pace: given }: BullParts): BullQueue {
  const pace = { ...usualBullPace, ...given }
  const prefix = prefixOf(at)
  const redis = connectToRing(at, pace.answerMs)
  const bells = openBells(redis, prefix, log)
  const heard: Heard = { stalled: 0, deadLetters: 0, notOurs: 0, replaced: 0 }
  let relay: Relay | undefined
  let delivery: Delivery | undefined
  let listeners: readonly Listener[] = []
  let closed: Promise<void> | undefined
  let deadClearedAt = performance.now()
  let wellSince = performance.now()

  const pulse = openPulse({ redis, prefix, log, pulseMs: pace.pulseMs, onBeat: beat })
  const mayDeliver = () => pulse.feeling().redis === 'well' || pulse.feeling().redis === 'full'

  function beat(feeling: Feeling, before: Feeling): void {
    if (feeling.redis === 'well' && before.redis !== 'well') {
      wellSince = performance.now()
      relay?.look()
    }
    if (delivery === undefined || closed !== undefined) return
    if (feeling.redis === 'unfit') for (const listener of listeners) listener.rest()
    if (!mayDeliver()) return
    if (listeners.length === 0) listeners = listenFor(delivery)
    if (relay?.isFailing() === false) for (const listener of listeners) listener.goOn()
    if (feeling.redis !== 'well') return
    for (const listener of listeners) listener.watch(wellSince)
    if (performance.now() - deadClearedAt < pace.lockMs) return
    deadClearedAt = performance.now()
    bells.clearDead().catch((cause: unknown) => log.fault('clearing jobs that died', cause))
  }

  function listenFor(into: Delivery): readonly Listener[] {
    const answer = (id: string) => take(id, into)
    const parts = { at, prefix, pace, log, heard, answer }
    return [
      openListener({ ...parts, name: bellNames.rest, places: pace.atOnce }),
      openListener({ ...parts, name: bellNames.screen, places: pace.checksAtOnce }),
    ]
  }

  /** The record decides: what is not due, held by somebody else or gone is not taken. */
  async function take(id: string, into: Delivery): Promise<void> {
    try {
      const owed = await record.takeOne(id, pace.leaseMs)
      if (owed !== undefined) return await into.accept(owed, await record.now())
      // Perhaps it is for later: when, the record knows.
      relay?.look()
    } catch (cause) {
      relay?.fail(cause)
    }
  }

  async function close(): Promise<void> {
    const away = !mayDeliver()
    if (away) for (const listener of listeners) listener.cut()
    // The delivery once more at the end, so that what was just taken is handed back too.
    const ended = Promise.all([delivery?.end(), relay?.end(), away ? [] : listeners.map((one) => one.close())].flat())
      .then(() => delivery?.end())
      .catch((cause: unknown) => log.fault('closing the queue', cause))
    await within(pace.closeMs, ended, () => {
      log.info('the queue was closed while errands were under way')
      for (const listener of listeners) listener.cut()
    })
    await bells.close()
    redis.disconnect()
    await pulse.end()
  }

  return {
    ring(rung) {
      if (closed === undefined) void bells.ring(rung)
    },
    async start(deliver: Deliver) {
      if (delivery !== undefined) throw new Error('starting the queue: it was started before')
      delivery = openDelivery({
        record,
        log,
        pace,
        deliver,
        others: openTurns(redis, prefix, pace),
        stopwatch: () => performance.now(),
        chance: Math.random,
        onFree: () => undefined,
        onPutOff: (moment) => relay?.lookAt(moment),
      })
      const { tidy } = delivery
      relay = openRelay({
        record,
        bells,
        log,
        pace,
        mayRing: mayDeliver,
        onLook: tidy,
        onTurn: (failing) => {
          for (const listener of listeners) {
            if (failing) listener.rest()
            else if (mayDeliver()) listener.goOn()
          }
        },
      })
      const feeling = pulse.feeling()
      beat(feeling, feeling)
    },
    async health() {
      const feeling = pulse.feeling()
      if (closed !== undefined) return 'the queue is closed'
      if (delivery === undefined) return 'the queue was not started'
      if ('why' in feeling) return feeling.why
      return relay?.isFailing() === true ? 'the queue cannot take what is owed from the record' : undefined
    },
    counts: () => ({ ...heard }),
    async [Symbol.asyncDispose]() {
      closed ??= close()
      await closed
    },
  }
}

// The queue in one process: the contract, and what only this one promises: a pace for each lane, patience with a slow
// errand, and wake-ups that leave nothing behind.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openLocalQueue } from '../adapters/local-queue/queue.ts'
import { openLocalWake } from '../adapters/local-queue/wake.ts'
import type { DeliveryPace } from '../src/delivery/delivery.ts'
import type { Delivered } from '../src/port/queue.ts'
import type { Owed, Record } from '../src/port/record.ts'
import { hour, minute } from '../src/time.ts'
import { openDiary, openQueueStage, type QueueStage, queueContract } from './contract/queue.ts'

const done: Delivered = { delivered: 'done' }
const publish = { errand: 'publish' } as const

queueContract('one process', ({ record, log, sweepMs }) =>
  openLocalQueue({ record, log, pace: { sweepMs, backOffMs: 20, closeMs: 1000 } }),
)

describe('a queue in one process', { timeout: 15_000 }, () => {
  let stage: QueueStage
  let taken: ReturnType<typeof openDiary<Owed>>
  beforeEach(async () => {
    stage = await openQueueStage()
    taken = openDiary<Owed>()
  })
  afterEach(() => stage.close())

  const openHere = (pace: Partial<DeliveryPace>, record: Record = stage.record) =>
    stage.keep(openLocalQueue({ record, log: stage.log, pace: { sweepMs: 50, ...pace } }))
  const abouts = () => taken.notes.map(({ about }) => about)
  const some = (count: number, lane: string) =>
    Array.from({ length: count }, (_, at) => ({ ...publish, about: `${lane}${at + 1}`, lane }))

  test('publishes a burst in a lane at once and the rest at its pace, while other lanes are as they were', async () => {
    const putOffs = openDiary<number>()
    const queue = openHere(
      { publishBurst: 3, publishEveryMs: hour },
      {
        ...stage.record,
        async putOff(owed, at) {
          putOffs.note(at)
          return stage.record.putOff(owed, at)
        },
      },
    )
    await queue.start(async (owed) => {
      taken.note(owed)
      return done
    })
    const before = await stage.record.now()
    await stage.owe(...some(5, 'a'), ...some(2, 'b'))
    await taken.until((all) => all.length === 5)
    await putOffs.until((all) => all.length === 2)
    expect(abouts().sort()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2'])
    expect(putOffs.notes.map((at) => Math.round((at - before) / hour))).toEqual([1, 2])

    stage.skip(hour + minute)
    await taken.until((all) => all.length === 6)
    stage.skip(hour)
    await taken.until((all) => all.length === 7)
    expect(abouts().slice(5)).toEqual(['a4', 'a5'])
  })

  test('does not count against a lane what could not be published', async () => {
    const queue = openHere({ publishBurst: 1, publishEveryMs: hour })
    const frozen = (await stage.record.now()) + 2 * hour
    await queue.start(async (owed) => {
      taken.note(owed)
      return owed.about === 'frozen' ? { delivered: 'again', at: frozen } : done
    })
    queue.ring(await stage.owe({ ...publish, about: 'frozen' }))
    await taken.until((all) => all.length === 1)
    queue.ring(await stage.owe({ ...publish, about: 'free' }))
    await taken.until((all) => all.length === 2)
    expect(abouts()).toEqual(['frozen', 'free'])
  })

  test('has no more under way than it has places, and takes the next when one is free', async () => {
    const gates: (() => void)[] = []
    let most = 0
    let underWay = 0
    const queue = openHere({ atOnce: 2, sweepMs: hour })
    await stage.owe(...Array.from({ length: 6 }, (_, at) => ({ about: `d_${at}`, lane: `lane ${at}` })))
    await queue.start(async (owed) => {
      underWay += 1
      most = Math.max(most, underWay)
      await new Promise<void>((resolve) => {
        gates.push(resolve)
        taken.note(owed)
      })
      underWay -= 1
      return done
    })
    for (let turn = 1; turn <= 3; turn++) {
      await taken.until((all) => all.length === 2 * turn)
      for (const open of gates.splice(0)) open()
    }
    expect(most).toBe(2)
  })

  test('goes on looking for other lanes while all its checks are slow', async () => {
    const queue = openHere({ atOnce: 2, checksAtOnce: 1, sweepMs: hour, closeMs: 20 })
    await stage.owe({ errand: 'screen', about: 'slow check', lane: 'a' })
    await stage.owe(...some(2, 'a'), ...some(1, 'b'))
    await queue.start((owed) => {
      taken.note(owed)
      return new Promise(() => undefined)
    })
    await taken.until((all) => all.length === 3)
    expect(abouts().sort()).toEqual(['a1', 'b1', 'slow check'])
  })

  test('lets a slow errand go on under a new lease, and settles it with that', async () => {
    const takes = openDiary<readonly Owed[]>()
    const settled = openDiary<boolean>()
    let finish: () => void = () => undefined
    const queue = openHere(
      { leaseMs: minute },
      {
        ...stage.record,
        async take(limit, leaseMs) {
          const rows = await stage.record.take(limit, leaseMs)
          if (rows.length > 0) takes.note(rows)
          return rows
        },
        async settle(owed) {
          const kept = await stage.record.settle(owed)
          settled.note(kept)
          return kept
        },
      },
    )
    await stage.owe({ about: 'slow' })
    await queue.start(async (owed) => {
      taken.note(owed)
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      return done
    })
    await takes.until((all) => all.length === 1)
    stage.skip(2 * minute)
    await takes.until((all) => all.length === 2)
    finish()
    await settled.until((all) => all.length === 1)
    expect([taken.notes.length, settled.notes]).toEqual([1, [true]])
  })

  test('lets go of what waited for its turn longer than its lease: somebody else may have done it', async () => {
    let finish: () => void = () => undefined
    const queue = openHere({ leaseMs: minute, sweepMs: hour })
    await stage.owe({ ...publish, about: 'slow' }, { ...publish, about: 'behind' })
    await queue.start(async (owed) => {
      taken.note(owed)
      if (owed.about === 'slow') {
        await new Promise<void>((resolve) => {
          finish = resolve
        })
      }
      return done
    })
    await taken.until((all) => all.length === 1)
    stage.skip(2 * minute)
    for (const others of await stage.record.take(10, hour)) await stage.record.settle(others)
    finish()
    queue.ring(await stage.owe({ ...publish, about: 'next' }))
    await taken.until((all) => all.some(({ about }) => about === 'next'))
    expect(abouts()).toEqual(['slow', 'next'])
  })

  test('gives up what does not end, frees its place and its lane, and tries it again', async () => {
    const queue = openHere({ atOnce: 1, leaseMs: minute, giveUpMs: 10 * minute, backOffMs: 1 })
    await stage.owe({ ...publish, about: 'hangs' })
    await queue.start(async (owed) => {
      taken.note(owed)
      if (taken.notes.length === 1) await new Promise<void>(() => undefined)
      return done
    })
    await taken.until((all) => all.length === 1)
    await stage.owe({ ...publish, about: 'behind' })
    stage.skip(11 * minute)
    await taken.until((all) => all.length === 3)
    expect(abouts().sort()).toEqual(['behind', 'hangs', 'hangs'])
  })

  test('closes in time though an errand does not end, and hands back what waited behind it', async () => {
    const queue = openHere({ closeMs: 20 })
    await stage.owe({ ...publish, about: 'hangs' }, { ...publish, about: 'behind' })
    await queue.start(async (owed) => {
      taken.note(owed)
      return new Promise(() => undefined)
    })
    await taken.until((all) => all.length === 1)
    await queue[Symbol.asyncDispose]()
    expect(stage.logged.notes).toContain('the queue was closed while errands were under way')
    expect(await stage.record.take(10, minute)).toHaveLength(1)
  })
})

describe('waking', () => {
  test('lets go on all who wait for the topic, and nobody else', async () => {
    const wake = openLocalWake()
    const both = Promise.all([wake.wait('d_1', hour), wake.wait('d_1', hour)])
    let other = 'waits'
    const another = wake.wait('d_2', hour).then(() => {
      other = 'woken'
    })
    wake.wake('d_1')
    await both
    expect(other).toBe('waits')
    wake.wake('d_2')
    await another
  })

  test('is not needed when the time is over', async () => {
    const began = performance.now()
    await openLocalWake().wait('d_1', 20)
    expect(performance.now() - began).toBeGreaterThan(15)
  })

  test('leaves no timer behind', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length
    const before = timers()
    const wake = openLocalWake()
    const waits = Promise.all(Array.from({ length: 50 }, () => wake.wait('d_1', hour)))
    expect(timers()).toBe(before + 50)
    wake.wake('d_1')
    wake.wake('nobody waits for this')
    await waits
    expect(timers()).toBe(before)
  })
})

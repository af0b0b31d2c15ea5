// What every queue must do, whatever rings in it: deliver all that the record says is owed, each at its time, and come
// back to what failed. It stands on a real record, whose clock runs and can be put forward; what the queue writes there
// is looked at on its way.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openRecord } from '../../adapters/sql/record.ts'
import { rungFor } from '../../src/gateway/rung.ts'
import type { Log } from '../../src/port/log.ts'
import type { Delivered, Queue } from '../../src/port/queue.ts'
import type { NewOwed, Owed, Record, Rung } from '../../src/port/record.ts'
import { hour } from '../../src/time.ts'

/** What a queue is opened with. `sweepMs` is the most that a lost ring may cost. */
export type QueueParts = { readonly record: Record; readonly log: Log; readonly sweepMs: number }

const soonMs = 100
/** A sweep that no test lives to see: what is delivered then was not found by it. */
const never = hour
const done: Delivered = { delivered: 'done' }

/** A record of its own on an empty folder, and a list of what a queue did with it. */
export async function openQueueStage() {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-queue-'))
  let ahead = 0
  const sealer = { seal: (text: string) => text, open: (text: string) => text }
  const record = await openRecord({ folder, sealer, now: () => Date.now() + ahead })
  const queues: Queue[] = []
  const logged = openDiary<string>()
  const log: Log = {
    info: (what) => logged.note(what),
    fault: (what) => logged.note(what),
  }
  return {
    folder,
    record,
    log,
    logged,
    skip(ms: number) {
      ahead += ms
    },
    keep(queue: Queue) {
      queues.push(queue)
      return queue
    },
    /** Commits what is owed, and rings for none of it. */
    async owe(...owed: readonly Partial<NewOwed>[]): Promise<readonly Rung[]> {
      const dueAt = await record.now()
      const rows = owed.map((row) => ({ errand: 'cards', about: 'd_1', lane: 'a', dueAt, ...row }) as const)
      const saved = await record.save({ writes: [], unchanged: [], owed: rows })
      if (!saved.saved) throw new Error('owing something in a test: it was not saved')
      return rungFor(rows, saved.owed)
    },
    async close() {
      await Promise.all(queues.map((queue) => queue[Symbol.asyncDispose]()))
      await record[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    },
  }
}
export type QueueStage = Awaited<ReturnType<typeof openQueueStage>>

/** Notes what happens, and lets a test wait until enough has. */
export function openDiary<T>() {
  const notes: T[] = []
  let waiting: (() => void)[] = []
  return {
    notes,
    note(one: T) {
      notes.push(one)
      for (const look of waiting.splice(0)) look()
    },
    async until(enough: (notes: readonly T[]) => boolean): Promise<void> {
      while (!enough(notes)) {
        await new Promise<void>((resolve) => {
          waiting = [...waiting, resolve]
        })
      }
    },
  }
}

/** A promise that a test keeps when it likes. */
function openGate() {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

export function queueContract(name: string, open: (parts: QueueParts) => Queue): void {
  describe(`a queue on ${name}`, { timeout: 15_000 }, () => {
    let stage: QueueStage
    beforeEach(async () => {
      stage = await openQueueStage()
    })
    afterEach(() => stage.close())

    const openOn = (record: Record, sweepMs = soonMs) => stage.keep(open({ record, log: stage.log, sweepMs }))

    describe('what is owed', () => {
      test('is delivered, whether it was committed before the start or after', async () => {
        const { diary, deliver } = delivering()
        const queue = openOn(stage.record, never)
        await stage.owe({ about: 'before' })
        await queue.start(deliver)
        await diary.until((all) => all.length === 1)
        queue.ring(await stage.owe({ about: 'after' }))
        await diary.until((all) => all.length === 2)
        expect(diary.notes.map(({ about }) => about)).toEqual(['before', 'after'])
        await nothingOwed()
      })

      test('is found by the sweep when its ring was lost', async () => {
        const { diary, deliver } = delivering()
        const queue = openOn(stage.record)
        await queue.start(deliver)
        queue.ring(await stage.owe({ about: 'rung' }))
        await diary.until((all) => all.length === 1)
        await nothingOwed()
        await stage.owe({ about: 'lost' })
        await diary.until((all) => all.length === 2)
      })

      test('is delivered once, though it is rung for a hundred times', async () => {
        const { diary, deliver } = delivering()
        const queue = openOn(stage.record)
        await queue.start(deliver)
        const ids = await stage.owe({ about: 'one' }, { about: 'two' })
        for (let ring = 0; ring < 100; ring++) queue.ring(ids)
        await diary.until((all) => all.length === 2)
        for (let ring = 0; ring < 100; ring++) queue.ring(ids)
        queue.ring(await stage.owe({ about: 'three' }))
        await diary.until((all) => all.some(({ about }) => about === 'three'))
        expect(diary.notes.map(({ about }) => about).sort()).toEqual(['one', 'three', 'two'])
      })

      test('is all delivered, however much it is', async () => {
        const { diary, deliver } = delivering()
        const abouts = Array.from({ length: 300 }, (_, at) => `d_${at}`)
        await stage.owe(...abouts.map((about) => ({ about })))
        await openOn(stage.record, never).start(deliver)
        await diary.until((all) => all.length === 300)
        expect(new Set(diary.notes.map(({ about }) => about)).size).toBe(300)
        await nothingOwed()
      })

      test('later waits for its time, and does not wait for a sweep', async () => {
        const dueAt = (await stage.record.now()) + 2 * soonMs
        const at = openDiary<number>()
        const queue = openOn(stage.record, never)
        await queue.start(async () => {
          at.note(await stage.record.now())
          return done
        })
        queue.ring(await stage.owe({ dueAt }))
        await at.until((all) => all.length === 1)
        expect(at.notes[0]).toBeGreaterThanOrEqual(dueAt)
      })

      test('again comes again at the time it said', async () => {
        const at = openDiary<number>()
        const again = (await stage.record.now()) + 2 * soonMs
        await stage.owe({})
        await openOn(stage.record, never).start(async () => {
          at.note(await stage.record.now())
          return at.notes.length === 1 ? { delivered: 'again', at: again } : done
        })
        await at.until((all) => all.length === 2)
        expect(at.notes[0]).toBeLessThan(again)
        expect(at.notes[1]).toBeGreaterThanOrEqual(again)
        await nothingOwed()
      })
    })

    describe('an errand that throws', () => {
      test('comes again, later each time, and its tries are counted', async () => {
        const { record, putOffs } = watched()
        const { diary, deliver } = delivering()
        await stage.owe({ about: 'broken' })
        await openOn(record).start(async (owed) => {
          await deliver(owed)
          if (owed.tries < 6) throw new Error('the platform is on fire')
          return done
        })
        for (let tried = 1; tried < 6; tried++) {
          await putOffs.until((all) => all.length === tried)
          stage.skip(hour)
        }
        await diary.until((all) => all.length === 6)
        expect(diary.notes.map(({ tries }) => tries)).toEqual([1, 2, 3, 4, 5, 6])
        const waits = putOffs.notes.map(({ inMs }) => inMs)
        expect(Math.min(...waits)).toBeGreaterThan(0)
        // Half of each wait is chance: two steps on, none is as short.
        expect([waits[2], waits[3], waits[4]].map((wait, at) => Number(wait) > Number(waits[at]))).toEqual([
          true,
          true,
          true,
        ])
        await nothingOwed()
      })

      test('holds up nobody else', async () => {
        const { diary, deliver } = delivering()
        const queue = openOn(stage.record, never)
        await stage.owe({ about: 'broken' })
        await queue.start((owed) => {
          if (owed.about === 'broken') throw new Error('thrown before there was a promise')
          return deliver(owed)
        })
        queue.ring(await stage.owe({ about: 'well' }))
        await diary.until((all) => all.length === 1)
      })
    })

    describe('a lane', () => {
      test('that is held waits until its time, and no other lane waits with it', async () => {
        const { record, putOffs } = watched()
        const { diary, deliver } = delivering()
        const until = (await stage.record.now()) + hour
        const queue = openOn(record)
        await queue.start(async (owed) => {
          await deliver(owed)
          const throttled = owed.about === 'throttled' && owed.tries === 1
          return throttled ? { delivered: 'again', at: until, holdLane: true } : done
        })
        queue.ring(await stage.owe({ about: 'throttled', lane: 'a', errand: 'publish' }))
        await putOffs.until((all) => all.length === 1)
        queue.ring(
          await stage.owe(
            { about: 'behind', lane: 'a', errand: 'redraw' },
            { about: 'card', lane: 'a' },
            { about: 'beside', lane: 'b' },
          ),
        )
        await putOffs.until((all) => all.length === 2)
        await diary.until((all) => ['beside', 'card'].every((name) => all.some(({ about }) => about === name)))
        expect(putOffs.notes.map(({ about, at }) => [about, at])).toEqual([
          ['throttled', until],
          ['behind', until],
        ])
        expect(diary.notes.map(({ about }) => about)).toEqual(expect.arrayContaining(['throttled', 'beside', 'card']))

        stage.skip(2 * hour)
        await diary.until((all) => all.length === 5)
        await nothingOwed()
      })

      test('has one publish under way at a time, while another lane has its own', async () => {
        const { diary, deliver } = delivering()
        const gates = new Map<string, ReturnType<typeof openGate>>()
        const underWay = { a: new Set<string>(), b: new Set<string>() }
        const queue = openOn(stage.record)
        await queue.start(async (owed) => {
          await deliver(owed)
          if (owed.errand !== 'publish') return done
          const lane = owed.lane === 'a' ? underWay.a : underWay.b
          const gate = openGate()
          gates.set(owed.lane, gate)
          lane.add(owed.about)
          await gate.opened
          lane.delete(owed.about)
          return done
        })
        const publish = { errand: 'publish' } as const
        await stage.owe(
          ...['a1', 'a2', 'a3'].map((about) => ({ ...publish, about, lane: 'a' })),
          ...['b1', 'b2', 'b3'].map((about) => ({ ...publish, about, lane: 'b' })),
        )
        queue.ring([])
        for (let turn = 1; turn <= 3; turn++) {
          await diary.until((all) => all.filter(({ errand }) => errand === 'publish').length === 2 * turn)
          // Whoever else was let in is there before this is, since it is taken later.
          queue.ring(await stage.owe({ about: `beside ${turn}`, lane: 'a' }))
          await diary.until((all) => all.some(({ about }) => about === `beside ${turn}`))
          expect([underWay.a.size, underWay.b.size]).toEqual([1, 1])
          for (const gate of gates.values()) gate.open()
        }
        await nothingOwed()
        const published = diary.notes.filter(({ errand }) => errand === 'publish').map(({ about }) => about)
        expect(published.sort()).toEqual(['a1', 'a2', 'a3', 'b1', 'b2', 'b3'])
      })
    })

    describe('trouble', () => {
      test('that kills the queue in the middle of an errand leaves it to the next one, after the lease', async () => {
        const life = mortal()
        const stuck = openGate()
        const first = delivering()
        const dying = openOn(life.record)
        await stage.owe({ about: 'orphan' })
        await dying.start(async (owed) => {
          await first.deliver(owed)
          await stuck.opened
          return done
        })
        await first.diary.until((all) => all.length === 1)
        life.end()
        stage.skip(hour)
        const second = delivering()
        await openOn(stage.record).start(second.deliver)
        await second.diary.until((all) => all.length === 1)
        expect(second.diary.notes).toMatchObject([{ about: 'orphan', tries: 2 }])
        stuck.open()
        await nothingOwed()
      })

      test('with the record loses nothing, and is told once', async () => {
        const { diary, deliver } = delivering()
        const takes = openDiary<'failed' | 'taken'>()
        let failing = false
        const unlessAway =
          <Arguments extends unknown[], Answer>(ask: (...of: Arguments) => Promise<Answer>) =>
          async (...of: Arguments) => {
            takes.note(failing ? 'failed' : 'taken')
            if (failing) throw new Error('the record is away')
            return ask(...of)
          }
        // By whichever of these a queue finds out what is owed.
        const { take, takeOne, due } = stage.record
        const record = {
          ...stage.record,
          take: unlessAway(take),
          takeOne: unlessAway(takeOne),
          due: unlessAway(due),
        }
        const queue = openOn(record)
        await queue.start(deliver)
        await takes.until((all) => all.length > 0)
        expect(await queue.health()).toBeUndefined()
        failing = true
        queue.ring(await stage.owe({ about: 'in the dark' }))
        await takes.until((all) => all.filter((take) => take === 'failed').length === 4)
        expect(await queue.health()).toEqual(expect.any(String))
        failing = false
        await diary.until((all) => all.length === 1)
        await nothingOwed()
        // The look that took it goes on a moment longer than what it took.
        while ((await queue.health()) !== undefined) await setImmediate()
        expect(stage.logged.notes.filter((what) => what === 'taking what is owed')).toHaveLength(1)
      })

      test('with the lease of an errand, which somebody else settled, is no trouble', async () => {
        const { diary, deliver } = delivering()
        const slow = openGate()
        const dealt = openGate()
        let lost = 0
        const record: Record = {
          ...stage.record,
          async settle(owed) {
            const kept = await stage.record.settle(owed)
            if (!kept) lost += 1
            dealt.open()
            return kept
          },
        }
        await stage.owe({ about: 'slow' })
        const queue = openOn(record, never)
        await queue.start(async (owed) => {
          await deliver(owed)
          if (owed.about === 'slow') await slow.opened
          return done
        })
        await diary.until((all) => all.length === 1)
        stage.skip(hour)
        for (const taken of await stage.record.take(1, hour)) await stage.record.settle(taken)
        slow.open()
        await dealt.opened
        expect(lost).toBe(1)
        queue.ring(await stage.owe({ about: 'next' }))
        await diary.until((all) => all.length === 2)
      })
    })

    describe('closing', () => {
      test('waits for what is under way, and takes nothing new', async () => {
        const { diary, deliver } = delivering()
        const order = openDiary<string>()
        const gate = openGate()
        const record: Record = {
          ...stage.record,
          async settle(owed) {
            const kept = await stage.record.settle(owed)
            order.note('settled')
            return kept
          },
        }
        const queue = openOn(record)
        await stage.owe({ about: 'under way', errand: 'publish' }, { about: 'its turn is next', errand: 'publish' })
        await queue.start(async (owed) => {
          await deliver(owed)
          await gate.opened
          return done
        })
        await diary.until((all) => all.length === 1)
        const closed = queue[Symbol.asyncDispose]().then(() => order.note('closed'))
        queue.ring(await stage.owe({ about: 'too late' }))
        // Time enough to be closed in, many times over, if it did not wait.
        for (let write = 0; write < 50; write++) await stage.record.health()
        gate.open()
        await closed
        expect(order.notes).toEqual(['settled', 'closed'])
        expect(await queue.health()).toEqual(expect.any(String))
        // Free at once: the next queue need not wait for a lease.
        const left = await stage.record.take(10, hour)
        expect(left.map(({ about }) => about)).toEqual(['its turn is next', 'too late'])
      })

      test('of a queue that was never started is soon done, and so is closing twice', async () => {
        const queue = openOn(stage.record)
        await queue[Symbol.asyncDispose]()
        await queue[Symbol.asyncDispose]()
        expect(await queue.health()).toEqual(expect.any(String))
      })
    })

    /** Settling comes after delivering; this waits for it by asking the record. */
    async function nothingOwed(): Promise<void> {
      while ((await stage.record.nextDue()) !== undefined) await stage.record.health()
    }

    function watched() {
      const putOffs = openDiary<{ about: string; at: number; inMs: number }>()
      const record: Record = {
        ...stage.record,
        async putOff(owed, at) {
          const inMs = at - (await stage.record.now())
          const kept = await stage.record.putOff(owed, at)
          putOffs.note({ about: owed.about, at, inMs })
          return kept
        },
      }
      return { record, putOffs }
    }

    /** A record as a process has it that can be killed: from its end on, nothing of it reaches the store. */
    function mortal() {
      let alive = true
      const whileAlive =
        <Arguments extends unknown[], Answer>(ask: (...of: Arguments) => Promise<Answer>) =>
        async (...of: Arguments) => {
          if (!alive) throw new Error('this process is dead')
          return ask(...of)
        }
      const { now, take, takeOne, settle, putOff, nextDue, due } = stage.record
      const record: Record = {
        ...stage.record,
        now: whileAlive(now),
        take: whileAlive(take),
        takeOne: whileAlive(takeOne),
        settle: whileAlive(settle),
        putOff: whileAlive(putOff),
        nextDue: whileAlive(nextDue),
        due: whileAlive(due),
      }
      return {
        record,
        end() {
          alive = false
        },
      }
    }
  })
}

/** A delivery that notes what it is given and does it. */
function delivering() {
  const diary = openDiary<Owed>()
  const deliver = async (owed: Owed): Promise<Delivered> => {
    diary.note(owed)
    return done
  }
  return { diary, deliver }
}

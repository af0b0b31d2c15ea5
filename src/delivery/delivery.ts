// What was taken, until it is settled, put off or handed back. Each row that comes asks its lane for its turn; whatever
// happens to it, its place and its lane become free again. Every queue delivers by this, however its bell is rung.

import type { Log } from '../port/log.ts'
import type { Deliver, Delivered } from '../port/queue.ts'
import type { Owed, Record } from '../port/record.ts'
import { type Instant, minute, second } from '../time.ts'
import { type BackOff, backOff } from './back-off.ts'
import { calm } from './calm.ts'
import { type Lane, type LanePace, openLane, type Run, type Turn } from './lane.ts'

export type DeliveryPace = LanePace &
  BackOff & {
    /** So many errands are under way at most. */
    readonly atOnce: number
    /** Our own checks are work for this processor: more of them at once are not faster, and hold up those who ask. */
    readonly checksAtOnce: number
    /** Above what an errand takes; after a crash, what was under way waits as long. */
    readonly leaseMs: number
    /** After this long an errand is taken for lost: its place and lane are freed, and it comes again. */
    readonly giveUpMs: number
    /** The most that a lost ring costs. */
    readonly sweepMs: number
    /** How long closing waits for what is under way. */
    readonly closeMs: number
  }

export const usualDeliveryPace: DeliveryPace = {
  atOnce: 32,
  checksAtOnce: 2,
  leaseMs: 30 * second,
  sweepMs: second,
  backOffMs: 250,
  mostBackOffMs: minute,
  giveUpMs: 5 * minute,
  publishBurst: 20,
  publishEveryMs: second,
  closeMs: 10 * second,
}

/** What other processes do in the same lanes. */
export type Others = {
  /** 0: it may begin. Otherwise the moment to ask again; until then it is put off. */
  enter(owed: Owed, now: Instant): Promise<Instant>
  /** It has ended, and a post may be out; or its lane has to be left alone until then. */
  leave(owed: Owed, left: { readonly at: Instant; readonly spent: boolean; readonly heldUntil: Instant }): Promise<void>
}

export type Delivery = {
  /** How many more of this sort may begin now. */
  places(of: 'screen' | 'rest'): number
  /** A row that was just taken. Resolves when it needs its place no more: it has ended, or waits for its turn. */
  accept(owed: Owed, now: Instant): Promise<void>
  /** Gives up what does not end, and forgets lanes in which nothing happens. */
  tidy(now: Instant): void
  /** Begins nothing more and hands back what waits. Resolves when nothing is under way. */
  end(): Promise<void>
}

type Parts = {
  readonly record: Record
  readonly log: Log
  readonly pace: DeliveryPace
  readonly deliver: Deliver
  /** Where there are other processes. */
  readonly others?: Others
  /** Milliseconds that only ever grow. */
  readonly stopwatch: () => number
  /** From 0 to 1. */
  readonly chance: () => number
  /** Called when a place became free. */
  readonly onFree: () => void
  /** Called when a row is free again, for this moment. */
  readonly onPutOff: (at: Instant) => void
}

export function openDelivery(parts: Parts): Delivery {
  const { record, log, pace, deliver, others, stopwatch, chance, onFree, onPutOff } = parts
  /** All that we hold, by id: under way, or waiting for its turn in its lane. */
  const ours = new Map<string, Run>()
  const underWay = new Set<Run>()
  const lanes = new Map<string, Lane>()
  /** Throws in a row. The tries of a row count every taking, and most of those are no failure. */
  const throws = new Map<string, number>()
  /** What is being written of errands that have ended. */
  const writing = new Set<Promise<void>>()
  let ending = false
  let nothingUnderWay: () => void = () => undefined

  async function accept(owed: Owed, now: Instant): Promise<void> {
    const leasedUntil = now + pace.leaseMs
    const before = ours.get(owed.id)
    if (before === undefined) return admit({ owed, since: now, leasedUntil }, now)
    // Its lease was over before it was: it goes on, and settles with the fence of the new lease.
    before.owed = owed
    before.leasedUntil = leasedUntil
  }

  async function admit(run: Run, now: Instant): Promise<void> {
    // It waited for its turn longer than it was leased to us: somebody else may have it. It comes again.
    if (run.leasedUntil <= now) {
      ours.delete(run.owed.id)
      return
    }
    const turn: Turn = ending ? { turn: 'later', at: run.owed.dueAt } : laneOf(run.owed).ask(run, now)
    if (turn.turn === 'later') {
      ours.delete(run.owed.id)
      return write(run.owed, { delivered: 'again', at: turn.at })
    }
    ours.set(run.owed.id, run)
    if (turn.turn === 'next') return
    run.since = now
    underWay.add(run)
    return carryOut(run)
  }

  async function carryOut(run: Run): Promise<void> {
    if (run.owed.errand === 'screen') await calm(stopwatch)
    const later = await others?.enter(run.owed, run.since).catch((cause: unknown) => {
      log.fault('asking for a turn in a lane', cause, factsOf(run.owed))
      return run.since + backOff(1, pace, chance())
    })
    if (!underWay.has(run)) return
    if (later !== undefined && later > run.since) return close(run, { delivered: 'again', at: later }, run.since)
    const ended = await attempt(run.owed)
    const now = await record.now().catch(() => run.since)
    if (!underWay.has(run)) {
      // The row is no longer ours to settle.
      log.info('an errand ended after it was given up', factsOf(run.owed))
      return
    }
    if (ended.delivered === 'threw') return fail(run, ended.cause, now)
    throws.delete(run.owed.id)
    const spent = ended.delivered === 'done'
    const heldUntil = ended.delivered === 'again' && ended.holdLane === true ? ended.at : 0
    if (spent) laneOf(run.owed).spend(run, now)
    if (heldUntil > 0) laneOf(run.owed).hold(heldUntil)
    leave(run, { at: now, spent, heldUntil })
    return close(run, ended, now)
  }

  async function attempt(owed: Owed): Promise<Delivered | { readonly delivered: 'threw'; readonly cause: unknown }> {
    try {
      return await deliver(owed)
    } catch (cause) {
      return { delivered: 'threw', cause }
    }
  }

  async function fail(run: Run, cause: unknown, now: Instant): Promise<void> {
    log.fault('delivering what is owed', cause, factsOf(run.owed))
    const inRow = (throws.get(run.owed.id) ?? 0) + 1
    throws.set(run.owed.id, inRow)
    laneOf(run.owed).spend(run, now)
    leave(run, { at: now, spent: true, heldUntil: 0 })
    return close(run, { delivered: 'again', at: now + backOff(inRow, pace, chance()) }, now)
  }

  /** A turn that could not be given back ends by itself. */
  function leave(run: Run, left: Parameters<Others['leave']>[1]): void {
    if (others === undefined) return
    const leaving = others
      .leave(run.owed, left)
      .catch((cause: unknown) => log.fault('giving back a turn in a lane', cause, factsOf(run.owed)))
      .finally(() => writing.delete(leaving))
    writing.add(leaving)
  }

  /** No longer ours before it is written: from the commit on it may be taken anew. */
  async function close(run: Run, delivered: Delivered, now: Instant): Promise<void> {
    ours.delete(run.owed.id)
    underWay.delete(run)
    const written = write(run.owed, delivered)
    for (const next of laneOf(run.owed).leave(run)) void admit(next, now)
    onFree()
    if (underWay.size === 0) nothingUnderWay()
    return written
  }

  function write(owed: Owed, delivered: Delivered): Promise<void> {
    const written = (delivered.delivered === 'done' ? record.settle(owed) : record.putOff(owed, delivered.at))
      .then((held) => {
        if (held && delivered.delivered === 'again') onPutOff(delivered.at)
        if (held) return
        throws.delete(owed.id)
        log.info('the lease of an errand was lost', factsOf(owed))
      })
      // It stays leased, and comes again when the lease is over.
      .catch((cause: unknown) => log.fault('recording how an errand ended', cause, factsOf(owed)))
      .finally(() => writing.delete(written))
    writing.add(written)
    return written
  }

  /** By its name each time: one that was quiet is forgotten, though somebody who keeps no turn is still in it. */
  function laneOf({ lane: name }: Owed): Lane {
    const lane = lanes.get(name) ?? openLane(pace)
    lanes.set(name, lane)
    return lane
  }

  return {
    places(of) {
      const checks = [...underWay].filter((run) => run.owed.errand === 'screen').length
      return Math.max(0, of === 'screen' ? pace.checksAtOnce - checks : pace.atOnce - (underWay.size - checks))
    },
    accept,
    tidy(now) {
      for (const run of underWay) {
        if (now - run.since >= pace.giveUpMs) void fail(run, new Error('an errand did not end in its time'), now)
      }
      for (const [name, lane] of lanes) if (lane.isQuiet(now)) lanes.delete(name)
    },
    async end() {
      ending = true
      for (const run of underWay) for (const next of laneOf(run.owed).leave(run)) void admit(next, run.since)
      if (underWay.size > 0) {
        await new Promise<void>((resolve) => {
          nothingUnderWay = resolve
        })
      }
      await Promise.all(writing)
    },
  }
}

function factsOf({ errand, about, tries }: Owed) {
  return { errand, about, tries }
}

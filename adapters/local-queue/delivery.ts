// What was taken, until it is settled, put off or handed back. Each row that comes asks its lane for its turn; whatever
// happens to it, its place and its lane become free again.

import type { Log } from '../../src/port/log.ts'
import type { Deliver, Delivered } from '../../src/port/queue.ts'
import type { Owed, Record } from '../../src/port/record.ts'
import type { Instant } from '../../src/time.ts'
import { calm } from './calm.ts'
import { type Lane, type LanePace, openLane, type Run, type Turn } from './lane.ts'

export type DeliveryPace = LanePace & {
  /** So many errands are under way at most. */
  readonly atOnce: number
  /** Our own checks are work for this processor: more of them at once are not faster, and hold up those who ask. */
  readonly checksAtOnce: number
  /** The first wait after an errand has thrown; it doubles with every throw in a row, up to the most. */
  readonly backOffMs: number
  readonly mostBackOffMs: number
  /** After this long an errand is taken for lost: its place and lane are freed, and it comes again. */
  readonly giveUpMs: number
}

export type Delivery = {
  /** How many more of this sort may begin now. */
  places(of: 'screen' | 'rest'): number
  /** A row that was just taken. */
  accept(owed: Owed, now: Instant): void
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
  /** Called when a place became free. */
  readonly onFree: () => void
  /** Called when a row is free again, for this moment. */
  readonly onPutOff: (at: Instant) => void
}

export function openDelivery({ record, log, pace, deliver, onFree, onPutOff }: Parts): Delivery {
  /** All that we hold, by id: under way, or waiting for its turn in its lane. */
  const ours = new Map<string, Run>()
  const underWay = new Set<Run>()
  const lanes = new Map<string, Lane>()
  /** Throws in a row. The tries of a row count every taking, and most of those are no failure. */
  const throws = new Map<string, number>()
  /** Writes to the record that are on their way. */
  const writing = new Set<Promise<void>>()
  let ending = false
  let nothingUnderWay: () => void = () => undefined

  function accept(owed: Owed, now: Instant): void {
    const before = ours.get(owed.id)
    // Its lease was over before it was: it goes on, and settles with the fence of the new lease.
    if (before !== undefined) before.owed = owed
    else admit({ owed, since: now }, now)
  }

  function admit(run: Run, now: Instant): void {
    const turn: Turn = ending ? { turn: 'later', at: run.owed.dueAt } : laneOf(run.owed).ask(run, now)
    if (turn.turn === 'later') {
      ours.delete(run.owed.id)
      write(run.owed, { delivered: 'again', at: turn.at })
      return
    }
    ours.set(run.owed.id, run)
    if (turn.turn === 'next') return
    run.since = now
    underWay.add(run)
    void carryOut(run)
  }

  async function carryOut(run: Run): Promise<void> {
    if (run.owed.errand === 'screen') await calm()
    const ended = await attempt(run.owed)
    const now = await record.now().catch(() => run.since)
    if (!underWay.has(run)) {
      // The row is no longer ours to settle.
      log.info('an errand ended after it was given up', factsOf(run.owed))
      return
    }
    if (ended.delivered === 'threw') {
      fail(run, ended.cause, now)
      return
    }
    throws.delete(run.owed.id)
    if (ended.delivered === 'done') laneOf(run.owed).spend(run, now)
    if (ended.delivered === 'again' && ended.holdLane === true) laneOf(run.owed).hold(ended.at)
    close(run, ended, now)
  }

  async function attempt(owed: Owed): Promise<Delivered | { readonly delivered: 'threw'; readonly cause: unknown }> {
    try {
      return await deliver(owed)
    } catch (cause) {
      return { delivered: 'threw', cause }
    }
  }

  function fail(run: Run, cause: unknown, now: Instant): void {
    log.fault('delivering what is owed', cause, factsOf(run.owed))
    const inRow = (throws.get(run.owed.id) ?? 0) + 1
    throws.set(run.owed.id, inRow)
    laneOf(run.owed).spend(run, now)
    close(run, { delivered: 'again', at: now + backOff(inRow, pace) }, now)
  }

  /** No longer ours before it is written: from the commit on it may be taken anew. */
  function close(run: Run, delivered: Delivered, now: Instant): void {
    ours.delete(run.owed.id)
    underWay.delete(run)
    write(run.owed, delivered)
    for (const next of laneOf(run.owed).leave(run)) admit(next, now)
    onFree()
    if (underWay.size === 0) nothingUnderWay()
  }

  function write(owed: Owed, delivered: Delivered): void {
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
        if (now - run.since >= pace.giveUpMs) fail(run, new Error('an errand did not end in its time'), now)
      }
      for (const [name, lane] of lanes) if (lane.isQuiet(now)) lanes.delete(name)
    },
    async end() {
      ending = true
      for (const run of underWay) for (const next of laneOf(run.owed).leave(run)) admit(next, run.since)
      if (underWay.size > 0) {
        await new Promise<void>((resolve) => {
          nothingUnderWay = resolve
        })
      }
      await Promise.all(writing)
    },
  }
}

/** Doubles each time. Half of it is chance, so that what failed together does not come back together. */
export function backOff(
  inRow: number,
  { backOffMs, mostBackOffMs }: Pick<DeliveryPace, 'backOffMs' | 'mostBackOffMs'>,
) {
  const whole = Math.min(mostBackOffMs, backOffMs * 2 ** (inRow - 1))
  return Math.round(whole / 2 + (Math.random() * whole) / 2)
}

function factsOf({ errand, about, tries }: Owed) {
  return { errand, about, tries }
}

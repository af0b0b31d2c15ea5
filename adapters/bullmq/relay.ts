// The relay: looks into the record for what is due and rings for it in Redis; at once when something was put off, when
// the next thing falls due, when Redis is back, and at least once in a sweep. It takes nothing. Several relays do no
// harm, since a bell that is already rung is not rung twice.

import { type BackOff, backOff } from '../../src/delivery/back-off.ts'
import { hangBell } from '../../src/delivery/bell.ts'
import type { Log } from '../../src/port/log.ts'
import type { Record } from '../../src/port/record.ts'
import type { Instant } from '../../src/time.ts'
import type { Bells } from './bells.ts'

export type Relay = {
  /** Looks now. */
  look(): void
  /** Looks at this moment, or before. */
  lookAt(at: Instant): void
  /** The record did not do what it was asked for; whoever found out is not the only one. */
  fail(cause: unknown): void
  isFailing(): boolean
  end(): Promise<void>
}

type Parts = {
  readonly record: Record
  readonly bells: Bells
  readonly log: Log
  readonly pace: BackOff & { readonly sweepMs: number }
  /** Whether there is anybody to ring for. */
  readonly mayRing: () => boolean
  readonly onLook: (now: Instant) => void
  /** The record can be asked again, or cannot any more. */
  readonly onTurn: (failing: boolean) => void
}

/** So many of each sort are rung for in one look; what is more waits in the record. */
const mostRung = 1000
const moreMs = 250

export function openRelay({ record, bells, log, pace, mayRing, onLook, onTurn }: Parts): Relay {
  const bell = hangBell()
  let ending = false
  let nextLookAt = 0
  let failed = 0

  async function keepLooking(): Promise<void> {
    while (!ending) await bell.heard(await lookOrRest())
  }

  async function lookOrRest(): Promise<number> {
    try {
      const rest = await look()
      if (failed > 0) {
        log.info('what is owed can be taken again', { failedLooks: failed })
        failed = 0
        onTurn(false)
      }
      return rest
    } catch (cause) {
      fail(cause)
      return backOff(failed, pace, Math.random())
    }
  }

  /** Returns how long nothing more is to be expected. */
  async function look(): Promise<number> {
    if (!mayRing()) {
      onLook(await record.now())
      return pace.sweepMs
    }
    // Whatever is put off while it looks, it may have missed.
    nextLookAt = Number.POSITIVE_INFINITY
    const { now, rows, next } = await record.due(mostRung)
    onLook(now)
    const rung = await bells.ring(rows)
    nextLookAt = Math.min(next ?? Number.POSITIVE_INFINITY, now + pace.sweepMs)
    if (rung && rows.length >= mostRung) return Math.min(moreMs, pace.sweepMs)
    return Math.max(nextLookAt - now, 1)
  }

  function fail(cause: unknown): void {
    if (failed === 0) {
      log.fault('taking what is owed', cause)
      onTurn(true)
    }
    failed += 1
  }

  const looking = keepLooking()
  return {
    look: () => bell.ring(),
    lookAt(at) {
      if (at < nextLookAt) bell.ring()
    },
    fail(cause) {
      fail(cause)
      bell.ring()
    },
    isFailing: () => failed > 0,
    async end() {
      ending = true
      bell.ring()
      await looking
    },
  }
}

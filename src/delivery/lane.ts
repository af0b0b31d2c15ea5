// One lane: until when it is held, and whose turn it is to publish in it. Publishing goes one after the other and draws
// on a bucket of tokens, so that nobody can flood a channel. All moments are of the record's clock.

import type { Owed } from '../port/record.ts'
import type { Instant } from '../time.ts'

export type LanePace = {
  /** So many may be published at once; after that, one each `publishEveryMs`. */
  readonly publishBurst: number
  readonly publishEveryMs: number
}

/** Something taken, from its coming to its end. The lease may be renewed meanwhile; then it is held by another fence. */
export type Run = { owed: Owed; since: Instant; leasedUntil: Instant }

export type Turn =
  | { readonly turn: 'now' }
  /** After the one that publishes now: it will be among those who ask again. */
  | { readonly turn: 'next' }
  | { readonly turn: 'later'; readonly at: Instant }

export type Lane = {
  ask(run: Run, now: Instant): Turn
  /** It has ended. Those who waited for it ask again, in their order. */
  leave(run: Run): readonly Run[]
  /** It has done its errand, or may have: a post is out. */
  spend(run: Run, now: Instant): void
  hold(until: Instant): void
  /** Nobody is in it and nothing about it has to be remembered. */
  isQuiet(now: Instant): boolean
}

export function openLane({ publishBurst, publishEveryMs }: LanePace): Lane {
  let heldUntil = 0
  /** When the bucket will be full again. */
  let fullAt = 0
  /** The last moment that was given to one who found no token. */
  let lastInLine = 0
  let publishing: Run | undefined
  let waiting: Run[] = []

  return {
    ask(run, now) {
      const { errand } = run.owed
      // Deadlines, checks and cards never wait for a platform's patience with posts.
      if (errand !== 'publish' && errand !== 'redraw') return { turn: 'now' }
      if (heldUntil > now) return { turn: 'later', at: heldUntil }
      if (errand === 'redraw') return { turn: 'now' }
      // Those before it have each a token promised; how many of them will spend it shows at their end.
      const before = waiting.length + (publishing === undefined ? 0 : 1)
      const tokenAt = Math.max(fullAt, now) - (publishBurst - before - 1) * publishEveryMs
      if (tokenAt > now) {
        // Each its own moment: a crowd that came back together would be taken again and again.
        lastInLine = Math.max(tokenAt, lastInLine + publishEveryMs)
        return { turn: 'later', at: lastInLine }
      }
      if (publishing !== undefined) {
        waiting.push(run)
        return { turn: 'next' }
      }
      publishing = run
      return { turn: 'now' }
    },
    leave(run) {
      if (publishing !== run) return []
      publishing = undefined
      const next = waiting
      waiting = []
      return next
    },
    spend(run, now) {
      if (run === publishing) fullAt = Math.max(fullAt, now) + publishEveryMs
    },
    hold(until) {
      heldUntil = Math.max(heldUntil, until)
    },
    isQuiet: (now) => publishing === undefined && Math.max(heldUntil, fullAt, lastInLine) <= now,
  }
}

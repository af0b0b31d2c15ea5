// Lanes: one for each destination. In a lane, posts go out one after the other and not faster than a person could follow;
// what the platform throttles waits. No lane waits for another.

import type { Owed } from '../../src/port/record.ts'
import type { Instant } from '../../src/time.ts'

export type Lanes = {
  /** Enters the lane, or says when it is worth asking again. */
  closedUntil(owed: Owed, now: Instant): Instant | undefined
  leave(owed: Owed): void
  hold(lane: string, until: Instant): void
}

type Lane = {
  busy: string | undefined
  tokens: number
  since: Instant
  heldUntil: Instant
  /** How many were turned away since the last one entered: each comes back after the one before. */
  away: number
}

/** How soon a post looks again whether the one before it is out. */
const turnMs = 5
const mostLanes = 10_000

export function openLanes(burst: number, everyMs: number): Lanes {
  const lanes = new Map<string, Lane>()

  const laneOf = (name: string, now: Instant): Lane => {
    const known = lanes.get(name)
    if (known !== undefined) return known
    if (lanes.size >= mostLanes) for (const [other, lane] of lanes) if (isIdle(lane, now)) lanes.delete(other)
    const lane: Lane = { busy: undefined, tokens: burst, since: now, heldUntil: 0, away: 0 }
    lanes.set(name, lane)
    return lane
  }
  const isIdle = (lane: Lane, now: Instant) =>
    lane.busy === undefined && lane.heldUntil <= now && now - lane.since > burst * everyMs

  return {
    closedUntil(owed, now) {
      // Checks, cards and deadlines never wait for a platform's patience with posts.
      if (owed.errand !== 'publish' && owed.errand !== 'redraw') return undefined
      const lane = laneOf(owed.lane, now)
      if (lane.heldUntil > now) return lane.heldUntil
      if (owed.errand === 'redraw') return undefined
      if (lane.busy !== undefined) return now + turnMs * ++lane.away
      const earned = Math.floor((now - lane.since) / everyMs)
      if (earned > 0) {
        lane.tokens = Math.min(burst, lane.tokens + earned)
        lane.since += earned * everyMs
      }
      if (lane.tokens === 0) return lane.since + everyMs * ++lane.away
      lane.tokens--
      lane.away = 0
      lane.busy = owed.id
      return undefined
    },
    leave(owed) {
      const lane = lanes.get(owed.lane)
      if (lane?.busy === owed.id) lane.busy = undefined
    },
    hold(name, until) {
      const lane = laneOf(name, until)
      lane.heldUntil = Math.max(lane.heldUntil, until)
    },
  }
}

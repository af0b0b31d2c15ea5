// What holds for a draft that waits while the rules change. Nothing becomes looser for it; where it becomes stricter, the
// verdict names the rule that made it so.

import { type Asks, type Seat, seatsOf, usualAsks, type Verdict } from './judge.ts'
import { autonomies } from './rule.ts'

/**
 * Rules may only tighten while a draft waits: what it was shown under and what holds now, the stricter of each: less
 * autonomy, more people, people who satisfy both, the earlier end.
 */
export function tighter(shown: Verdict, now: Verdict): Verdict {
  const [before, after] = [seatsOf(shown), seatsOf(now)]
  const [wanted, wants] = [shown.asks ?? usualAsks, now.asks ?? usualAsks]
  const stricter = autonomies.indexOf(now.autonomy) < autonomies.indexOf(shown.autonomy)
  const first = Math.max(before.first, after.first)
  const second = Math.max(before.second, after.second)
  const asks: Asks = {
    first: { oneOfEach: together(wanted.first, wants.first), count: Math.max(1, first) },
    second: { oneOfEach: together(wanted.second, wants.second), count: Math.max(1, second) },
    distinctFrom: [...new Set([...wanted.distinctFrom, ...wants.distinctFrom])],
  }
  const narrower = asks.first.oneOfEach.length > wanted.first.oneOfEach.length
  const earlier = now.expiresAfterMs < shown.expiresAfterMs
  const tightened = stricter || first + second > shown.people || narrower || earlier
  return {
    ...(tightened ? now : shown),
    autonomy: stricter ? now.autonomy : shown.autonomy,
    people: first + second,
    asks,
    expiresAfterMs: Math.min(shown.expiresAfterMs, now.expiresAfterMs),
    escalate: now.escalate,
    quiet: now.quiet,
  }
}

function together(one: Seat, other: Seat): Seat['oneOfEach'] {
  const known = new Set(one.oneOfEach.map((list) => JSON.stringify(list)))
  return [...one.oneOfEach, ...other.oneOfEach.filter((list) => !known.has(JSON.stringify(list)))]
}

// Quiet hours: when people are not reminded. Told in the time zone that the rule names, since "at night" is where people
// are. The deadline of a draft goes on; only our voice is silent.

import { type Instant, minute } from '../time.ts'
import type { Quiet } from './rule.ts'

const day = 24 * 60

export function isQuiet(quiet: Quiet | undefined, at: Instant): boolean {
  if (quiet === undefined) return false
  const now = minuteOfDay(quiet.zone, at)
  return quiet.from <= quiet.to ? now >= quiet.from && now < quiet.to : now >= quiet.from || now < quiet.to
}

/** The first moment after `at` that is not quiet. */
export function quietUntil(quiet: Quiet, at: Instant): Instant {
  if (!isQuiet(quiet, at)) return at
  const begun = Math.floor(at / minute) * minute
  const left = (quiet.to - minuteOfDay(quiet.zone, at) + day) % day
  const until = begun + left * minute
  // A night in which the clocks change is an hour longer or shorter.
  const over = ((minuteOfDay(quiet.zone, until) - quiet.to + day + day / 2) % day) - day / 2
  return until - over * minute
}

export function isZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: zone })
    return true
  } catch (cause) {
    if (cause instanceof RangeError) return false
    throw cause
  }
}

function minuteOfDay(zone: string, at: Instant): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(at)
  const of = (type: 'hour' | 'minute') => Number(parts.find((part) => part.type === type)?.value ?? 0)
  return of('hour') * 60 + of('minute')
}

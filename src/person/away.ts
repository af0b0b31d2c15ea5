// A person who is away: until when, and who decides for them meanwhile. By the record's clock, so it ends by itself. What
// that makes of the drafts that wait for them is draft/absence.ts.

import type { PersonId } from '../id.ts'
import { day, type Instant } from '../time.ts'
import type { Person } from './person.ts'

export type Away = {
  readonly from: Instant
  readonly until: Instant
  /** Who decides in their place, where that one may; missing: they named nobody. */
  readonly to?: PersonId | undefined
}

/** Who decides for them, by name; and until when that one is away too. */
export type Stand = { readonly name: string; readonly awayUntil?: Instant | undefined }
/** The same as they are told it. */
export type Gone = { readonly until: Instant; readonly to?: Stand | undefined }

/** Whoever is gone for longer is to be taken out of the channels. */
export const longestAwayMs = 366 * day

/** The absence that holds at this moment; one whose time is over is none, whether or not that is on record yet. */
export function awayAt({ away }: Pick<Person, 'away'>, at: Instant): Away | undefined {
  return away !== undefined && at < away.until ? away : undefined
}

/** Of one human, known twice until now: the absence that lasts longer. */
export function longerOf(one: Away | undefined, other: Away | undefined): Away | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return other.until > one.until ? other : one
}

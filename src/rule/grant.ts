// A grant: time-boxed `auto` for one agent in one place, given by a human. A rule that says `auto` means nothing without
// one. Asking, announcing and suggesting are issue-sized things of their own; this is what a grant is and when it lives.

import type { AgentId, GrantId, PersonId } from '../id.ts'
import { type Destination, laneOf } from '../place.ts'
import { hour, type Instant } from '../time.ts'

export type Grant = {
  readonly id: GrantId
  readonly agent: AgentId
  readonly lane: string
  readonly by: readonly PersonId[]
  readonly from: Instant
  readonly until: Instant
  readonly revoked?: Instant | undefined
}

export type GrantBook = { readonly grants: readonly Grant[] }
export const noGrants: GrantBook = { grants: [] }

/** The longest a grant may be: an hour, or eight by two people. */
export function longestGrantMs(people: number): number {
  return people >= 2 ? 8 * hour : hour
}

export function liveGrant(book: GrantBook, agent: AgentId, at: Destination, now: Instant): Grant | undefined {
  return book.grants.find((grant) => {
    const here = grant.agent === agent && grant.lane === laneOf(at)
    const inTime = now >= grant.from && now < Math.min(grant.until, grant.revoked ?? grant.until)
    const inBounds = grant.by.length > 0 && grant.until - grant.from <= longestGrantMs(new Set(grant.by).size)
    return here && inTime && inBounds
  })
}

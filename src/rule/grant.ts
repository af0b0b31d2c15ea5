// A grant: time-boxed `auto` for one agent in one place, given by people. A rule that says `auto` means nothing without
// one. Here: what a grant is in each state, how long it may be, and when it lives. Who may ask, give and revoke is
// giving.ts; what a command makes happen is grant-decision.ts, and what that makes of the book is grant-book.ts.
//
//  asked ─┬─ seconding (longer than an hour: one of two said yes) ─┬─ beginning ─┬─ live ─┬─ ended    its time is over
//         ├────────────────────────────────────────────────────────┘             │        ├─ revoked  by anyone present
//         ├─ declined                                                            │        └─ voided   a report or recall
//         └─ lapsed (nobody answered; or the channel could not be told) ─────────┘

import type { AgentId, DraftId, GrantId, PersonId, PostId } from '../id.ts'
import { type Destination, laneOf } from '../place.ts'
import { hour, type Instant, minute } from '../time.ts'

export type Human = { readonly person: PersonId; readonly name: string }

/** An admin token gives nothing; it may take away, as it may stop. */
export type Revoker = Human | 'admin-token'

/** One post that went out under it. */
export type Use = { readonly draft: DraftId; readonly post: PostId; readonly at: Instant }

export type GrantBase = {
  readonly id: GrantId
  readonly agent: { readonly id: AgentId; readonly name: string }
  /** The channel, never one thread of it: what is announced there holds for all of it. */
  readonly place: Destination
  readonly lastsMs: number
  /** Who asked; without a person, the agent itself. `why` is in its own words. */
  readonly asked: { readonly by?: Human | undefined; readonly why: string; readonly at: Instant }
  readonly used: readonly Use[]
}

export type GrantState =
  | { readonly state: 'asked'; readonly until: Instant } // waits for a person, until then
  | { readonly state: 'seconding'; readonly given: readonly Human[]; readonly until: Instant } // one of two said yes
  | { readonly state: 'beginning'; readonly given: readonly Human[]; readonly until: Instant } // the channel is being told
  | { readonly state: 'live'; readonly given: readonly Human[]; readonly from: Instant; readonly until: Instant }
  | { readonly state: 'declined'; readonly given: readonly Human[]; readonly by: Human; readonly at: Instant }
  | { readonly state: 'lapsed'; readonly given: readonly Human[]; readonly why: Lapse; readonly at: Instant }
  | { readonly state: 'ended'; readonly given: readonly Human[]; readonly at: Instant }
  | { readonly state: 'revoked'; readonly given: readonly Human[]; readonly by: Revoker; readonly at: Instant }
  | {
      readonly state: 'voided'
      readonly given: readonly Human[]
      readonly by: Revoker
      readonly because: 'reported' | 'recalled'
      readonly post: PostId
      readonly at: Instant
    }
export type Grant = GrantBase & GrantState
export type GrantIn<State extends Grant['state']> = GrantBase & Extract<GrantState, { state: State }>

/** Why it never lived: silence, or a channel that was not told for certain. */
export type Lapse = 'unanswered' | 'not-announced'

/** A post of this agent was recalled in this place: nothing is auto for it there until a person has confirmed it. */
export type Demotion = {
  readonly agent: { readonly id: AgentId; readonly name: string }
  readonly lane: string
  readonly post: PostId
  readonly by: Revoker
  readonly at: Instant
}

export type GrantBook = { readonly grants: readonly Grant[]; readonly demoted?: readonly Demotion[] | undefined }
export const noGrants: GrantBook = { grants: [] }

export const usualGrantMs = 15 * minute
export const shortestGrantMs = minute
/** Past this a second person has to say yes as well. */
export const aloneUpToMs = hour
/** Silence is “no” here too. */
export const askWaitsMs = hour
/** A channel that cannot be told in this time is not told later, when nobody expects it any more. */
export const beginWithinMs = 5 * minute
/** An agent that was told no does not ask again sooner. */
export const askAgainAfterMs = 15 * minute

/** So many posts are enough for one grant: an agent that runs away is stopped by it before the clock does. */
export const mostUses = 100

/** The longest a grant may be: an hour, or eight by two people. */
export function longestGrantMs(people: number): number {
  return people >= 2 ? 8 * hour : people === 1 ? aloneUpToMs : 0
}

/** Enough different humans for so long a time. */
export function isCovered(lastsMs: number, given: readonly Human[]): boolean {
  return lastsMs >= 0 && lastsMs <= longestGrantMs(new Set(given.map((human) => human.person)).size)
}

/** The grant that allows this agent to post here now. Every bound is asked once more, whatever let it into the book. */
export function liveGrant(book: GrantBook, agent: AgentId, at: Destination, now: Instant): Grant | undefined {
  if (demotionOf(book, agent, laneOf(at)) !== undefined) return undefined
  return book.grants.find((grant) => {
    const here = grant.agent.id === agent && laneOf(grant.place) === laneOf(at)
    if (!here || grant.state !== 'live' || grant.used.length >= mostUses) return false
    return now >= grant.from && now < grant.until && isCovered(grant.until - grant.from, grant.given)
  })
}

export function demotionOf(book: GrantBook, agent: AgentId, lane: string): Demotion | undefined {
  return book.demoted?.find((one) => one.agent.id === agent && one.lane === lane)
}

export function isOver(grant: Grant): grant is GrantIn<'declined' | 'lapsed' | 'ended' | 'revoked' | 'voided'> {
  return !isOpen(grant)
}

export function revokerName(by: Revoker): string {
  return by === 'admin-token' ? 'an admin' : by.name
}

/** Still to be decided, or in force. */
export function isOpen(grant: Grant): grant is GrantIn<'asked' | 'seconding' | 'beginning' | 'live'> {
  const { state } = grant
  return state === 'asked' || state === 'seconding' || state === 'beginning' || state === 'live'
}

// What can happen to grants, and what is owed after each event: a table on which the compiler insists.

import type { AgentId, GrantId } from '../id.ts'
import type { Instant } from '../time.ts'
import type { Demotion, GrantBase, Human, Lapse, Revoker, Use } from './grant.ts'

type About = { readonly grant: GrantId; readonly at: Instant }

export type GrantEvent =
  | { readonly type: 'asked'; readonly base: GrantBase; readonly until: Instant; readonly at: Instant }
  | ({
      readonly type: 'given'
      readonly by: Human
      readonly next: 'seconding' | 'beginning'
      readonly until: Instant
    } & About)
  | ({ readonly type: 'seconded'; readonly by: Human; readonly until: Instant } & About)
  | ({ readonly type: 'declined'; readonly by: Human } & About)
  | ({ readonly type: 'began'; readonly until: Instant } & About) // the channel was told; from now on it lives
  | ({ readonly type: 'lapsed'; readonly why: Lapse } & About)
  | ({ readonly type: 'used'; readonly use: Use } & About) // a post went out under it
  | ({ readonly type: 'revoked'; readonly by: Revoker } & About)
  | ({ readonly type: 'voided'; readonly by: Revoker; readonly post: Use['post'] } & About) // a post of it was reported
  | ({ readonly type: 'ended' } & About) // its time is over
  /** A post was recalled: every grant of the agent in that place is void, and the next waits for `confirmed`. */
  | { readonly type: 'demoted'; readonly demotion: Demotion; readonly voids: readonly GrantId[]; readonly at: Instant }
  | {
      readonly type: 'confirmed'
      readonly agent: AgentId
      readonly lane: string
      readonly by: Human
      readonly at: Instant
    }

export const grantErrands = [
  'grant-card', // put the request before those who may give it, and redraw every copy
  'grant-begin', // tell the channel; it lives only after that
  'grant-over', // nobody answered in time, or its time is over
  'grant-told', // tell the channel that it is over
] as const
export type GrantErrand = (typeof grantErrands)[number]

/** What is owed after each; the compiler insists on every row. */
export const grantConsequences: Record<GrantEvent['type'], readonly GrantErrand[]> = {
  asked: ['grant-card', 'grant-over'],
  given: ['grant-card', 'grant-begin', 'grant-over'],
  seconded: ['grant-card', 'grant-begin', 'grant-over'],
  declined: ['grant-card'],
  began: ['grant-card', 'grant-over'],
  lapsed: ['grant-card', 'grant-told'],
  used: [],
  revoked: ['grant-card', 'grant-told'],
  voided: ['grant-card', 'grant-told'],
  ended: ['grant-card', 'grant-told'],
  demoted: ['grant-card', 'grant-told'],
  confirmed: [],
}

/** The grants that an event changed. */
export function changedBy(event: GrantEvent): readonly GrantId[] {
  switch (event.type) {
    case 'asked':
      return [event.base.id]
    case 'demoted':
      return event.voids
    case 'confirmed':
      return []
    case 'given':
    case 'seconded':
    case 'declined':
    case 'began':
    case 'lapsed':
    case 'used':
    case 'revoked':
    case 'voided':
    case 'ended':
      return [event.grant]
  }
}

// What a person may see of the grants of a place: the ones that live, the requests that wait for them, the agents of whom
// a post was recalled; and, for admins, what the outcomes suggest.

import { type GrantCard, grantCard } from '../card/grant-card.ts'
import type { AgentId } from '../id.ts'
import { has, isPerson, mayDecide } from '../person/person.ts'
import { type Account, type Destination, laneOf } from '../place.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { grantActionsFor, mayGive } from '../rule/giving.ts'
import { type Demotion, demotionOf, type Grant, type GrantIn, isOpen, noGrants } from '../rule/grant.ts'
import { openIn } from '../rule/grant-book.ts'
import type { Instant } from '../time.ts'
import { boards } from './commit.ts'
import { momentFor, placeName, readersOf } from './grant-moment.ts'
import type { House } from './house.ts'
import { meet } from './meet.ts'
import { type Earned, earnedIn } from './outcomes.ts'

export type GrantsHere = {
  readonly now: Instant
  /** Everybody present sees these, and may revoke them. */
  readonly live: readonly { readonly grant: GrantIn<'live'>; readonly mayRevoke: boolean }[]
  /** Requests that this person may decide, or made. */
  readonly waiting: readonly GrantCard[]
  /** For those who may confirm. */
  readonly demoted: readonly Demotion[]
}

export async function grantsIn(house: House, account: Account, at: Destination): Promise<GrantsHere | Refusal> {
  const who = await meet(house, account, at)
  if (isRefusal(who)) return who
  const { now, seen } = await house.record.look(boards)
  const book = seen.grants?.is ?? noGrants
  const lane = laneOf(at)
  const place = await placeName(house, at)
  const here = book.grants.filter((grant) => laneOf(grant.place) === lane && isOpen(grant))
  const readers = await readersOf(house, at)
  const actions = (grant: Grant) => grantActionsFor(grant, who, momentFor(grant, readers, seen, now))
  const waits = (grant: Grant) => grant.state === 'asked' || grant.state === 'seconding'
  const concerns = (grant: Grant) => actions(grant).length > 0 || isPerson(who, grant.asked.by?.person)
  return {
    now,
    live: here.flatMap((grant) =>
      grant.state === 'live' && now < grant.until ? [{ grant, mayRevoke: actions(grant).includes('revoke') }] : [],
    ),
    waiting: here
      .filter((grant) => waits(grant) && concerns(grant))
      .map((grant) => grantCard(grant, who, momentFor(grant, readers, seen, now), place)),
    demoted: mayGive(who) === undefined ? (book.demoted ?? []).filter((one) => one.lane === lane) : [],
  }
}

/** For the admin door: every grant that is open, and the latest that are over, oldest first. */
export async function allGrants(house: House): Promise<readonly Grant[]> {
  const { seen } = await house.record.look(boards)
  return (seen.grants?.is ?? noGrants).grants
}

/** For admins: agents whose outcomes in this place were good, and who have no grant there. A sentence, and no more. */
export async function suggestedIn(house: House, account: Account, at: Destination): Promise<readonly Earned[]> {
  const who = await meet(house, account, at)
  if (isRefusal(who) || mayDecide(who) !== undefined || !has(who, 'admin')) return []
  const { seen } = await house.record.look(boards)
  const book = seen.grants?.is ?? noGrants
  const lane = laneOf(at)
  const isFree = (agent: AgentId) =>
    openIn(book, agent, lane) === undefined && demotionOf(book, agent, lane) === undefined
  return (await earnedIn(house, at)).filter(({ agent }) => isFree(agent.id))
}

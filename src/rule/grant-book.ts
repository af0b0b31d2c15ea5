// What an event makes of the book of grants. Total, without judgement: whether it may happen was decided before. All
// grants stand in one book with one version, which every claim to publish names; so nothing goes out under a grant that
// has ended in the meantime.

import type { AgentId, GrantId } from '../id.ts'
import { laneOf } from '../place.ts'
import { type Demotion, type Grant, type GrantBook, type GrantState, type Human, isOpen, isOver } from './grant.ts'
import type { GrantEvent } from './grant-event.ts'

export function evolveGrants(book: GrantBook, event: GrantEvent): GrantBook {
  switch (event.type) {
    case 'asked':
      return { ...book, grants: kept([...book.grants, { ...event.base, state: 'asked', until: event.until }]) }
    case 'demoted': {
      const { demotion, voids, at } = event
      const { by, post } = demotion
      const grants = book.grants.map((grant) =>
        voids.includes(grant.id)
          ? become(grant, { state: 'voided', given: givenOf(grant), by, because: 'recalled', post, at })
          : grant,
      )
      return { ...book, grants, demoted: [...others(book, demotion.agent.id, demotion.lane), demotion] }
    }
    case 'confirmed':
      return { ...book, demoted: others(book, event.agent, event.lane) }
    case 'used':
      return one(book, event.grant, (grant) => ({ ...grant, used: [...grant.used, event.use] }))
    case 'given':
    case 'seconded':
    case 'declined':
    case 'began':
    case 'lapsed':
    case 'revoked':
    case 'voided':
    case 'ended':
      return one(book, event.grant, (grant) => become(grant, next(grant, event)))
  }
}

export function grantIn(book: GrantBook, id: string): Grant | undefined {
  return book.grants.find((grant) => grant.id === id)
}

export function openIn(book: GrantBook, agent: AgentId, lane: string): Grant | undefined {
  return book.grants.find((grant) => isOpen(grant) && grant.agent.id === agent && laneOf(grant.place) === lane)
}

/** The people who said yes to it so far. */
export function givenOf(grant: Grant): readonly Human[] {
  return grant.state === 'asked' ? [] : grant.given
}

type Moved = Exclude<GrantEvent, { type: 'asked' | 'used' | 'demoted' | 'confirmed' }>

function next(grant: Grant, event: Moved): GrantState {
  const given = givenOf(grant)
  const { at } = event
  switch (event.type) {
    case 'given':
      return { state: event.next, given: [event.by], until: event.until }
    case 'seconded':
      return { state: 'beginning', given: [...given, event.by], until: event.until }
    case 'declined':
      return { state: 'declined', given, by: event.by, at }
    case 'began':
      return { state: 'live', given, from: at, until: event.until }
    case 'lapsed':
      return { state: 'lapsed', given, why: event.why, at }
    case 'revoked':
      return { state: 'revoked', given, by: event.by, at }
    case 'voided':
      return { state: 'voided', given, by: event.by, because: 'reported', post: event.post, at }
    case 'ended':
      return { state: 'ended', given, at }
  }
}

function become(grant: Grant, state: GrantState): Grant {
  const { id, agent, place, lastsMs, asked, used } = grant
  return { id, agent, place, lastsMs, asked, used, ...state }
}

function others(book: GrantBook, agent: AgentId, lane: string): readonly Demotion[] {
  return (book.demoted ?? []).filter((held) => held.agent.id !== agent || held.lane !== lane)
}

function one(book: GrantBook, id: GrantId, change: (grant: Grant) => Grant): GrantBook {
  return { ...book, grants: book.grants.map((grant) => (grant.id === id ? change(grant) : grant)) }
}

/** The ledger has them all; the book keeps what is open, and the latest that are over. */
const keptOver = 200

function kept(grants: readonly Grant[]): readonly Grant[] {
  const over = grants.filter(isOver)
  const dropped = new Set(over.slice(0, Math.max(0, over.length - keptOver)).map((grant) => grant.id))
  return grants.filter((grant) => !dropped.has(grant.id))
}

// From an event of a grant to what is saved: the book of grants, its one entry, and what is owed after it.

import type { Actor, Leaf } from '../ledger/entry.ts'
import { laneOf } from '../place.ts'
import type { Held } from '../port/record.ts'
import { type Grant, type GrantBook, noGrants, type Revoker } from '../rule/grant.ts'
import { evolveGrants, grantIn } from '../rule/grant-book.ts'
import { changedBy, type GrantErrand, type GrantEvent, grantConsequences } from '../rule/grant-event.ts'
import type { Instant } from '../time.ts'
import { lookedGrant } from './typed.ts'
import { chained, type Step } from './write.ts'

export function grantStep(
  held: Held<GrantBook> | undefined,
  said: GrantEvent,
  actor: Actor,
): Step & { readonly book: GrantBook } {
  const [event, typed] = lookedGrant(said)
  const before = held?.is ?? noGrants
  const book = evolveGrants(before, event)
  const changed = changedBy(event).flatMap((id) => grantIn(book, id) ?? [])
  const facts = {
    ...factsOf(event),
    grants: changed.map(({ id, state }) => ({ id, from: grantIn(before, id)?.state, to: state })),
  }
  const states = held === undefined ? { to: spoken(book) } : { from: spoken(before), to: spoken(book) }
  const entry = chained(held, 'grants', { at: event.at, actor, event: event.type, ...states, facts, commitments: {} })
  const owed = changed.flatMap((grant) =>
    grantConsequences[event.type].map((errand) => ({
      errand,
      about: grant.id,
      lane: laneOf(grant.place),
      dueAt: dueAt(errand, grant, event.at),
    })),
  )
  return {
    write: { kind: 'grants', id: 'grants', expected: held?.version ?? 0, is: book, entry, tags: [] },
    owed,
    typed,
    book,
  }
}

function dueAt(errand: GrantErrand, grant: Grant, at: Instant): Instant {
  switch (errand) {
    case 'grant-over':
      return 'until' in grant ? grant.until : at
    case 'grant-card':
    case 'grant-begin':
    case 'grant-told':
      return at
  }
}

/** As entries name them: by id. */
function nameOf(by: Revoker): string {
  return by === 'admin-token' ? by : by.person
}

function spoken(book: GrantBook): string {
  return book.grants.some((grant) => grant.state === 'live') ? 'live' : 'quiet'
}

function factsOf(event: GrantEvent): Leaf['facts'] {
  switch (event.type) {
    case 'asked': {
      const { id, agent, place, lastsMs, asked } = event.base
      return { grant: id, agent: agent.id, lane: laneOf(place), lastsMs, by: asked.by?.person, until: event.until }
    }
    case 'given':
    case 'seconded':
      return { grant: event.grant, by: event.by.person, until: event.until }
    case 'began':
      return { grant: event.grant, until: event.until }
    case 'lapsed':
      return { grant: event.grant, why: event.why }
    case 'used':
      return { grant: event.grant, draft: event.use.draft, post: event.use.post }
    case 'revoked':
      return { grant: event.grant, by: nameOf(event.by) }
    case 'declined':
      return { grant: event.grant, by: event.by.person }
    case 'voided':
      return { grant: event.grant, by: nameOf(event.by), post: event.post }
    case 'ended':
      return { grant: event.grant }
    case 'demoted': {
      const { agent, lane, post, by } = event.demotion
      return { agent: agent.id, lane, post, by: nameOf(by), voids: event.voids }
    }
    case 'confirmed':
      return { agent: event.agent, lane: event.lane, by: event.by.person }
  }
}

// What a command makes happen to a grant, or why it does not: asking, the four things people do, and what the clock and
// the channel bring about. Pure; what is owed after each event is a table in grant-event.ts.

import type { AgentId, GrantId } from '../id.ts'
import { mayDecide, type Standing } from '../person/person.ts'
import { type Destination, laneOf } from '../place.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Instant } from '../time.ts'
import { fits, type GrantAction, type GrantMoment, grantGuard, late, mayGive, misplaced } from './giving.ts'
import {
  aloneUpToMs,
  askAgainAfterMs,
  askWaitsMs,
  beginWithinMs,
  demotionOf,
  type Grant,
  type GrantBook,
  isCovered,
  type Lapse,
  longestGrantMs,
  shortestGrantMs,
} from './grant.ts'
import { grantIn, openIn } from './grant-book.ts'
import type { GrantEvent } from './grant-event.ts'

export type Asked = {
  readonly id: GrantId
  readonly agent: { readonly id: AgentId; readonly name: string; readonly state: string }
  readonly place: Destination
  readonly lastsMs: number
  readonly why: string
}

export type GrantCommand =
  /** Without `who`, the agent asks for itself. */
  | { readonly do: 'ask'; readonly ask: Asked; readonly who?: Standing | undefined }
  | { readonly do: GrantAction; readonly grant: GrantId; readonly who: Standing }
  | { readonly do: 'begin'; readonly grant: GrantId; readonly until: Instant }
  | { readonly do: 'lapse'; readonly grant: GrantId; readonly why: Lapse }
  | { readonly do: 'end'; readonly grant: GrantId }
  /** By the admin token, which is nobody and can therefore only take away. */
  | { readonly do: 'revoke-by-token'; readonly grant: GrantId }
  | { readonly do: 'confirm'; readonly agent: AgentId; readonly place: Destination; readonly who: Standing }

export function decideGrant(command: GrantCommand, moment: GrantMoment): GrantEvent | Refusal {
  const { at, book } = moment
  if (command.do === 'ask') return ask(command.ask, command.who, moment)
  if (command.do === 'confirm') return confirm(command, moment)
  const grant = grantIn(book, command.grant)
  if (grant === undefined) return refuse('unknown-grant')
  const about = { grant: grant.id, at }
  switch (command.do) {
    case 'give':
    case 'second':
    case 'decline':
    case 'revoke':
      return byPerson(grant, command.do, command.who, moment)
    case 'begin': {
      if (grant.state !== 'beginning') return misplaced(grant)
      const no = late(grant.until, moment) ?? fits(grant, moment)
      if (no !== undefined) return no
      // Never longer than was announced, nor than so many people may give.
      const covered = command.until > at && command.until - at <= grant.lastsMs && isCovered(grant.lastsMs, grant.given)
      return covered ? { type: 'began', until: command.until, ...about } : refuse('grant-too-long')
    }
    case 'lapse': {
      if (grant.state === 'beginning') return { type: 'lapsed', why: command.why, ...about }
      const waited = (grant.state === 'asked' || grant.state === 'seconding') && at >= grant.until
      return waited ? { type: 'lapsed', why: command.why, ...about } : misplaced(grant)
    }
    case 'revoke-by-token': {
      const inForce = grant.state === 'beginning' || grant.state === 'live'
      return inForce ? { type: 'revoked', by: 'admin-token', ...about } : misplaced(grant)
    }
    case 'end':
      return grant.state === 'live' && at >= grant.until ? { type: 'ended', ...about } : misplaced(grant)
  }
}

function ask(asked: Asked, who: Standing | undefined, moment: GrantMoment): GrantEvent | Refusal {
  const { at, book } = moment
  const { agent, place, lastsMs, why, id } = asked
  const refused = who === undefined ? undefined : mayDecide(who)
  if (refused !== undefined) return refused
  if (agent.state !== 'live') return refuse('agent-not-live', { state: agent.state })
  if (!(lastsMs >= shortestGrantMs && lastsMs <= longestGrantMs(2))) return refuse('grant-too-long')
  const lane = laneOf(place)
  if (openIn(book, agent.id, lane) !== undefined) return refuse('grant-open')
  const no = fits({ agent, place }, moment)
  if (no !== undefined) return no
  if (who === undefined && toldNo(book, agent.id, lane, at)) return refuse('asked-lately')
  const by = who === undefined ? undefined : { person: who.person, name: who.name }
  const { platform, workspace, channel } = place
  return {
    type: 'asked',
    base: {
      id,
      agent: { id: agent.id, name: agent.name },
      place: { platform, workspace, channel },
      lastsMs,
      asked: { ...(by === undefined ? {} : { by }), why, at },
      used: [],
    },
    until: at + askWaitsMs,
    at,
  }
}

function byPerson(grant: Grant, action: GrantAction, who: Standing, moment: GrantMoment): GrantEvent | Refusal {
  const refused = grantGuard(action, grant, who, moment)
  if (refused !== undefined) return refused
  const { at } = moment
  const about = { grant: grant.id, at, by: { person: who.person, name: who.name } }
  switch (action) {
    case 'give': {
      if (grant.state !== 'asked') return misplaced(grant)
      return grant.lastsMs > aloneUpToMs
        ? { type: 'given', next: 'seconding', until: grant.until, ...about }
        : { type: 'given', next: 'beginning', until: at + beginWithinMs, ...about }
    }
    case 'second':
      return { type: 'seconded', until: at + beginWithinMs, ...about }
    case 'decline':
      return { type: 'declined', ...about }
    case 'revoke':
      return { type: 'revoked', ...about }
  }
}

function confirm(command: Extract<GrantCommand, { do: 'confirm' }>, { at, book }: GrantMoment): GrantEvent | Refusal {
  const { agent, who } = command
  const refused = mayGive(who)
  if (refused !== undefined) return refused
  const lane = laneOf(command.place)
  if (demotionOf(book, agent, lane) === undefined) return refuse('already-settled', { state: 'confirmed' })
  return { type: 'confirmed', agent, lane, by: { person: who.person, name: who.name }, at }
}

function toldNo(book: GrantBook, agent: AgentId, lane: string, at: Instant): boolean {
  return book.grants.some((grant) => {
    if (grant.agent.id !== agent || laneOf(grant.place) !== lane) return false
    const no = grant.state === 'declined' || grant.state === 'lapsed' || grant.state === 'revoked'
    return no && at < grant.at + askAgainAfterMs
  })
}

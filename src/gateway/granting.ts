// Asking for a grant, giving it, declining it, taking it away. An agent may ask, with its token, and no more than that;
// everything else comes from a person in the place, as the platform knows them at this moment.

import { type Agent, maySubmit } from '../agent/agent.ts'
import { looksLikeToken, tokenFor, tokenKey } from '../agent/token.ts'
import { type AgentId, type GrantId, grantId } from '../id.ts'
import { sha256 } from '../json.ts'
import type { Actor } from '../ledger/entry.ts'
import type { Standing } from '../person/person.ts'
import { type Account, type Destination, laneOf } from '../place.ts'
import type { Sole } from '../port/record.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { GrantAction } from '../rule/giving.ts'
import { type Grant, type GrantBook, noGrants } from '../rule/grant.ts'
import { grantIn, openIn } from '../rule/grant-book.ts'
import { decideGrant, type GrantCommand } from '../rule/grant-decision.ts'
import type { GrantEvent } from '../rule/grant-event.ts'
import { lookThrough } from '../screening/typed.ts'
import { boards, commit, isTaken, restsOn } from './commit.ts'
import { grantMoment } from './grant-moment.ts'
import { grantStep } from './grant-step.ts'
import type { House } from './house.ts'
import { makeId, onceKey } from './make.ts'
import { meet } from './meet.ts'
import type { Boards } from './moment.ts'
import { noteRefusal } from './watching.ts'
import type { Step } from './write.ts'

export type GrantRequest = { readonly place: Destination; readonly lastsMs: number; readonly why: string }

/**
 * By the agent itself. The same request again is the same grant while it is open, so that asking twice is asking once;
 * with a key it is that one for ever.
 */
export async function askForGrant(
  house: House,
  secret: string,
  request: GrantRequest,
  key?: string,
): Promise<Grant | Refusal> {
  if (!looksLikeToken(secret)) return noteRefusal(house, 'door', refuse('token-unknown'))
  const { now, seen } = await house.record.look({ agent: { kind: 'agent', sole: tokenKey(secret) } })
  const known = seen.agent?.is
  if (known === undefined || tokenFor(known.tokens, secret, now) === undefined)
    return noteRefusal(house, known?.id ?? 'door', refuse('token-unknown'))
  const once = key === undefined ? undefined : onceKey(known.id, key)
  const before = once === undefined ? undefined : ({ kind: 'grants', sole: once } as const)
  const glance = { ...boards, agent: { kind: 'agent', id: known.id }, before } as const
  const words = sha256(JSON.stringify({ ...request, why: lookThrough(request.why).text }))
  const done = await commit(house, glance, async ({ now, seen }) => {
    if (seen.before !== undefined) return asBefore(seen.before.note, words, seen.grants?.is ?? noGrants)
    const agent = seen.agent?.is
    const token = agent === undefined ? undefined : tokenFor(agent.tokens, secret, now)
    if (agent === undefined || token === undefined) return refuse('token-unknown')
    const refused = maySubmit(agent, token, request.place, now)
    if (refused !== undefined) return refused
    const open = openIn(seen.grants?.is ?? noGrants, agent.id, laneOf(request.place))
    if (open !== undefined && open.asked.by === undefined && open.lastsMs === request.lastsMs)
      return { steps: [], result: open }
    const decided = await asking(house, seen, now, agent, request, { kind: 'agent', id: agent.id })
    if (once === undefined || isRefusal(decided)) return decided
    const soles = [{ name: once, note: `${words} ${decided.result.id}` }]
    return { ...decided, steps: decided.steps.map((step) => withSoles(step, soles)) }
  })
  if (isRefusal(done)) return noteRefusal(house, known.id, done)
  // The same key in the same moment, or for something else than a grant: the next look sees which.
  if (isTaken(done)) return done.by === 'grants' ? askForGrant(house, secret, request, key) : refuse('key-reused')
  return done.result
}

function withSoles(step: Step, soles: readonly Sole[]): Step {
  return { ...step, write: { ...step.write, soles } }
}

function asBefore(
  note: string | undefined,
  words: string,
  book: GrantBook,
): { readonly steps: readonly []; readonly result: Grant } | Refusal {
  const [same, id] = (note ?? '').split(' ')
  if (same !== words) return refuse('key-reused')
  // The book keeps what is open and the latest that are over; one from long ago is over in any case.
  const grant = book.grants.find((one) => one.id === id)
  return grant === undefined ? refuse('unknown-grant') : { steps: [], result: grant }
}

/** By a person in the place, for an agent. Asking is not giving, whoever asks. */
export async function askForGrantAs(
  house: House,
  account: Account,
  agent: AgentId,
  request: GrantRequest,
): Promise<Grant | Refusal> {
  const who = await meet(house, account, request.place)
  if (isRefusal(who)) return noteRefusal(house, 'grants', who)
  const actor = { kind: 'person', id: who.person } as const
  const typing = { ...house, typist: { account, at: request.place } }
  const done = await commit(typing, { ...boards, agent: { kind: 'agent', id: agent } }, ({ now, seen }) =>
    seen.agent === undefined ? refuse('unknown-agent') : asking(house, seen, now, seen.agent.is, request, actor, who),
  )
  return settled(house, done, actor)
}

export function giveGrant(house: House, account: Account, id: GrantId): Promise<Grant | Refusal> {
  return byPerson(house, account, id, 'give')
}

export function secondGrant(house: House, account: Account, id: GrantId): Promise<Grant | Refusal> {
  return byPerson(house, account, id, 'second')
}

export function declineGrant(house: House, account: Account, id: GrantId): Promise<Grant | Refusal> {
  return byPerson(house, account, id, 'decline')
}

export function revokeGrant(house: House, account: Account, id: GrantId): Promise<Grant | Refusal> {
  return byPerson(house, account, id, 'revoke')
}

/** For the admin door: a token is nobody, so it gives no grant and asks for none; it may end one. */
export async function revokeGrantByToken(house: House, id: GrantId): Promise<Grant | Refusal> {
  return changeGrant(house, id, { do: 'revoke-by-token', grant: id }, { kind: 'system' })
}

/** A person has looked at what was recalled: from now on the agent may be given a grant there again. */
export async function confirmAgent(
  house: House,
  account: Account,
  agent: AgentId,
  place: Destination,
): Promise<AgentId | Refusal> {
  const who = await meet(house, account, place)
  if (isRefusal(who)) return noteRefusal(house, 'grants', who)
  const actor = { kind: 'person', id: who.person } as const
  const done = await commit(house, boards, async ({ now, seen }) => {
    const moment = await grantMoment(house, { agent: { id: agent }, place }, seen, now)
    const event = decideGrant({ do: 'confirm', agent, place, who }, moment)
    if (isRefusal(event)) return event
    return { steps: [grantStep(seen.grants, event, actor)], result: agent }
  })
  return settled(house, done, actor)
}

/** One change of one grant, decided on what holds now; it commits only if none of that has changed. */
export async function changeGrant(
  house: House,
  id: GrantId,
  command: Exclude<GrantCommand, { do: 'ask' | 'confirm' }>,
  actor: Actor,
): Promise<Grant | Refusal> {
  const done = await commit(house, boards, async ({ now, seen }) => {
    const grant = grantIn(seen.grants?.is ?? noGrants, id)
    if (grant === undefined) return refuse('unknown-grant')
    const event = decideGrant(command, await grantMoment(house, grant, seen, now))
    return isRefusal(event) ? event : changed(seen, event, id, actor)
  })
  if (isRefusal(done)) return done
  if (isTaken(done)) throw new Error(`changing ${id}: a name is taken`)
  return done.result
}

async function byPerson(house: House, account: Account, id: GrantId, action: GrantAction): Promise<Grant | Refusal> {
  const { seen } = await house.record.look(boards)
  const grant = grantIn(seen.grants?.is ?? noGrants, id)
  if (grant === undefined) return refuse('unknown-grant')
  const who = await meet(house, account, grant.place)
  if (isRefusal(who)) return noteRefusal(house, 'grants', who)
  const actor = { kind: 'person', id: who.person } as const
  const done = await changeGrant(house, id, { do: action, grant: id, who }, actor)
  return isRefusal(done) ? noteRefusal(house, 'grants', done, actor) : done
}

async function asking(
  house: House,
  seen: Boards,
  now: number,
  agent: Agent,
  { place, lastsMs, why }: GrantRequest,
  actor: Actor,
  who?: Standing,
) {
  const id = makeId(grantId, now, house.chance)
  const moment = await grantMoment(house, { agent, place }, seen, now)
  const event = decideGrant({ do: 'ask', ask: { id, agent, place, lastsMs, why }, who }, moment)
  return isRefusal(event) ? event : changed(seen, event, id, actor)
}

function changed(seen: Boards, event: GrantEvent, id: GrantId, actor: Actor) {
  const step = grantStep(seen.grants, event, actor)
  const result = grantIn(step.book, id)
  if (result === undefined) throw new Error(`changing ${id}: the book has lost it`)
  return { steps: [step], unchanged: restsOn(seen), result }
}

async function settled<Result>(
  house: House,
  done: Awaited<ReturnType<typeof commit<typeof boards, Result>>>,
  actor: Actor,
): Promise<Result | Refusal> {
  if (isRefusal(done)) return noteRefusal(house, 'grants', done, actor)
  if (isTaken(done)) throw new Error('changing the grants: a name is taken')
  return done.result
}

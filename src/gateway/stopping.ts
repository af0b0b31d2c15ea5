// Stop and resume. A stop holds from its commit on: every claim names the version of the board it was decided on, so
// one that was decided before the stop loses. Redrawing the frozen cards follows; nothing depends on it.

import { type DraftId, type StopId, stopId } from '../id.ts'
import type { Actor } from '../ledger/entry.ts'
import { isPerson, type Standing } from '../person/person.ts'
import { type Account, type Destination, laneOf } from '../place.ts'
import type { Held } from '../port/record.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { covers, mayResume, mayStop, type Scope, type Stop, type StopBoard } from '../safety/stop.ts'
import { boards, commit, type Decided, isTaken } from './commit.ts'
import type { House } from './house.ts'
import { makeId } from './make.ts'
import { meet } from './meet.ts'
import { rungFor } from './rung.ts'
import { stopStep } from './stop-step.ts'
import { noteRefusal } from './watching.ts'

/** From a card: the person who may decide on this draft may stop its agent there. */
export async function stopFromCard(
  house: House,
  account: Account,
  id: DraftId,
  reach: 'here' | 'agent' | 'channel' | 'all',
  reason: string,
): Promise<Stop | Refusal> {
  const { seen } = await house.record.look({ draft: { kind: 'draft', id } })
  if (seen.draft === undefined) return refuse('unknown-draft')
  const { agent, destination, invoker } = seen.draft.is
  const lane = laneOf(destination)
  const scopes: { readonly [name in typeof reach]: Scope } = {
    here: { over: 'agent', agent: agent.id, lane },
    agent: { over: 'agent', agent: agent.id },
    channel: { over: 'channel', lane },
    all: { over: 'all' },
  }
  const who = await meet(house, account, destination)
  if (isRefusal(who)) return noteRefusal(house, id, who)
  const typing = { ...house, typist: { account, at: destination } }
  return stopAs(typing, who, scopes[reach], reason, isPerson(who, invoker?.person))
}

/** By somebody in a place, with no draft at hand. */
export async function stop(
  house: House,
  account: Account,
  at: Destination,
  scope: Scope,
  reason: string,
): Promise<Stop | Refusal> {
  const who = await meet(house, account, at)
  if (isRefusal(who)) return noteRefusal(house, 'stops', who)
  return stopAs({ ...house, typist: { account, at } }, who, scope, reason, false)
}

export async function resume(house: House, account: Account, at: Destination, id: StopId): Promise<Stop | Refusal> {
  const who = await meet(house, account, at)
  if (isRefusal(who)) return noteRefusal(house, 'stops', who)
  const actor = { kind: 'person', id: who.person } as const
  const done = await commit(house, boards, ({ now, seen }) => {
    const held = seen.stops?.is.stops.find((one) => one.id === id)
    if (held === undefined || held.until !== undefined) return refuse('already-settled', { state: 'running' })
    const refused = mayResume(held.scope, who)
    if (refused !== undefined) return refused
    const by = { person: who.person, name: who.name }
    return {
      steps: [stopStep(seen.stops, { type: 'resumed', stop: id, by, at: now }, actor, now)],
      result: { ...held, until: now },
    }
  })
  return settledStop(house, done, actor)
}

async function stopAs(
  house: House,
  who: Standing,
  scope: Scope,
  reason: string,
  involved: boolean,
): Promise<Stop | Refusal> {
  const refused = mayStop(scope, who, involved)
  const actor = { kind: 'person', id: who.person } as const
  if (refused !== undefined) return noteRefusal(house, 'stops', refused, actor)
  if (reason.trim() === '') return refuse('reason-needed')
  const done = await commit(house, boards, ({ now, seen }) => {
    const by = { person: who.person, name: who.name }
    const stopped: Stop = { id: makeId(stopId, now, house.chance), scope, by, reason, from: now }
    return stopping(seen.stops, stopped, actor)
  })
  return settledStop(house, done, actor)
}

/** The stop as it is on the board: without what was taken out of its reason. */
export function stopping(held: Held<StopBoard> | undefined, stop: Stop, actor: Actor): Decided<Stop> {
  const step = stopStep(held, { type: 'stopped', stop }, actor, stop.from)
  return { steps: [step], result: step.board.stops.at(-1) ?? stop }
}

/** Tells what was done to a stop, and has every card under it redrawn. */
export async function settledStop(
  house: House,
  done: Awaited<ReturnType<typeof commit<typeof boards, Stop>>>,
  actor: Actor,
): Promise<Stop | Refusal> {
  if (isRefusal(done)) return noteRefusal(house, 'stops', done, actor)
  if (isTaken(done)) throw new Error('changing the stops: a name is taken')
  house.log.info(done.result.until === undefined ? 'stopped' : 'resumed', { stop: done.result.id })
  await redrawCovered(house, done.result.scope)
  return done.result
}

/** Every open card it covers is owed a redraw, a page at a time. */
async function redrawCovered(house: House, scope: Scope): Promise<void> {
  const limit = 200
  for (let before: string | undefined; ; ) {
    const page = await house.record.list('draft', 'open', { limit, before })
    const now = await house.record.now()
    const owed = page
      .filter((held) => covers(scope, held.is))
      .map((held) => ({ errand: 'cards', about: held.id, lane: laneOf(held.is.destination), dueAt: now }) as const)
    const saved = await house.record.save({ writes: [], unchanged: [], owed })
    if (saved.saved) house.queue.ring(rungFor(owed, saved.owed))
    before = page.at(-1)?.id
    if (page.length < limit) return
  }
}

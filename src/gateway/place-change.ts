// The world around what waits has changed: a place was renamed, shared, closed or taken from us, an account ended, a
// workspace let us in again. Every draft that it concerns is looked at anew; each change of one is an entry of its own.

import { decide } from '../draft/decide.ts'
import { type Draft, isSettled } from '../draft/draft.ts'
import type { DraftId } from '../id.ts'
import { type Account, type Destination, laneOf, type Platform } from '../place.ts'
import { outOfReach } from '../port/channel.ts'
import type { Held, NewOwed } from '../port/record.ts'
import { isRefusal } from '../refusal.ts'
import { boards, commit } from './commit.ts'
import { draftStep } from './draft-step.ts'
import type { House } from './house.ts'
import { makeSalt } from './make.ts'
import { personBehind } from './meet.ts'
import { momentOf } from './moment.ts'
import { rungFor } from './rung.ts'

const system = { kind: 'system' } as const
const pageSize = 200

/** The place is not what it was. What readers could not be shown for want of it is tried again. */
export async function placeChanged(house: House, at: Destination): Promise<void> {
  for await (const { is } of opened(house, `lane:${laneOf(at)}/open`)) await lookAgain(house, is)
  await redrawUndrawn(house, at)
}

/** The workspace has let us in, or shut us out: everything open there is looked at, and its cards are drawn anew. */
export async function workspaceChanged(house: House, platform: Platform, workspace: string): Promise<void> {
  const places = new Map<string, Destination>()
  for await (const { is } of opened(house, 'open')) {
    if (is.destination.platform !== platform || is.destination.workspace !== workspace) continue
    if (!(await lookAgain(house, is))) await owe(house, [cardsOf(is, await house.record.now())])
    places.set(laneOf(is.destination), is.destination)
  }
  for (const at of places.values()) await redrawUndrawn(house, at)
}

/** The account has ended: what waits for the person behind it waits for those whom the rule asks without them. */
export async function accountEnded(house: House, account: Account): Promise<void> {
  const person = (await personBehind(house, account))?.is
  if (person === undefined) return
  const ids = [person.id, ...(person.formerly ?? [])]
  for await (const { is } of opened(house, 'open')) {
    const { platform, workspace } = is.destination
    if (
      is.invoker === undefined ||
      !ids.includes(is.invoker.person) ||
      platform !== account.platform ||
      workspace !== account.workspace
    )
      continue
    await change(house, is.id, { do: 'hand-over' })
  }
}

/** Whether anything was changed. */
async function lookAgain(house: House, draft: Draft): Promise<boolean> {
  const channel = house.channels.get(draft.destination.platform)
  if (channel === undefined) return false
  try {
    const [audience, obstacle] = await Promise.all([
      channel.audience(draft.destination),
      channel.obstacle?.(draft.destination),
    ])
    return change(house, draft.id, { do: 'look-again', audience, outOfReach: obstacle, salt: makeSalt(house.chance) })
  } catch (cause) {
    const why = outOfReach(cause)
    if (why === undefined) throw cause
    return change(house, draft.id, {
      do: 'look-again',
      audience: undefined,
      outOfReach: why,
      salt: makeSalt(house.chance),
    })
  }
}

async function change(house: House, id: DraftId, command: Parameters<typeof decide>[1]): Promise<boolean> {
  const changed = await commit(house, { ...boards, draft: { kind: 'draft', id } }, ({ now, seen }) => {
    const event = decide(seen.draft?.is, command, momentOf(seen.draft?.is, seen, now))
    if (isRefusal(event)) return event
    return { steps: [draftStep(seen.draft, event, { actor: system, at: now })], result: undefined }
  })
  if (isRefusal(changed) && changed.refused === 'busy') throw new Error(`looking at ${id} again: busy`)
  return !isRefusal(changed)
}

/** A copy of a card was taken away by somebody: it is put before them anew, if the draft still waits. */
export async function cardTaken(house: House, id: DraftId): Promise<void> {
  const { now, seen } = await house.record.look({ draft: { kind: 'draft', id } })
  if (seen.draft === undefined || isSettled(seen.draft.is)) return
  await owe(house, [cardsOf(seen.draft.is, now)])
}

async function redrawUndrawn(house: House, at: Destination): Promise<void> {
  const now = await house.record.now()
  const lane = laneOf(at)
  const posts = await house.record.list('post', `lane:${lane}`, { limit: pageSize })
  const undrawn = posts.filter(({ is }) => is.undrawn !== undefined)
  await owe(
    house,
    undrawn.map(({ id }) => ({ errand: 'redraw', about: id, lane, dueAt: now })),
  )
}

export function cardsOf(draft: Draft, dueAt: number): NewOwed {
  return { errand: 'cards', about: draft.id, lane: laneOf(draft.destination), dueAt }
}

export async function owe(house: House, owed: readonly NewOwed[]): Promise<void> {
  if (owed.length === 0) return
  const saved = await house.record.save({ writes: [], unchanged: [], owed })
  if (saved.saved) house.queue.ring(rungFor(owed, saved.owed))
}

/** A page at a time; what is changed on the way may leave the list. */
export async function* opened(house: House, tag: string): AsyncGenerator<Held<Draft>> {
  for (let before: string | undefined; ; ) {
    const page = await house.record.list('draft', tag, { limit: pageSize, before })
    yield* page
    before = page.at(-1)?.id
    if (page.length < pageSize) return
  }
}

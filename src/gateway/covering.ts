// A draft waits for somebody who is away: whoever is asked instead is written on it, before its cards are drawn. Looked at
// whenever they are, so that nobody has to remember: it was held, the person went away, or the colleague did.

import type { Covering, Named } from '../draft/absence.ts'
import { decide } from '../draft/decide.ts'
import type { Draft } from '../draft/draft.ts'
import { isSettled } from '../draft/draft.ts'
import { type Away, awayAt } from '../person/away.ts'
import type { Person } from '../person/person.ts'
import type { Held } from '../port/record.ts'
import { isRefusal } from '../refusal.ts'
import type { Instant } from '../time.ts'
import { boards, commit } from './commit.ts'
import { draftStep } from './draft-step.ts'
import type { House } from './house.ts'
import { personNow, standingOf } from './meet.ts'
import { type Boards, momentOf } from './moment.ts'

type Seen = Boards & { readonly draft: Held<Draft> | undefined }

/** Whether anything was changed; then its cards are owed anew. */
export async function cover(house: House, seen: Seen, now: Instant): Promise<boolean> {
  const draft = seen.draft?.is
  if (draft === undefined || isSettled(draft) || draft.invoker === undefined) return false
  const command = await commandFor(house, draft, draft.invoker.person, now)
  if (command === undefined || isRefusal(decide(draft, command, momentOf(draft, seen, now)))) return false
  const glance = { ...boards, draft: { kind: 'draft', id: draft.id } } as const
  const done = await commit(house, glance, (looked) => {
    const event = decide(looked.seen.draft?.is, command, momentOf(looked.seen.draft?.is, looked.seen, looked.now))
    if (isRefusal(event)) return event
    const step = draftStep(looked.seen.draft, event, { actor: { kind: 'system' }, at: looked.now })
    return { steps: [step], result: undefined }
  })
  return !isRefusal(done)
}

async function commandFor(house: House, draft: Draft, invoker: Person['id'], now: Instant) {
  const person = (await personNow(house, invoker))?.is
  const away = person === undefined ? undefined : awayAt(person, now)
  if (person !== undefined && away !== undefined) {
    if (draft.state !== 'pending' || draft.approvals.length > 0) return undefined
    return { do: 'cover', covering: await coveringOf(house, draft, person, away, now) } as const
  }
  const isOpen = draft.absence !== undefined && draft.absence.back === undefined
  return isOpen ? ({ do: 'welcome-back' } as const) : undefined
}

async function coveringOf(house: House, draft: Draft, person: Person, away: Away, now: Instant): Promise<Covering> {
  // One whom they asked for this very draft goes before the one for the whole time.
  const byHand = draft.colleague?.away === true ? undefined : draft.colleague?.to.person
  const to = byHand ?? away.to
  const [asker, named] = await Promise.all([
    standingOf(house, person, draft.destination),
    to === undefined ? undefined : namedAs(house, draft, to, now),
  ])
  return { away, asker, named }
}

async function namedAs(house: House, draft: Draft, id: Person['id'], now: Instant): Promise<Named | undefined> {
  const person = (await personNow(house, id))?.is
  if (person === undefined) return undefined
  const who = await standingOf(house, person, draft.destination)
  return { is: { person: person.id, name: person.name }, who, away: awayAt(person, now) !== undefined }
}

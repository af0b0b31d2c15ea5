// A person decides on a draft. Who they are comes from the platform, what they may do from `guard`, and what they were
// shown from the click; the record has it before they are answered.

import { guard } from '../draft/approval.ts'
import type { PersonCommand } from '../draft/command.ts'
import { decide } from '../draft/decide.ts'
import type { Draft, DraftBase } from '../draft/draft.ts'
import { type DraftId, draftId } from '../id.ts'
import type { Standing } from '../person/person.ts'
import type { Account } from '../place.ts'
import type { Sole } from '../port/record.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { boards, commit, isTaken, restsOn } from './commit.ts'
import { draftStep } from './draft-step.ts'
import { usedIn } from './grant-use.ts'
import type { House } from './house.ts'
import { concerns } from './looking.ts'
import { makeId, makeSalt } from './make.ts'
import { meet } from './meet.ts'
import { momentOf } from './moment.ts'
import { partedFrom } from './parted.ts'
import { glanceWithTarget, postsOf } from './posting.ts'
import { noteRefusal } from './watching.ts'

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never
/** What a click says, without who made it. */
export type Click = Without<PersonCommand, 'who' | 'salt'>

/** `key` names the platform's event, so that one gesture delivered twice is one decision. */
export async function decideDraft(
  house: House,
  account: Account,
  id: DraftId,
  click: Click,
  key?: string,
): Promise<Draft | Refusal> {
  const found = await house.record.look({ draft: { kind: 'draft', id } })
  if (found.seen.draft === undefined) return refuse('unknown-draft')
  const who = await meet(house, account, found.seen.draft.is.destination)
  if (isRefusal(who)) return noteRefusal(house, id, who)
  house.reach('decide.asked')
  const actor = { kind: 'person', id: who.person } as const
  const typing = { ...house, typist: { account, at: found.seen.draft.is.destination } }
  const done = await commit(typing, await glanceWithTarget(house, id), ({ now, seen }) => {
    const command: PersonCommand =
      click.do === 'edit' ? { ...click, who, salt: makeSalt(house.chance) } : { ...click, who }
    const event = decide(seen.draft?.is, command, momentOf(seen.draft?.is, seen, now))
    if (isRefusal(event)) return event
    const soles = [...(key === undefined ? [] : [{ name: key }]), ...once(seen.draft?.is, who, click)]
    const step = draftStep(seen.draft, event, { actor, at: now, soles })
    const posts = postsOf(house, step.draft, event, actor, undefined, seen.target)
    const used = usedIn(seen.grants, step.draft, event, actor)
    return { steps: [step, ...posts, ...used], unchanged: restsOn(seen), result: step.draft }
  })
  if (isRefusal(done)) return (await parted(house, account, id, who, done)) ?? noteRefusal(house, id, done, actor)
  house.reach('decide.saved')
  if (!isTaken(done)) return done.result
  // The same gesture again, or the same person in two places at once: what it became already.
  const again = await house.record.look({ draft: { kind: 'draft', id } })
  return again.seen.draft?.is ?? refuse('unknown-draft')
}

/** For one who was asked before: what has happened since, instead of what holds for anybody. */
async function parted(
  house: House,
  account: Account,
  id: DraftId,
  who: Standing,
  { refused }: Refusal,
): Promise<Refusal | undefined> {
  if (refused !== 'not-yours' && refused !== 'invoker-first') return undefined
  const { now, seen } = await house.record.look({ ...boards, draft: { kind: 'draft', id } })
  const draft = seen.draft?.is
  if (draft === undefined || concerns(draft, who, momentOf(draft, seen, now))) return undefined
  return partedFrom(house, account, draft)
}

/** Asks a colleague to decide: a full member of the place, who gets the card and stands beside the one who asked. */
export async function askColleague(
  house: House,
  account: Account,
  id: DraftId,
  colleague: Account,
  key?: string,
): Promise<Draft | Refusal> {
  const { seen } = await house.record.look({ draft: { kind: 'draft', id } })
  if (seen.draft === undefined) return refuse('unknown-draft')
  const to = await meet(house, colleague, seen.draft.is.destination)
  if (isRefusal(to)) return refuse('not-a-colleague')
  return decideDraft(house, account, id, { do: 'hand', to }, key)
}

/** A new draft from a settled one: the same words, the same agent, linked, and screened anew. */
export async function startAgain(house: House, account: Account, id: DraftId): Promise<Draft | Refusal> {
  const found = await house.record.look({ draft: { kind: 'draft', id } })
  if (found.seen.draft === undefined) return refuse('unknown-draft')
  const who = await meet(house, account, found.seen.draft.is.destination)
  if (isRefusal(who)) return noteRefusal(house, id, who)
  const actor = { kind: 'person', id: who.person } as const
  const done = await commit(house, { ...boards, draft: { kind: 'draft', id } }, ({ now, seen }) => {
    const old = seen.draft?.is
    if (old === undefined) return refuse('unknown-draft')
    const refused = guard('start-again', old, who, momentOf(old, seen, now))
    if (refused !== undefined) return refused
    const base: DraftBase = {
      id: makeId(draftId, now, house.chance),
      agent: old.agent,
      destination: old.destination,
      intent: old.intent,
      invocation: old.invocation,
      invoker: { person: who.person, name: who.name },
      run: old.run,
      revision: { ...old.revision, number: 1, at: now, salt: makeSalt(house.chance) },
      earlier: [],
      startedFrom: old.id,
      received: now,
      shadowAgent: old.shadowAgent,
    }
    const step = draftStep(undefined, { type: 'received', draft: base }, { actor, at: now })
    return { steps: [step], unchanged: restsOn(seen), result: step.draft }
  })
  if (isRefusal(done)) return noteRefusal(house, id, done, actor)
  if (isTaken(done)) throw new Error(`starting again from ${id}: its new id is taken`)
  return done.result
}

/** The record itself lets a person approve a revision once a round. */
function once(draft: Draft | undefined, who: Standing, click: Click): readonly Sole[] {
  if (click.do !== 'approve' || draft?.state !== 'pending') return []
  return [{ name: `approval:${draft.id}/${draft.revision.number}/${draft.round}/${who.person}` }]
}

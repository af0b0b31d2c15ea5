// Publishes what was allowed, at most once. The intent to send is committed first, under the version of the stops it was
// decided on; after that, only this process may send, and only while the claim is young. Whoever finds the intent later
// looks for the post (reconciling.ts) and never sends blindly.

import { claimGoodForMs } from '../draft/claim.ts'
import { decide } from '../draft/decide.ts'
import type { Draft, DraftIn } from '../draft/draft.ts'
import { type DraftId, postId } from '../id.ts'
import type { Standing } from '../person/person.ts'
import type { Channel, Sent } from '../port/channel.ts'
import type { Delivered } from '../port/queue.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { isRestoring } from '../safety/upkeep.ts'
import { boards, commit, isTaken, restsOn } from './commit.ts'
import { draftStep } from './draft-step.ts'
import type { House } from './house.ts'
import { makeAttempt, makeId, makeSalt } from './make.ts'
import { personNow, standingOf } from './meet.ts'
import { momentOf } from './moment.ts'
import { outcomeOf, send } from './sending.ts'
import { settle } from './settling.ts'
import { upkeepId } from './upkeep-step.ts'

const system = { kind: 'system' } as const
const done: Delivered = { delivered: 'done' }
const fromBackup: Sent = { sent: 'unclear', why: 'it comes from a backup, and may have been posted since' }

export async function publishDraft(house: House, id: DraftId): Promise<Delivered> {
  const first = await house.record.look({ draft: { kind: 'draft', id }, upkeep: { kind: 'upkeep', id: upkeepId } })
  const draft = first.seen.draft?.is
  if (draft?.state !== 'approved') return done
  const restored = draft.broughtBack !== undefined
  // First what was in flight when the backup was made is looked for.
  if (isRestoring(first.seen.upkeep?.is) && !restored) {
    return { delivered: 'again', at: first.now + house.pace.frozenMs }
  }
  const channel = house.channels.get(draft.destination.platform)
  if (channel === undefined) return settle(house, id, { do: 'block', why: 'its platform is not connected' })
  const claimed = await claim(house, draft, channel)
  if (isRefusal(claimed)) return afterRefusal(house, id, claimed, first.now)
  if (claimed.draft.state !== 'publishing') return done
  const { owner } = claimed.draft.claim
  house.reach('publish.claimed')
  if (house.stopwatch() - claimed.began > claimGoodForMs) {
    return settle(house, id, {
      do: 'settle',
      owner,
      outcome: { ended: 'not-sent-yet', why: 'the claim grew old' },
    })
  }
  // It may have been posted after the backup it comes from: it is looked for, and then a person is asked.
  const sent = restored ? fromBackup : await send(house, claimed.draft, channel)
  house.reach('publish.sent')
  const settled = await settle(house, id, { do: 'settle', owner, outcome: outcomeOf(sent) }, sent)
  house.reach('publish.saved')
  return settled
}

/** Certainly not sent, and a person has to cure something. */
export function blockDraft(house: House, id: DraftId, why: string): Promise<Delivered> {
  return settle(house, id, { do: 'block', why })
}

async function claim(
  house: House,
  draft: DraftIn<'approved'>,
  channel: Channel,
): Promise<{ draft: Draft; began: number } | Refusal> {
  const audience = await channel.audience(draft.destination)
  if (audience === undefined) {
    await settle(house, draft.id, { do: 'block', why: 'the place cannot be reached' })
    return { refused: 'unknown-place' }
  }
  const approvers = await approversNow(house, draft)
  const owner = makeAttempt(house.owner, house.chance)
  const began = house.stopwatch()
  const committed = await commit(house, { ...boards, draft: { kind: 'draft', id: draft.id } }, ({ now, seen }) => {
    const post = draft.intent.intent === 'delete' ? draft.intent.post : makeId(postId, now, house.chance)
    const intent = { owner, at: now, until: now + house.pace.claimMs, post }
    const command = { do: 'claim', claim: intent, audience, approvers, salt: makeSalt(house.chance) } as const
    const event = decide(seen.draft?.is, command, momentOf(seen.draft?.is, seen, now, audience))
    if (isRefusal(event)) return event
    const step = draftStep(seen.draft, event, { actor: system, at: now })
    return { steps: [step], unchanged: restsOn(seen), result: step.draft }
  })
  if (isRefusal(committed)) return committed
  if (isTaken(committed)) throw new Error(`claiming ${draft.id}: a name of it is taken`)
  return { draft: committed.result, began }
}

/** How those who approved stand now: a person who has left the channel since does not count any more. */
async function approversNow(house: House, draft: DraftIn<'approved'>): Promise<readonly Standing[]> {
  const standings = await Promise.all(
    draft.approvals.map(async (approval) => {
      const person = await personNow(house, approval.by)
      return person === undefined ? undefined : standingOf(house, person.is, draft.destination)
    }),
  )
  return standings.filter((who) => who !== undefined)
}

async function afterRefusal(house: House, id: DraftId, refusal: Refusal, now: number): Promise<Delivered> {
  if (refusal.refused === 'stopped' || refusal.refused === 'busy')
    return { delivered: 'again', at: now + house.pace.frozenMs }
  if (refusal.refused === 'place-closed')
    return settle(house, id, { do: 'block', why: 'the rule of the place closed it' })
  return done
}

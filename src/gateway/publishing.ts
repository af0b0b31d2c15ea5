// Publishes what was allowed, at most once. The intent to send is committed first, under the version of the stops it was
// decided on; after that, only this process may send, and only while the claim is young. Whoever finds the intent later
// looks for the post and never sends.

import { claimGoodForMs } from '../draft/claim.ts'
import type { HouseCommand } from '../draft/command.ts'
import { decide } from '../draft/decide.ts'
import type { Draft, DraftIn } from '../draft/draft.ts'
import { fill, markerOf, slotsFor } from '../draft/envelope.ts'
import type { Outcome } from '../draft/publish.ts'
import { type DraftId, postId } from '../id.ts'
import type { Json } from '../json.ts'
import type { Standing } from '../person/person.ts'
import type { Channel, Sent } from '../port/channel.ts'
import type { Delivered } from '../port/queue.ts'
import { isRefusal, type Refusal } from '../refusal.ts'
import { boards, commit, isTaken, restsOn } from './commit.ts'
import { usedIn } from './grant-use.ts'
import type { House } from './house.ts'
import { makeId, makeSalt } from './make.ts'
import { personNow, standingOf } from './meet.ts'
import { momentOf } from './moment.ts'
import { glanceWithTarget, postsOf } from './posting.ts'
import { soon } from './soon.ts'
import { draftStep } from './write.ts'

const system = { kind: 'system' } as const
const done: Delivered = { delivered: 'done' }

export async function publishDraft(house: House, id: DraftId): Promise<Delivered> {
  const first = await house.record.look({ draft: { kind: 'draft', id } })
  const draft = first.seen.draft?.is
  if (draft?.state !== 'approved') return done
  const channel = house.channels.get(draft.destination.platform)
  if (channel === undefined) return settle(house, id, { do: 'block', why: 'its platform is not connected' })
  const claimed = await claim(house, draft, channel)
  if (isRefusal(claimed)) return afterRefusal(house, id, claimed, first.now)
  if (claimed.draft.state !== 'publishing') return done
  house.reach('publish.claimed')
  if (house.stopwatch() - claimed.began > claimGoodForMs) {
    return settle(house, id, {
      do: 'settle',
      owner: house.owner,
      outcome: { ended: 'not-sent-yet', why: 'the claim grew old' },
    })
  }
  const sent = await send(house, claimed.draft, channel)
  house.reach('publish.sent')
  const settled = await settle(house, id, { do: 'settle', owner: house.owner, outcome: outcomeOf(sent) }, sent)
  house.reach('publish.saved')
  return settled
}

/** Looks for what nobody knows about; after a while in vain a person is asked. */
export async function reconcileDraft(house: House, id: DraftId): Promise<Delivered> {
  const { now, seen } = await house.record.look({ draft: { kind: 'draft', id } })
  const draft = seen.draft?.is
  if (draft?.state === 'publishing') {
    if (now < draft.claim.until) return { delivered: 'again', at: draft.claim.until }
    return settle(house, id, { do: 'lose-sight' })
  }
  if (draft?.state !== 'unconfirmed' || draft.askPeople) return done
  const channel = house.channels.get(draft.destination.platform)
  const found = await channel?.find(
    draft.destination,
    markerFor(house, draft),
    draft.claim.at,
    payloadsFor(house, draft),
  )
  if (found?.found === 'yes')
    return settle(house, id, { do: 'found' }, { sent: 'yes', ref: found.ref, altered: found.altered })
  if (now - draft.since >= house.pace.reconcileMs) return settle(house, id, { do: 'ask-people' })
  return { delivered: 'again', at: now + house.pace.lookAgainMs }
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
  const began = house.stopwatch()
  const committed = await commit(house, { ...boards, draft: { kind: 'draft', id: draft.id } }, ({ now, seen }) => {
    const post = draft.intent.intent === 'delete' ? draft.intent.post : makeId(postId, now, house.chance)
    const intent = { owner: house.owner, at: now, until: now + house.pace.claimMs, post }
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

async function send(house: House, draft: DraftIn<'publishing'>, channel: Channel): Promise<Sent> {
  const { intent, destination } = draft
  const marker = markerFor(house, draft)
  const payloads = payloadsFor(house, draft)
  const target = await targetOf(house, intent)
  if (target === 'gone') return { sent: 'no', why: 'the post it wants to change is not there', next: 'failed' }
  try {
    return await channel.send({
      destination,
      intent: intent.intent,
      payloads,
      marker,
      ...(target === undefined ? {} : { target }),
    })
  } catch (cause) {
    // An adapter that throws has told us nothing of what happened.
    house.log.fault('sending a draft', cause, { draft: draft.id })
    return { sent: 'unclear', why: 'the platform adapter failed' }
  }
}

async function targetOf(house: House, intent: Draft['intent']): Promise<string | undefined | 'gone'> {
  if (intent.intent !== 'edit' && intent.intent !== 'delete') return undefined
  const { seen } = await house.record.look({ post: { kind: 'post', id: intent.post } })
  return seen.post?.is.state === 'up' ? (seen.post.is.ref ?? 'gone') : 'gone'
}

/** Records how it ended. A process whose claim was taken over still brings what it knows: that it was sent. */
async function settle(house: House, id: DraftId, command: HouseCommand, sent?: Sent): Promise<Delivered> {
  let notBefore = 0
  const committed = await commit(house, await glanceWithTarget(house, id), ({ now, seen }) => {
    const draft = seen.draft
    const moment = momentOf(draft?.is, seen, now)
    const known = draft?.is.state === 'unconfirmed' && sent?.sent === 'yes' ? ({ do: 'found' } as const) : command
    const event = decide(draft?.is, known, moment)
    if (isRefusal(event)) return event
    notBefore = sent?.sent === 'no' && sent.next === 'again' ? now + sent.afterMs : 0
    const step = draftStep(draft, event, { actor: system, at: now, notBefore })
    const posts = postsOf(house, step.draft, event, system, sent, seen.target)
    return { steps: [step, ...posts, ...usedIn(seen.grants, step.draft, event, system)], result: undefined }
  })
  if (isRefusal(committed)) {
    if (committed.refused === 'busy') return soon(house)
    house.log.info('a publish was settled elsewhere', { draft: id, code: committed.refused })
  }
  if (sent?.sent === 'no' && sent.next === 'again' && sent.holdLane)
    return { delivered: 'again', at: notBefore, holdLane: true }
  return done
}

function outcomeOf(sent: Sent): Outcome {
  switch (sent.sent) {
    case 'yes':
      return { ended: 'sent' }
    case 'unclear':
      return { ended: 'unclear', why: sent.why }
    case 'no':
      return { ended: sent.next === 'again' ? 'not-sent-yet' : sent.next, why: sent.why }
  }
}

async function afterRefusal(house: House, id: DraftId, refusal: Refusal, now: number): Promise<Delivered> {
  if (refusal.refused === 'stopped' || refusal.refused === 'busy')
    return { delivered: 'again', at: now + house.pace.frozenMs }
  if (refusal.refused === 'place-closed')
    return settle(house, id, { do: 'block', why: 'the rule of the place closed it' })
  return done
}

/** The bytes that go out, and those that went out: the same for as long as the draft is under way. */
function payloadsFor(house: House, draft: DraftIn<'publishing' | 'unconfirmed'>): readonly Json[] {
  const { screened, approvals, allowedAt, claim: held } = draft
  const slots = slotsFor({ approvals, allowedAt, grant: screened.verdict.grant }, held.post, markerFor(house, draft))
  return fill(screened.envelope, slots)
}

function markerFor(house: House, draft: DraftIn<'publishing' | 'unconfirmed'>): string {
  return markerOf(house.signer.keyFor('marker'), draft.screened.envelope, draft.screened.fingerprint, draft.round)
}

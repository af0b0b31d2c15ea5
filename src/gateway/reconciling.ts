// Looks for a post of which nobody knows whether it was sent. Found whole, it is published. Found in part, and no more of it
// under way, the rest is sent by whoever takes the claim over. Looked for in vain for a while, a person is asked. What the
// platform has told of it meanwhile (part-seen.ts) counts as found.

import { claimGoodForMs, isSeenWhole } from '../draft/claim.ts'
import type { DraftIn } from '../draft/draft.ts'
import type { DraftId } from '../id.ts'
import type { Channel, Part } from '../port/channel.ts'
import type { Delivered } from '../port/queue.ts'
import { isRefusal } from '../refusal.ts'
import type { Instant } from '../time.ts'
import type { House } from './house.ts'
import { makeAttempt } from './make.ts'
import { goOn, markerFor, payloadsFor, send } from './sending.ts'
import { settle } from './settling.ts'

const done: Delivered = { delivered: 'done' }

export async function reconcileDraft(house: House, id: DraftId): Promise<Delivered> {
  const { now, seen } = await house.record.look({ draft: { kind: 'draft', id } })
  const draft = seen.draft?.is
  if (draft?.state === 'publishing') {
    if (now < draft.claim.until) return { delivered: 'again', at: draft.claim.until }
    return settle(house, id, { do: 'lose-sight' })
  }
  if (draft?.state !== 'unconfirmed') return done
  const { destination, claim, broughtBack } = draft
  const payloads = payloadsFor(house, draft)
  // Who was asked about it need not answer any more once the platform has told of every part.
  if (draft.askPeople && !isSeenWhole(claim, payloads.length)) return done
  // What comes from a backup may have been sent at any moment after that, and its beginning under other approvals.
  const since = Math.min(claim.since ?? claim.at, broughtBack ?? claim.at)
  const channel = house.channels.get(destination.platform)
  // Whatever goes wrong while we look: people are asked in the end.
  const inVain = (cause: unknown): undefined => {
    house.log.fault('looking for a post', cause, { draft: id })
  }
  const found = await channel?.find(destination, markerFor(house, draft), since, payloads, claim.seen).catch(inVain)
  if (found?.found === 'yes')
    return settle(house, id, { do: 'found' }, { sent: 'yes', ref: found.ref, altered: found.altered })
  const mayFinish = broughtBack === undefined && nothingUnderWay(house, draft, now)
  if (found?.found === 'part' && channel !== undefined && mayFinish) {
    const finished = await finish(house, draft, channel, found).catch(inVain)
    if (finished !== undefined) return finished
  }
  if (!draft.askPeople && now - draft.since >= house.pace.reconcileMs) return settle(house, id, { do: 'ask-people' })
  return { delivered: 'again', at: now + house.pace.lookAgainMs }
}

/** Whoever sent last has lost the claim, and what the platform took by then can be seen. */
function nothingUnderWay(house: House, { claim }: DraftIn<'unconfirmed'>, now: Instant): boolean {
  return now >= claim.until && now >= claim.at + house.pace.showsAllMs
}

async function finish(
  house: House,
  draft: DraftIn<'unconfirmed'>,
  channel: Channel,
  found: { readonly part: Part; readonly altered: boolean },
): Promise<Delivered | undefined> {
  const audience = await channel.audience(draft.destination)
  if (audience === undefined) return undefined
  const began = house.stopwatch()
  const claimed = await goOn(house, draft.id, makeAttempt(house.owner, house.chance), audience)
  if (isRefusal(claimed) || claimed.state !== 'unconfirmed') return undefined
  house.reach('publish.went-on')
  if (house.stopwatch() - began > claimGoodForMs) return undefined
  const sent = await send(house, claimed, channel, found.part)
  house.reach('publish.sent')
  if (sent.sent !== 'yes') return undefined
  return settle(house, draft.id, { do: 'found' }, { ...sent, altered: sent.altered || found.altered })
}

// Gives the platform what was allowed, and nothing else: the filled payloads under their marker. Of several, each one
// after the first needs the claim anew, so that a process which slept does not go on beside the one that took its place.

import { claimGoodForMs } from '../draft/claim.ts'
import { decide } from '../draft/decide.ts'
import type { Draft, DraftIn } from '../draft/draft.ts'
import { fill, markerOf, slotsFor } from '../draft/envelope.ts'
import type { Outcome } from '../draft/publish.ts'
import type { DraftId } from '../id.ts'
import type { Json } from '../json.ts'
import type { Audience } from '../place.ts'
import type { Channel, GoOn, Part, Sent } from '../port/channel.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { boards, commit, isTaken, restsOn } from './commit.ts'
import { draftStep } from './draft-step.ts'
import type { House } from './house.ts'
import { momentOf } from './moment.ts'

/** `standing`: what is there of it already, where another process did not come to the end. */
export async function send(
  house: House,
  draft: DraftIn<'publishing' | 'unconfirmed'>,
  channel: Channel,
  standing?: Part,
): Promise<Sent> {
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
      mayGoOn: () => mayGoOn(house, draft.id, draft.claim.owner),
      ...(standing === undefined ? {} : { standing }),
      ...(target === undefined ? {} : { target }),
    })
  } catch (cause) {
    // An adapter that throws has told us nothing of what happened.
    house.log.fault('sending a draft', cause, { draft: draft.id })
    return { sent: 'unclear', why: 'the platform adapter failed' }
  }
}

/** Renews the claim, or takes it over from one who did not come back. */
export async function goOn(house: House, id: DraftId, owner: string, audience?: Audience): Promise<Draft | Refusal> {
  const committed = await commit(house, { ...boards, draft: { kind: 'draft', id } }, ({ now, seen }) => {
    const claim = { owner, at: now, until: now + house.pace.claimMs }
    const event = decide(
      seen.draft?.is,
      { do: 'go-on', claim, audience },
      momentOf(seen.draft?.is, seen, now, audience),
    )
    if (isRefusal(event)) return event
    const step = draftStep(seen.draft, event, { actor: { kind: 'system' }, at: now })
    return { steps: [step], unchanged: restsOn(seen), result: step.draft }
  })
  if (isTaken(committed)) throw new Error(`going on with ${id}: a name of it is taken`)
  return isRefusal(committed) ? committed : committed.result
}

async function mayGoOn(house: House, id: DraftId, owner: string): Promise<GoOn> {
  const began = house.stopwatch()
  const claimed = await goOn(house, id, owner).catch((cause) => {
    // Nobody can say whose it is: what stands is left alone, and looked for later.
    house.log.fault('renewing the claim between two payloads', cause, { draft: id })
    return refuse('lost-claim')
  })
  if (isRefusal(claimed)) return notOurs.has(claimed.refused) ? 'not-ours' : 'no'
  house.reach('publish.went-on')
  return house.stopwatch() - began > claimGoodForMs ? 'not-ours' : 'yes'
}

const notOurs: ReadonlySet<Refusal['refused']> = new Set(['lost-claim', 'already-settled', 'not-waiting'])

async function targetOf(house: House, intent: Draft['intent']): Promise<string | undefined | 'gone'> {
  if (intent.intent !== 'edit' && intent.intent !== 'delete') return undefined
  const { seen } = await house.record.look({ post: { kind: 'post', id: intent.post } })
  return seen.post?.is.state === 'up' ? (seen.post.is.ref ?? 'gone') : 'gone'
}

export function outcomeOf(sent: Sent): Outcome {
  switch (sent.sent) {
    case 'yes':
      return { ended: 'sent' }
    case 'unclear':
      return { ended: 'unclear', why: sent.why }
    case 'no':
      return { ended: sent.next === 'again' ? 'not-sent-yet' : sent.next, why: sent.why }
  }
}

/** The bytes that go out, and those that went out: the same for as long as the draft is under way. */
export function payloadsFor(house: House, draft: DraftIn<'publishing' | 'unconfirmed'>): readonly Json[] {
  const { screened, approvals, allowedAt, claim: held } = draft
  const slots = slotsFor({ approvals, allowedAt, grant: screened.verdict.grant }, held.post, markerFor(house, draft))
  return fill(screened.envelope, slots)
}

export function markerFor(house: House, draft: DraftIn<'publishing' | 'unconfirmed'>): string {
  return markerOf(house.signer.keyFor('marker'), draft.screened.envelope, draft.screened.fingerprint, draft.round)
}

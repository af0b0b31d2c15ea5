// The platform tells by itself that a message of ours stands: a second source beside the answer to the one who sent it and
// the search for it. It names the post and bears the marker; that it is truly of ours the adapter has seen to. It only
// notes what stands. Once nothing is missing, an unconfirmed draft is looked at anew, and a person is not asked any more.

import { isSeenWhole } from '../draft/claim.ts'
import { decide } from '../draft/decide.ts'
import type { Draft, DraftIn } from '../draft/draft.ts'
import type { PostId } from '../id.ts'
import { type Destination, laneOf } from '../place.ts'
import { isRefusal, refuse } from '../refusal.ts'
import { boards, commit } from './commit.ts'
import { beingSent, draftStep } from './draft-step.ts'
import type { House } from './house.ts'
import { momentOf } from './moment.ts'
import { markerFor, payloadsFor } from './sending.ts'

export type ToldPart = {
  /** As far as the platform names it: a thread may be missing. */
  readonly at: Destination
  readonly marker: string
  readonly post: PostId
  readonly part: number
  readonly parts: number
  readonly ref: string
}

/** Heard twice, late or of something settled, it changes nothing. */
export async function partSeen(house: House, told: ToldPart): Promise<void> {
  const [found] = await house.record.list('draft', beingSent(told.post), { limit: 1 })
  if (found === undefined || !isAbout(house, found.is, told)) return
  const seen = await commit(house, { ...boards, draft: { kind: 'draft', id: found.is.id } }, ({ now, seen }) => {
    const draft = seen.draft?.is
    if (draft === undefined || !isAbout(house, draft, told)) return refuse('nothing-changed')
    const event = decide(draft, { do: 'see', part: { part: told.part, ref: told.ref } }, momentOf(draft, seen, now))
    if (isRefusal(event)) return event
    const step = draftStep(seen.draft, event, { actor: { kind: 'system' }, at: now })
    const { id, destination } = step.draft
    const search = { errand: 'reconcile', about: id, lane: laneOf(destination), dueAt: now } as const
    const owed = isUnconfirmed(step.draft) && isSeenWhole(step.draft.claim, told.parts) ? [search] : []
    return { steps: [{ ...step, owed }], result: undefined }
  })
  if (isRefusal(seen) && seen.refused === 'busy') throw new Error(`noting that a part of ${found.is.id} stands: busy`)
}

/** Being sent to that place, under that name and marker, in so many parts; and this one is not known yet. */
function isAbout(house: House, draft: Draft, { at, post, marker, part, parts }: ToldPart): boolean {
  if (draft.state !== 'publishing' && draft.state !== 'unconfirmed') return false
  const { claim, destination, intent } = draft
  const isThere = laneOf(destination) === laneOf(at)
  if (!isThere || intent.intent !== 'post' || claim.post !== post || markerFor(house, draft) !== marker) return false
  if (part < 1 || part > parts || payloadsFor(house, draft).length !== parts) return false
  return claim.seen?.some((one) => one.part === part) !== true
}

function isUnconfirmed(draft: Draft): draft is DraftIn<'unconfirmed'> {
  return draft.state === 'unconfirmed'
}

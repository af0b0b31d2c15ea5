// The place of a waiting draft is not what it was when it was shown: more can read it, it has another name, or nothing can
// be posted there. What the approvers were shown no longer holds for more readers, so they are asked anew.

import { isWider } from '../place.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Moment } from './approval.ts'
import type { HouseCommand } from './command.ts'
import { type Draft, type DraftEvent, isSettled } from './draft.ts'
import { nextRevision } from './revision.ts'

export function placeNow(
  draft: Draft,
  { audience, outOfReach, salt }: Extract<HouseCommand, { do: 'look-again' }>,
  moment: Moment,
): DraftEvent | Refusal {
  const { at } = moment
  if (draft.state !== 'pending' && draft.state !== 'approved' && draft.state !== 'blocked')
    return refuse(isSettled(draft) ? 'already-settled' : 'not-waiting', { state: draft.state })
  const shown = draft.screened.audience
  if (audience !== undefined && isWider(audience, shown)) {
    const { author, content, disclosure } = draft.revision
    return nextRevision(draft, 'audience-widened', author, { content, disclosure, salt }, moment)
  }
  if (outOfReach !== undefined) {
    if (draft.state === 'approved') return { type: 'blocked', why: outOfReach, at }
    if (draft.state === 'blocked' || draft.outOfReach === outOfReach) return refuse('nothing-changed')
    return { type: 'place-lost', why: outOfReach, at }
  }
  if (audience === undefined) return refuse('nothing-changed')
  const isSame = audience.name === shown.name && audience.open === shown.open && audience.outsiders === shown.outsiders
  // People come and go; that alone is no change of the place.
  if (isSame && draft.outOfReach === undefined) return refuse('nothing-changed')
  return { type: 'place-changed', audience, at }
}

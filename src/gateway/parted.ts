// Somebody who was shown the card of a draft and has no part in it any more clicks on what they still have before them.
// They know of the draft, so they are told what happened to it; who never had a card is told that there is no such draft.

import { settledOr } from '../draft/approval.ts'
import { type Draft, isSettled } from '../draft/draft.ts'
import { accountKey } from '../person/person.ts'
import type { Account } from '../place.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { House } from './house.ts'

/** Of one who has no part in it now; undefined for those who never had. */
export async function partedFrom(house: House, account: Account, draft: Draft): Promise<Refusal | undefined> {
  const key = accountKey(account)
  const had = (await house.record.copies(draft.id)).some((copy) => copy.account === key)
  return had ? whatHappened(draft) : undefined
}

function whatHappened(draft: Draft): Refusal {
  if (isSettled(draft) || draft.state !== 'pending') return settledOr('not-waiting', draft)
  const { invoker, colleague, revision, approvals, round } = draft
  const asker = invoker === undefined ? 'the moderators of the place' : invoker.name
  const whom = invoker === undefined || colleague === undefined ? asker : `${asker} or ${colleague.to.name}`
  if (approvals.length > 0) return refuse('not-asked-now', { state: 'it waits for others' })
  if (round > 1) return refuse('not-asked-now', { state: `an approval was taken back, so it waits for ${whom} again` })
  if (revision.number > 1) return refuse('not-asked-now', { state: `it was changed, so it waits for ${whom} again` })
  return refuse('not-asked-now', { state: `it waits for ${whom} now` })
}

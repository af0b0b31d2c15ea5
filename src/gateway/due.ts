// When what is owed falls due. Most of it at once; what waits for a deadline, at the deadline as it was set. A stop may
// have moved it since: whoever delivers asks again.

import type { Consequence } from '../draft/consequence.ts'
import type { Draft } from '../draft/draft.ts'
import { type Instant, second } from '../time.ts'

/** Reminders at half of the time, and near its end. */
export const remindAt = [0.5, 0.9] as const

export function dueAt(errand: Consequence, draft: Draft, at: Instant): Instant {
  switch (errand) {
    case 'expire':
      return 'deadline' in draft ? draft.deadline.at : at
    case 'remind':
      return 'deadline' in draft ? share(draft.deadline, remindAt[0]) : at
    case 'reconcile':
      if (draft.state === 'publishing') return draft.claim.until
      return draft.state === 'unconfirmed' ? at + 2 * second : at
    case 'screen':
    case 'cards':
    case 'publish':
      return at
  }
}

/** The moment at which this share of the time is over. */
export function share(deadline: { readonly from: Instant; readonly at: Instant }, part: number): Instant {
  return deadline.from + Math.round((deadline.at - deadline.from) * part)
}

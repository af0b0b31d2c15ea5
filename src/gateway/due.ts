// When what is owed falls due. Most of it at once; what waits for a deadline, at the deadline as it was set. A stop may
// have moved it since: whoever delivers asks again.

import type { Consequence } from '../draft/consequence.ts'
import type { Deadline, Draft } from '../draft/draft.ts'
import type { Escalation } from '../rule/rule.ts'
import { type Instant, second } from '../time.ts'

/** Reminders at half of the time, and near its end. */
const remindAt = [0.5, 0.9] as const

export function dueAt(errand: Consequence, draft: Draft, at: Instant): Instant {
  switch (errand) {
    case 'expire':
      return 'deadline' in draft ? draft.deadline.at : at
    case 'remind':
      return 'deadline' in draft
        ? (remindersOf(draft.deadline, 'screened' in draft ? draft.screened.verdict.escalate : undefined)[0] ?? at)
        : at
    case 'reconcile':
      if (draft.state === 'publishing') return draft.claim.until
      // The platform may have told of it already.
      return draft.state === 'unconfirmed' && draft.claim.seen === undefined ? at + 2 * second : at
    case 'screen':
    case 'cards':
    case 'publish':
    case 'answer':
      return at
  }
}

/** The moments at which people are reminded, the earliest first; whoever is told later by the rule is among them. */
export function remindersOf(deadline: Deadline, escalate: Escalation | undefined): readonly Instant[] {
  const parts = [...remindAt, ...(escalate === undefined ? [] : [escalate.at])]
  return parts.map((part) => share(deadline, part)).sort((a, b) => a - b)
}

/** The moment at which this share of the time is over. */
function share(deadline: { readonly from: Instant; readonly at: Instant }, part: number): Instant {
  return deadline.from + Math.round((deadline.at - deadline.from) * part)
}

// Whether an agent has earned the suggestion that it be trusted with more in one place. Only ever a sentence to people:
// nothing follows from it. It is made of outcomes alone, of what people did with its drafts; never of what it says.

import { hour, type Instant } from '../time.ts'

/** How one draft of an agent in one place ended, and what became of its post since. */
export type DraftOutcome = {
  readonly at: Instant
  readonly ended:
    | 'as-written' // approved without a word changed
    | 'after-edit' // a person had to change it first, or asked for a revision
    | 'rejected' // or vetoed, refused, reported, recalled: somebody said no to it
    | 'kept' // useful, and not for everybody
    | 'unanswered'
}

export type Suggestion = { readonly approved: number; readonly days: number }

/** Fewer tell nothing. */
export const enoughAsWritten = 20
export const lookBackMs = 30 * 24 * hour
/** Of all that people looked at, so many may have needed a change before. */
export const mostEditedShare = 0.1

/** One no within the time is enough for silence. */
export function suggestion(outcomes: readonly DraftOutcome[], now: Instant): Suggestion | undefined {
  const lately = outcomes.filter((outcome) => outcome.at > now - lookBackMs && outcome.at <= now)
  const count = (ended: DraftOutcome['ended']) => lately.filter((outcome) => outcome.ended === ended).length
  const asWritten = count('as-written')
  if (count('rejected') > 0 || asWritten < enoughAsWritten) return undefined
  if (count('after-edit') > mostEditedShare * (asWritten + count('after-edit'))) return undefined
  return { approved: asWritten, days: lookBackMs / (24 * hour) }
}

// How long a draft of high risk takes to read. Before that, an approval is refused: nobody has read it by then. Counted
// from when it was put before people; for the second person, from when the first one approved.

import { type Instant, minute, second } from '../time.ts'
import type { DraftIn } from './draft.ts'

/** A fast reader. Slower ones notice nothing of this. */
export const wordsPerMinute = 400
const leastMs = 3 * second
const mostMs = 5 * minute

/** From when on this may be approved, by the record’s clock. */
export function readAt(draft: DraftIn<'pending'>): Instant {
  const shown = draft.approvals.at(-1)?.at ?? draft.deadline.from
  return Math.max(shown, draft.deadline.from) + readingMs(draft)
}

export function readingMs(draft: Pick<DraftIn<'pending'>, 'revision'>): number {
  const { content, disclosure } = draft.revision
  const steps = disclosure.steps.flatMap((step) => [step.text, step.risk, step.check ?? ''])
  const read = [content.title ?? '', content.text, ...disclosure.assumptions, ...steps]
  const words = read.reduce((sum, text) => sum + text.split(/\s+/).filter((word) => word !== '').length, 0)
  const seconds = Math.ceil((words / wordsPerMinute) * 60)
  return Math.min(mostMs, Math.max(leastMs, seconds * second))
}

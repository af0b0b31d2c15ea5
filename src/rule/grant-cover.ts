// What a live grant covers of all that an agent may send: answers to what a person asked it, as new posts. Whatever else
// the rules would let go out under it is decided by a person.

import type { Verdict } from './judge.ts'

export type Sent = {
  /** A person asked for it; without one the draft is unverified, and goes to the reviewers of the channel. */
  readonly asked: boolean
  /** What the draft would do. An edit or a delete could put out of sight what people are about to report. */
  readonly intent: 'post' | 'edit' | 'delete' | 'upload'
}

export function withinGrant(verdict: Verdict, sent: Sent): Verdict {
  if (verdict.people > 0 || (sent.asked && sent.intent === 'post')) return verdict
  const { grant: _, ...rest } = verdict
  const why = sent.asked ? 'only new posts' : 'only what a person asked for'
  return { ...rest, autonomy: 'draft', people: 1, reason: `a grant covers ${why}, so a person decides` }
}

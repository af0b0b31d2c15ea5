// The risk assessment of an agent: an admin's word that it may post where people read, with what they judged and until
// when. Without one in force its live tokens do nothing. The entry that records it commits to the words and names who
// gave them, so that nobody can put other words there, or another name, later.

import type { PersonId } from '../id.ts'
import { type Refusal, refuse } from '../refusal.ts'
import { day, type Instant } from '../time.ts'

export const agentRisks = ['low', 'medium', 'high'] as const
export type AgentRisk = (typeof agentRisks)[number]

/** How a person's word reached us: by their own click, or told by whoever holds the admin token, who answers for that. */
export type Via = 'chat' | 'admin-token'
export type Word = { readonly person: PersonId; readonly via: Via }

export type Assessment = {
  /** The admin whose word it is. */
  readonly by: Word
  readonly at: Instant
  readonly expires: Instant
  readonly risk: AgentRisk
  /** What was judged: what it reads, whom it could mislead, what was tried. */
  readonly words: string
  readonly salt: string
}

export const usualAssessmentMs = 180 * day
export const longestAssessmentMs = 366 * day

/** Why this assessment carries nothing now. */
export function assessmentOver(assessment: Assessment, now: Instant): Refusal | undefined {
  return now >= assessment.expires ? refuse('assessment-over', { at: assessment.expires }) : undefined
}

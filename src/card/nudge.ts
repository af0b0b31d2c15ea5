// What somebody is told in private beside their cards: that a draft still waits, that it is shown to them because nobody
// decided, and that an answer they may have followed was recalled. Our own words, with people's quoted.

import { plain } from '../draft/envelope.ts'
import { type Instant, spokenTime } from '../time.ts'
import { quotedLast } from './spoken.ts'

type By = { readonly agent: string; readonly place: string }

export function spokenReminder({ agent, place }: By, end: Instant): string {
  return `Reminder: an AI draft by ${plain(agent)} (AI agent) for ${place} waits for you. ${unanswered(end)}`
}

/** To those whom the rule of the place names for it. */
export function spokenEscalation({ agent, place }: By, end: Instant): string {
  return `Nobody has decided on an AI draft by ${plain(agent)} (AI agent) for ${place}. The rule of the place shows it to you. ${unanswered(end)}`
}

/** `why`: what this person did with it, as far as we know. */
export function spokenRecalled({ agent, place }: By, by: string, reason: string, why: string): string {
  return `Do not follow the answer of ${plain(agent)} (AI agent) in ${place} any more: ${plain(by)} recalled it. Reason: ${quotedLast(reason)} ${why}; undo what you did by it, or ask there.`
}

function unanswered(end: Instant): string {
  return `It expires ${spokenTime(end)}; no answer counts as “no”.`
}

// What a card says when the one who asked is away, or was: in one sentence who is asked instead, and why.

import type { Moment } from '../draft/approval.ts'
import type { Draft } from '../draft/draft.ts'
import { escalatesTo } from '../draft/seat.ts'
import { spokenReviewer } from '../rule/spoken.ts'
import type { Section, Word } from './card.ts'

export function absenceNote(draft: Draft, moment: Moment): Section[] {
  if (draft.state !== 'pending' || draft.absence === undefined || draft.invoker === undefined) return []
  const { absence, colleague } = draft
  const asker = draft.invoker.name
  const told = [...new Set(escalatesTo(draft, moment.verdict).map(spokenReviewer))].join(' or ')
  const shown = `it is shown to ${told} as well, who can say no`
  if (absence.back !== undefined) {
    const decide = colleague === undefined ? `${asker} decides` : `${asker} and ${colleague.to.name} may both decide`
    const others = absence.others ? `; ${shown}` : ''
    return note([`${asker} was away and is back since `, { time: absence.back }, `: ${decide}${others}.`])
  }
  const away: Word[] = [`${asker} is away until `, { time: absence.until }]
  const named = absence.named?.name ?? 'nobody'
  switch (absence.instead) {
    case 'colleague':
      return note([...away, `, so ${named}, whom ${asker} named, is asked to decide; ${asker} still can.`])
    case 'nobody-named':
      return note([...away, ` and named nobody to decide, so ${shown}.`])
    case 'may-not':
      return note([...away, `, and ${named}, whom ${asker} named, may not decide here in their place, so ${shown}.`])
    case 'away-too':
      return note([...away, `, and ${named}, whom ${asker} named, is away too, so ${shown}.`])
  }
}

function note(words: Word[]): Section[] {
  return [{ section: 'words', words }]
}

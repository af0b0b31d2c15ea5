// What people type in each event of a draft, beside the draft itself: its own words are screened, and redacted there.

import type { DraftEvent } from '../draft/draft.ts'

export type Look = (text: string) => string

export function inDraft(event: DraftEvent, look: Look): DraftEvent {
  switch (event.type) {
    case 'rejected':
    case 'vetoed':
      return { ...event, reason: look(event.reason) }
    case 'revision-asked': {
      const { wish } = event
      return { ...event, wish: { ...wish, wants: wish.wants.map(look), words: look(wish.words) } }
    }
    case 'approval-given':
    case 'approved': {
      const { note, change, ...approval } = event.approval
      const said = {
        ...(note === undefined ? {} : { note: look(note) }),
        ...(change === undefined ? {} : { change: look(change) }),
      }
      return { ...event, approval: { ...approval, ...said } }
    }
    // Words for readers: screened as a revision, and redacted there.
    case 'received':
    case 'edited':
    case 'revised':
    case 'audience-widened':
      return event
    // Nobody writes anything in these.
    case 'screening-began':
    case 'refused':
    case 'shadowed':
    case 'held':
    case 'granted':
    case 'retracted':
    case 'place-changed':
    case 'place-lost':
    case 'handed-over':
    case 'kept':
    case 'colleague-asked':
    case 'invoker-went-away':
    case 'invoker-came-back':
    case 'withdrawn':
    case 'expired':
    case 'claimed':
    case 'went-on':
    case 'part-seen':
    case 'released':
    case 'returned':
    case 'blocked':
    case 'unblocked':
    case 'published':
    case 'lost-sight':
    case 'not-found':
    case 'not-there':
    case 'failed':
    case 'brought-back':
      return event
  }
}

// What is owed after each event of a draft. A row here becomes a row in the record, in the same transaction as the
// event; the queue only says "look now". The compiler insists on every event. An agent that waits for an answer is woken
// by the save itself; `answer` is owed only to one that has an address of its own.

import type { DraftEvent } from './draft.ts'

export const consequences = [
  'screen', // run our own checks on the current revision
  'cards', // put the card before those who decide, and redraw every copy
  'publish', // claim it and send it
  'reconcile', // look for the post by its marker
  'expire', // at the deadline
  'remind', // at half of the time, and near its end
  'answer', // tell its agent at its own address, where it has one
] as const
export type Consequence = (typeof consequences)[number]

export const consequencesOf: Record<DraftEvent['type'], readonly Consequence[]> = {
  received: ['screen'],
  'screening-began': [],
  refused: ['cards', 'answer'],
  shadowed: ['answer'],
  held: ['cards', 'expire', 'remind', 'answer'],
  granted: ['publish', 'expire', 'answer'],
  'approval-given': ['cards'],
  approved: ['publish', 'cards', 'answer'],
  retracted: ['cards', 'answer'],
  edited: ['screen', 'cards'],
  'revision-asked': ['cards', 'expire', 'answer'],
  revised: ['screen', 'cards'],
  'audience-widened': ['screen', 'cards'],
  'place-changed': ['cards'],
  'place-lost': ['cards'],
  'handed-over': ['cards'],
  'colleague-asked': ['cards'],
  'invoker-went-away': ['cards'],
  'invoker-came-back': ['cards'],
  kept: ['cards', 'answer'],
  rejected: ['cards', 'answer'],
  vetoed: ['cards', 'answer'],
  withdrawn: ['cards', 'answer'],
  expired: ['cards', 'answer'],
  // Found by whoever looks after the lease has ended; the process that holds the claim settles it long before.
  claimed: ['reconcile'],
  'went-on': [],
  // Once it is whole the search looks at it again; who owes that is part-seen.ts, which can count.
  'part-seen': [],
  released: ['publish', 'cards'],
  returned: ['cards', 'answer'],
  blocked: ['cards', 'answer'],
  unblocked: ['publish', 'cards', 'answer'],
  published: ['cards', 'answer'],
  'lost-sight': ['reconcile', 'cards', 'answer'],
  'not-found': ['cards'],
  'not-there': ['publish', 'cards', 'answer'],
  failed: ['cards', 'answer'],
  'brought-back': ['reconcile', 'cards'],
}

// What is owed after each event of a draft. A row here becomes a row in the record, in the same transaction as the
// event; the queue only says "look now". The compiler insists on every event. An agent that waits for an answer is woken
// by the save itself; an answer that has to be carried to it will be a row of its own.

import type { DraftEvent } from './draft.ts'

export const consequences = [
  'screen', // run our own checks on the current revision
  'cards', // put the card before those who decide, and redraw every copy
  'publish', // claim it and send it
  'reconcile', // look for the post by its marker
  'expire', // at the deadline
  'remind', // at half of the time, and near its end
] as const
export type Consequence = (typeof consequences)[number]

export const consequencesOf: Record<DraftEvent['type'], readonly Consequence[]> = {
  received: ['screen'],
  'screening-began': [],
  refused: ['cards'],
  shadowed: [],
  held: ['cards', 'expire', 'remind'],
  granted: ['publish', 'expire'],
  'approval-given': ['cards'],
  approved: ['publish', 'cards'],
  retracted: ['cards'],
  edited: ['screen', 'cards'],
  'revision-asked': ['cards', 'expire'],
  revised: ['screen', 'cards'],
  'audience-widened': ['screen', 'cards'],
  'place-changed': ['cards'],
  'place-lost': ['cards'],
  'handed-over': ['cards'],
  kept: ['cards'],
  rejected: ['cards'],
  vetoed: ['cards'],
  withdrawn: ['cards'],
  expired: ['cards'],
  // Found by whoever looks after the lease has ended; the process that holds the claim settles it long before.
  claimed: ['reconcile'],
  'went-on': [],
  released: ['publish', 'cards'],
  returned: ['cards'],
  blocked: ['cards'],
  unblocked: ['publish', 'cards'],
  published: ['cards'],
  'lost-sight': ['reconcile', 'cards'],
  'not-found': ['cards'],
  'not-there': ['publish', 'cards'],
  failed: ['cards'],
  'brought-back': ['reconcile', 'cards'],
}

// The queue: a doorbell. It carries ids of what is owed and decides nothing; what it loses or doubles costs delay, since
// the record knows what is owed and to whom it is leased. Every adapter passes test/contract/queue.ts.

import type { Instant } from '../time.ts'
import type { Owed, Rung } from './record.ts'

/**
 * How one errand ended. `again` says the earliest moment; a lane that is held delays what posts and redraws in it, and
 * nothing else.
 */
export type Delivered =
  | { readonly delivered: 'done' }
  | { readonly delivered: 'again'; readonly at: Instant; readonly holdLane?: boolean | undefined }

/** Does one errand. Called at least once for each; a throw means: again, later. */
export type Deliver = (owed: Owed) => Promise<Delivered>

export type Queue = {
  /** These were just committed: look now. A hint that may be lost or doubled. */
  ring(rung: readonly Rung[]): void
  /** Begins to deliver. Errands of one lane that publish go one after the other; lanes do not wait for each other. */
  start(deliver: Deliver): Promise<void>
  /** Whether it is delivering; the reason when not. */
  health(): Promise<string | undefined>
  /** What was seen since the opening that is not as it is on a good day, where there is anything to see. */
  counts?(): { readonly stalled: number; readonly deadLetters: number }
  /** Takes nothing new, and waits for what is under way. */
  [Symbol.asyncDispose](): Promise<void>
}

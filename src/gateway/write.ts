// What every step has in common. A step goes from an event to what is saved: the thing as it is now, its one ledger
// entry, and what is owed after it. Every change in the house goes through one; each kind of thing has its own (…-step.ts).

import { webhookId } from '../agent/webhook.ts'
import type { AgentId } from '../id.ts'
import { beforeTheFirst, type Entry, entryOf, type Leaf } from '../ledger/entry.ts'
import type { Change } from '../port/notice.ts'
import type { Errand, NewOwed } from '../port/record.ts'
import type { Looked } from './typed.ts'

/** A write together with what is owed after it, and the word that what people typed in it was looked through. */
export type Step = Change & { readonly owed: readonly NewOwed[]; readonly typed: Looked }

/** What is carried to an agent goes in a lane of its own, and is owed only to one that has an address. */
export function laneFor(errand: Errand, agent: AgentId, lane: string): Pick<NewOwed, 'lane' | 'onlyIf'> {
  return errand === 'answer' || errand === 'invite' ? { lane: `agent/${agent}`, onlyIf: webhookId(agent) } : { lane }
}

/** The next entry of a stream. */
export function chained(
  held: { readonly version: number; readonly head: string } | undefined,
  stream: string,
  leaf: Omit<Leaf, 'v' | 'stream' | 'version' | 'prev'>,
): Entry {
  return entryOf({ v: 1, stream, version: (held?.version ?? 0) + 1, prev: held?.head ?? beforeTheFirst, ...leaf })
}

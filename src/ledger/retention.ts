// What was taken out of the record because its term is over: whole streams of what has ended, with all that stood beside
// them. One thing with one stream, in which each entry names what went, so that nothing is ever merely missing.

import { type Instant, longestMonth } from '../time.ts'
import { digestOfHeads, type Head } from './heads.ts'

/** Entries are kept at least so long; the table of entries itself refuses to give up a younger one. */
export const leastKeptMonths = 13
export const leastKeptMs = leastKeptMonths * longestMonth

/** All that has gone so far. */
export type Retention = { readonly streams: number; readonly entries: number; readonly last: Instant }

export type RetentionEvent = {
  readonly type: 'streams-removed'
  /** The last entry of each. */
  readonly heads: readonly Head[]
  readonly entries: number
  /** The moments of the first and the last of these entries. */
  readonly from: Instant
  readonly until: Instant
  /** The term that was set. */
  readonly keptMs: number
  readonly at: Instant
}

export function evolveRetention(retention: Retention | undefined, event: RetentionEvent): Retention {
  const { streams, entries } = retention ?? { streams: 0, entries: 0 }
  return { streams: streams + event.heads.length, entries: entries + event.entries, last: event.at }
}

/** What its entry says: which streams, and a digest that also holds how far each went and its last hash. */
export function removalFacts({ heads, entries, from, until, keptMs }: RetentionEvent) {
  const streams = heads.map(({ stream }) => stream).sort()
  return { count: heads.length, entries, from, until, keptMs, streams, digest: digestOfHeads(heads) }
}

// What the gate refused to somebody who should not have tried: a click by a stranger, a token that is not one. Kept so
// that an attack leaves entries. The first few of each subject are written; a flood only counts.

import type { Instant } from '../time.ts'

export type Watch = { readonly about: string; readonly refused: number; readonly last: Instant }
export type WatchEvent = { readonly type: 'attempt-refused'; readonly code: string; readonly at: Instant }

/** After so many entries about one subject, further attempts add nothing that is not known. */
export const mostWatched = 100

export function evolveWatch(watch: Watch | undefined, about: string, event: WatchEvent): Watch {
  return { about, refused: (watch?.refused ?? 0) + 1, last: event.at }
}

// What the gate refused to somebody who should not have tried: a click by a stranger, a token that is not one. Kept so
// that an attack leaves entries; and that somebody with the admin token read the text of a draft. The first few of each
// subject are written; a flood only counts.

import type { Instant } from '../time.ts'

export type Watch = {
  readonly about: string
  readonly refused: number
  readonly last: Instant
  /** How often the text of this draft was read by somebody who is not asked to decide on it. */
  readonly read?: number | undefined
}
export type WatchEvent =
  | { readonly type: 'attempt-refused'; readonly code: string; readonly at: Instant }
  | { readonly type: 'text-read'; readonly revision: number; readonly by: 'admin-token'; readonly at: Instant }

/** After so many entries about one subject, further attempts add nothing that is not known. */
export const mostWatched = 100

export function evolveWatch(watch: Watch | undefined, about: string, event: WatchEvent): Watch {
  const before = watch ?? { about, refused: 0, last: event.at }
  switch (event.type) {
    case 'attempt-refused':
      return { ...before, refused: before.refused + 1, last: event.at }
    case 'text-read':
      return { ...before, read: (before.read ?? 0) + 1, last: event.at }
  }
}

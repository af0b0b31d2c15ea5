// From what was seen of somebody who waits or is refused to what is saved: the watch and its one entry.

import type { Actor } from '../ledger/entry.ts'
import type { Held } from '../port/record.ts'
import { evolveWatch, type Watch, type WatchEvent } from '../safety/watch.ts'
import { nothingTyped } from './typed.ts'
import { chained, type Step } from './write.ts'

export function watchStep(held: Held<Watch> | undefined, about: string, event: WatchEvent, actor: Actor): Step {
  const watch = evolveWatch(held?.is, about, event)
  const id = `watch:${about}`
  const leaf = {
    at: event.at,
    actor,
    event: event.type,
    to: 'watched',
    facts:
      event.type === 'text-read'
        ? { revision: event.revision, by: event.by, read: watch.read }
        : { code: event.code, refused: watch.refused },
    commitments: {},
  }
  return {
    write: {
      kind: 'watch',
      id,
      expected: held?.version ?? 0,
      is: watch,
      entry: chained(held, id, leaf),
      tags: ['all'],
    },
    owed: [],
    typed: nothingTyped,
  }
}

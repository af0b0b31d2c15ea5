// What was just committed, as the queue is told of it.

import type { NewOwed, Rung } from '../port/record.ts'

/** The ids are those that the record gave these rows, in their order. Nobody has taken them yet. */
export function rungFor(owed: readonly NewOwed[], ids: readonly string[]): readonly Rung[] {
  return owed.flatMap(({ errand }, at) => {
    const id = ids[at]
    return id === undefined ? [] : [{ id, errand, fence: 0 }]
  })
}

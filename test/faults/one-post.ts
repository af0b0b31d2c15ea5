// What publishing does, without a platform: a claim in the record that only one can win, and then the post.

import { beforeTheFirst, entryOf } from '../../src/ledger/entry.ts'
import type { Owed, Record } from '../../src/port/record.ts'

/** Whether this one posted; not, if somebody has before. */
export async function postOnce(record: Record, { about }: Owed): Promise<boolean> {
  const at = await record.now()
  const facts = { v: 1, stream: about, version: 1, at, actor: { kind: 'system' } } as const
  const entry = entryOf({ ...facts, event: 'posted', to: 'posted', facts: {}, commitments: {}, prev: beforeTheFirst })
  const is = { about, refused: 1, last: at }
  const saved = await record.save({
    writes: [{ kind: 'watch', id: about, expected: 0, is, entry, tags: [] }],
    unchanged: [],
    owed: [],
  })
  return saved.saved
}

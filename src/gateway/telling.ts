// Tells those who watch over the house of each change, in the words of its ledger entry. The log gets one line for each,
// with who is behind it and on whose behalf; the figures get the same. No text, no name and no token is in an entry, so
// none is in a line.

import type { Leaf } from '../ledger/entry.ts'
import type { Log } from '../port/log.ts'
import type { Cause, Change, Notice } from '../port/notice.ts'

/** A change with its entry, read. */
export type Told = Change & { readonly leaf: Leaf }
export type Teller = Omit<Notice, 'changed'> & { told(changes: readonly Told[], cause: Cause | undefined): void }

/** A notice that never stands in the way of what it tells of: it is on disk already. */
export function noticeTo(log: Log, teller: Teller): Notice {
  return {
    changed(changes, cause) {
      try {
        const all = changes.map((change): Told => ({ ...change, leaf: JSON.parse(change.write.entry.leaf) }))
        for (const one of all) tellLog(log, one, cause)
        teller.told(all, cause)
      } catch (failed) {
        log.fault('telling of a change', failed, { id: changes[0]?.write.id })
      }
    },
    refused: teller.refused,
    raced: teller.raced,
    delivered: teller.delivered,
  }
}

function tellLog(log: Log, { write, leaf }: Told, cause: Cause | undefined): void {
  const { actor, event, from, to, version } = leaf
  const who = actor.kind === 'system' ? { kind: actor.kind } : { kind: actor.kind, id: actor.id }
  log.info('changed', { thing: write.kind, id: write.id, version, event, from, to, actor: who, ...cause })
}

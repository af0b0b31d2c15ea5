// From an event of the house itself to what is saved: its upkeep, the one entry, and what is owed after it.

import { commit as commitTo, type Leaf } from '../ledger/entry.ts'
import type { Held } from '../port/record.ts'
import type { Signature } from '../port/signer.ts'
import {
  evolveUpkeep,
  isRestoring,
  noUpkeep,
  type Upkeep,
  type UpkeepEvent,
  upkeepConsequences,
} from '../safety/upkeep.ts'
import { nothingTyped } from './typed.ts'
import { chained, type Step } from './write.ts'

const system = { kind: 'system' } as const

export const upkeepId = 'upkeep'

/** `signed`: by the house's key, over `restoreWords` of the same event. */
export function upkeepStep(held: Held<Upkeep> | undefined, event: UpkeepEvent, signed?: Signature): Step {
  const upkeep = evolveUpkeep(held?.is ?? noUpkeep, event)
  const { facts, commitments } = saidOf(event)
  const states = held === undefined ? { to: stateOf(upkeep) } : { from: stateOf(held.is), to: stateOf(upkeep) }
  const entry = chained(held, upkeepId, {
    at: event.at,
    actor: system,
    event: event.type,
    ...states,
    facts: signed === undefined ? facts : { ...facts, signedBy: signed.key, signature: signed.signature },
    commitments,
  })
  const owed = upkeepConsequences[event.type].map((errand) => ({
    errand,
    about: upkeepId,
    lane: upkeepId,
    dueAt: event.at,
  }))
  const write = { kind: 'upkeep', id: upkeepId, expected: held?.version ?? 0, is: upkeep, entry, tags: [] } as const
  return { write, owed, typed: nothingTyped }
}

function stateOf(upkeep: Upkeep): string {
  return isRestoring(upkeep) ? 'restoring' : 'kept'
}

function saidOf(event: UpkeepEvent): Pick<Leaf, 'facts' | 'commitments'> {
  switch (event.type) {
    case 'backed-up': {
      const { at, digest, entries, keys } = event.backup
      return { facts: { of: at, backup: digest, entries, keys }, commitments: {} }
    }
    case 'restored': {
      const { digest, from, to, drafts, by, salt } = event.restore
      return { facts: { backup: digest, from, until: to, drafts }, commitments: { by: commitTo(salt, by) } }
    }
    case 'forgetting-began':
      return { facts: {}, commitments: {} }
    case 'words-forgotten':
      return { facts: { count: event.count, digest: event.digest }, commitments: {} }
    case 'keys-rotated':
      return { facts: { newest: event.newest }, commitments: {} }
    case 'key-retired':
      return { facts: { key: event.key }, commitments: {} }
    case 'restore-over':
      return { facts: { asked: event.asked }, commitments: {} }
  }
}

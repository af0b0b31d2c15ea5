// New ids, salts and names, out of the chance that was passed in.

import { type AgentId, type DraftId, spell } from '../id.ts'
import type { Chance } from '../port/chance.ts'
import type { Instant } from '../time.ts'

export function makeId<Id extends string = DraftId>(
  of: { readonly prefix: string; readonly parse: (text: string) => Id | undefined },
  at: Instant,
  chance: Chance,
): Id {
  const id = of.parse(`${of.prefix}_${spell(at, chance.bytes(10))}`)
  if (id === undefined) throw new Error(`making an id of kind ${of.prefix}: it has another shape`)
  return id
}

/** Names one attempt to send: what goes on after a long sleep is not taken for what the same process began since. */
export function makeAttempt(owner: string, chance: Chance): string {
  return `${owner}/${Buffer.from(chance.bytes(4)).toString('hex')}`
}

export function makeSalt(chance: Chance): string {
  return Buffer.from(chance.bytes(16)).toString('hex')
}

/** An agent's idempotency key, as a name that can be true once. */
export function onceKey(agent: AgentId, key: string): string {
  return `once:${agent}/${key}`
}

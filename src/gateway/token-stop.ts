// Stopping and resuming by the admin token. To stop is to tighten, and needs nobody's name. To lift what the token itself
// stopped needs none either; what a person stopped is lifted on an admin's word, which the entry names.

import { type PersonId, stopId } from '../id.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Scope, Stop } from '../safety/stop.ts'
import { boards, commit } from './commit.ts'
import type { House } from './house.ts'
import { makeId } from './make.ts'
import { stopStep } from './stop-step.ts'
import { settledStop, stopping } from './stopping.ts'

const system = { kind: 'system' } as const

/** The same scope again, while the token's stop over it is on, is the same stop. */
export async function stopByToken(house: House, scope: Scope, reason: string): Promise<Stop | Refusal> {
  if (reason.trim() === '') return refuse('reason-needed')
  const done = await commit(house, boards, ({ now, seen }) => {
    const on = seen.stops?.is.stops.find(
      (one) => one.until === undefined && one.by === 'admin-token' && isSame(one.scope, scope),
    )
    if (on !== undefined) return { steps: [], result: on }
    const stopped: Stop = { id: makeId(stopId, now, house.chance), scope, by: 'admin-token', reason, from: now }
    return stopping(seen.stops, stopped, system)
  })
  return settledStop(house, done, system)
}

/** `admin`: whose word it is, where a person stopped it. */
export async function resumeByToken(
  house: House,
  id: Stop['id'],
  admin?: { readonly person: PersonId; readonly name: string },
): Promise<Stop | Refusal> {
  const done = await commit(house, boards, ({ now, seen }) => {
    const held = seen.stops?.is.stops.find((one) => one.id === id)
    if (held === undefined) return refuse('unknown-stop')
    if (held.until !== undefined) return refuse('already-settled', { state: 'running' })
    if (held.by !== 'admin-token' && admin === undefined) return refuse('not-yours')
    const by = admin ?? 'admin-token'
    return {
      steps: [stopStep(seen.stops, { type: 'resumed', stop: id, by, at: now }, system, now)],
      result: { ...held, until: now },
    }
  })
  return settledStop(house, done, system)
}

function isSame(one: Scope, other: Scope): boolean {
  return JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort())
}

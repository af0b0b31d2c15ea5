// That keys were rotated or retired is on record, and after a rotation everything is sealed anew, in the background and
// in small steps. The keys themselves are the keyring's; here are only their names.

import type { Delivered } from '../port/queue.ts'
import type { Record } from '../port/record.ts'
import type { UpkeepEvent } from '../safety/upkeep.ts'
import { second } from '../time.ts'
import type { House } from './house.ts'
import { upkeepId, upkeepStep } from './upkeep-step.ts'

const glance = { upkeep: { kind: 'upkeep', id: upkeepId } } as const
const mostRaces = 20
/** So many bodies between two looks at whatever else there is to do. */
const together = 50
const spentMs = 2 * second

/** Says on record which key seals now, if it does not say so already: a rotation may have died before it was noted. */
export async function noteKeys(record: Record, newest: string): Promise<void> {
  await note(record, (known, at) => {
    // Where nothing was ever noted, the first key is the one that has always been there.
    if ((known ?? 'k1') === newest) return undefined
    return { type: 'keys-rotated', newest, at }
  })
}

export async function noteRetired(record: Record, key: string): Promise<void> {
  await note(record, (_, at) => ({ type: 'key-retired', key, at }))
}

async function note(
  record: Record,
  eventOf: (sealing: string | undefined, at: number) => UpkeepEvent | undefined,
): Promise<void> {
  for (let race = 0; race < mostRaces; race++) {
    const { now, seen } = await record.look(glance)
    const event = eventOf(seen.upkeep?.is.sealing, now)
    if (event === undefined) return
    const { write, owed } = upkeepStep(seen.upkeep, event)
    if ((await record.save({ writes: [write], unchanged: [], owed })).saved) return
  }
  throw new Error('noting what was done to the keys: others were in the way')
}

/** A part of it in each turn; who is killed half-way has left as many sealed anew as it had done. */
export async function resealAll(house: House): Promise<Delivered> {
  const { now, seen } = await house.record.look(glance)
  const key = seen.upkeep?.is.sealing
  if (key === undefined) return { delivered: 'done' }
  const until = house.stopwatch() + spentMs
  for (;;) {
    const became = await house.record.reseal(key, together)
    if (became === 'all') return { delivered: 'done' }
    if (became === 'later') return { delivered: 'again', at: now + 5 * second }
    if (house.stopwatch() >= until) return { delivered: 'again', at: now }
  }
}

// The gate, open: what is owed is being delivered. Closing it takes nothing new, waits for what is under way, and
// leaves the rest to whoever opens it next.

import type { Delivered } from '../port/queue.ts'
import type { Owed } from '../port/record.ts'
import { deliver } from './errand.ts'
import type { House } from './house.ts'

export async function openGate(house: House): Promise<AsyncDisposable> {
  await house.queue.start((owed) => noted(house, owed))
  return { [Symbol.asyncDispose]: () => house.queue[Symbol.asyncDispose]() }
}

async function noted(house: House, owed: Owed): Promise<Delivered> {
  const began = house.stopwatch()
  let ended: 'done' | 'again' | 'failed' = 'failed'
  try {
    const delivered = await deliver({ ...house, cause: { errand: owed.errand, row: owed.id } }, owed)
    ended = delivered.delivered
    return delivered
  } finally {
    house.notice?.delivered(owed.errand, ended, house.stopwatch() - began)
  }
}

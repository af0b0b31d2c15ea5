// The gate, open: what is owed is being delivered. Closing it takes nothing new, waits for what is under way, and
// leaves the rest to whoever opens it next.

import { deliver } from './errand.ts'
import type { House } from './house.ts'

export async function openGate(house: House): Promise<AsyncDisposable> {
  await house.queue.start((owed) => deliver(house, owed))
  return { [Symbol.asyncDispose]: () => house.queue[Symbol.asyncDispose]() }
}

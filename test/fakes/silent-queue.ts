// A queue that rings for nobody: what is owed stays on the record until the test itself takes it.

import type { Queue } from '../../src/port/queue.ts'

export const silentQueue: Queue = {
  ring: () => undefined,
  start: async () => undefined,
  health: async () => undefined,
  [Symbol.asyncDispose]: async () => undefined,
}

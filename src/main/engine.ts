// Where the truth is kept and who rings: one machine’s own, or shared with others. What a single machine does not need
// (PostgreSQL, BullMQ) is loaded when it is asked for: it costs 30 MB.

import { type Keys, openKeys } from '../../adapters/keys/keys.ts'
import { openLocalQueue } from '../../adapters/local-queue/queue.ts'
import { openLocalWake } from '../../adapters/local-queue/wake.ts'
import { openRecord } from '../../adapters/sql/record.ts'
import type { Queue } from '../port/queue.ts'
import type { Record } from '../port/record.ts'
import type { Wake } from '../port/wake.ts'
import type { Instant } from '../time.ts'
import type { Plan, Rest } from './plan.ts'

export async function recordOf(
  { database, data }: Rest,
  { sealer }: Keys,
  now: () => Instant,
  as: 'the gate' | 'beside the gate' = 'the gate',
): Promise<Record> {
  if (database === undefined) return openRecord({ folder: data, sealer, now, alone: as === 'the gate' })
  const { openPostgresRecord } = await import('../../adapters/sql/postgres-record.ts')
  return openPostgresRecord({ url: database, sealer })
}

export async function queueOf({ redis, role, log, delivery: pace = {} }: Plan, record: Record): Promise<Queue> {
  if (redis === undefined) return openLocalQueue({ record, log, pace })
  if (role === 'web') {
    const { openRingingQueue } = await import('../../adapters/bullmq/ringing.ts')
    return openRingingQueue({ redis: { url: redis }, log, pace })
  }
  const { openBullQueue } = await import('../../adapters/bullmq/queue.ts')
  return openBullQueue({ redis: { url: redis }, record, log, pace })
}

export async function wakeOf({ redis, log }: Plan): Promise<Wake & AsyncDisposable> {
  const here = openLocalWake()
  if (redis === undefined) return { ...here, [Symbol.asyncDispose]: async () => undefined }
  const { openRedisWake } = await import('../../adapters/bullmq/wake.ts')
  return openRedisWake({ redis: { url: redis }, log, here })
}

/** The record of a house at rest, and of one whose gate runs. */
export async function withRecord<T>(plan: Rest, work: (record: Record, keys: Keys) => Promise<T>): Promise<T> {
  const keys = await openKeys(plan.keys, 'exist')
  const record = await recordOf(plan, keys, plan.now ?? Date.now, 'beside the gate')
  try {
    return await work(record, keys)
  } finally {
    await record[Symbol.asyncDispose]()
  }
}

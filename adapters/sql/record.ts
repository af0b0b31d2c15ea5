// The record on SQL, put together. `openRecord` keeps it in one file of the data folder; whoever else opens that folder
// sees the same truth. That only one gateway works on it is folder-lock.ts.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Copy, Record } from '../../src/port/record.ts'
import type { Instant } from '../../src/time.ts'
import { readingChronicle } from './chronicle.ts'
import { counting } from './counting.ts'
import type { Driver } from './driver.ts'
import { migrate } from './migrate.ts'
import { owing } from './owed.ts'
import { resealing } from './reseal.ts'
import { saving } from './save.ts'
import type { Sealer } from './seal.ts'
import { openSqlite } from './sqlite.ts'
import { readingThings } from './things.ts'

export const recordFile = 'record.db'

export type RecordPlace = {
  readonly folder: string
  readonly sealer: Sealer
  /** The clock of the machine, unless a test has its own. */
  readonly now?: () => Instant
  /** Nobody else works on this folder, for the caller holds its lock: what a dead process had taken is free at once. */
  readonly alone?: boolean
}

export async function openRecord({ folder, sealer, now = Date.now, alone = false }: RecordPlace): Promise<Record> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const driver = await openSqlite(join(folder, recordFile), neverBack(now))
  try {
    await migrate(driver)
    if (alone) await driver.change([{ sql: 'update owed set leased_until = 0 where leased_until > 0', values: [] }])
    return recordOn(driver, sealer)
  } catch (cause) {
    await driver[Symbol.asyncDispose]()
    throw cause
  }
}

export function recordOn(driver: Driver, sealer: Sealer): Record {
  return {
    now: async () => (await driver.look([])).now,
    ...readingThings(driver, sealer),
    save: saving(driver, sealer),
    ...owing(driver),
    ...resealing(driver, sealer),
    ...counting(driver),
    ...readingChronicle(driver),

    async copies(draft) {
      const [rows = []] = await driver.read<Copy>([
        { sql: 'select draft, account, ref from copy where draft = ? order by account, ref', values: [draft] },
      ])
      return rows.map(({ draft, account, ref }) => ({ draft, account, ref }))
    },
    async keepCopy({ draft, account, ref }) {
      await driver.change([
        {
          sql: 'insert into copy (draft, account, ref) values (?, ?, ?) on conflict (draft, account) do update set ref = excluded.ref',
          values: [draft, account, ref],
        },
      ])
    },

    async health() {
      try {
        await driver.change([
          {
            sql: `insert into pulse (name, at) values (?, ${driver.clock.sql}) on conflict (name) do update set at = excluded.at`,
            values: ['health', driver.clock.known()],
          },
        ])
        return undefined
      } catch (error) {
        return `the record cannot be written: ${reason(error)}`
      }
    },
    [Symbol.asyncDispose]: () => driver[Symbol.asyncDispose](),
  }
}

/** A clock that was set back must not make a decision older than what it was decided on. */
function neverBack(now: () => Instant): () => Instant {
  let latest = 0
  return () => {
    latest = Math.max(latest, now())
    return latest
  }
}

function reason(error: unknown): string {
  if (!(error instanceof Error)) return 'for no stated reason'
  return error.cause instanceof Error ? error.cause.message : error.message
}

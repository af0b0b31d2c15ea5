// The record on PostgreSQL: the contract, and what only a database across a network can get wrong.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { openKeys } from '../adapters/keys/keys.ts'
import { openPostgresRecord } from '../adapters/sql/postgres-record.ts'
import { workingTables } from '../adapters/sql/schema.ts'
import type { Record } from '../src/port/record.ts'
import { noon, recordContract } from './contract/record.ts'
import { type Engine, openPostgresEngine } from './engine/postgres.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openPostgresEngine()
})
afterAll(() => engine[Symbol.asyncDispose]())

async function openHere() {
  const database = await engine.database()
  const keys = await mkdtemp(join(tmpdir(), 'countersign-keys-'))
  const { sealer } = await openKeys(keys)
  await database.run('create table clock_of_test (at bigint not null)')
  await database.run(`insert into clock_of_test values (${noon})`)
  await database.run('grant select on clock_of_test to public')
  const open: Record[] = []
  const another = async () => {
    const record = await openPostgresRecord({
      url: database.url,
      sealer,
      clock: '(select at from clock_of_test)',
    })
    open.push(record)
    return record
  }
  const closeAll = () => Promise.all(open.splice(0).map((record) => record[Symbol.asyncDispose]()))
  return {
    record: await another(),
    another,
    reopen: async () => {
      await closeAll()
      return another()
    },
    setNow: async (at: number) => {
      await database.run('update clock_of_test set at = $1', [at])
    },
    raw: (sql: string) => database.run(sql),
    bytes: async () => {
      const rows = []
      for (const table of [...workingTables, 'entry']) rows.push(await database.run(`select * from ${table}`))
      return Buffer.from(JSON.stringify(rows))
    },
    close: async () => {
      await closeAll()
      await database[Symbol.asyncDispose]()
      await rm(keys, { recursive: true })
    },
  }
}

recordContract('PostgreSQL', openHere)

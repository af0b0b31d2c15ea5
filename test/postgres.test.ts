// The record on PostgreSQL: the contract, and what only a database across a network can get wrong.

import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openKeys } from '../adapters/keys/keys.ts'
import { openPostgresRecord } from '../adapters/sql/postgres-record.ts'
import { migrations, workingTables } from '../adapters/sql/schema.ts'
import { beforeTheFirst } from '../src/ledger/entry.ts'
import type { Record } from '../src/port/record.ts'
import { day } from '../src/time.ts'
import { board, noon, only, recordContract, watch } from './contract/record.ts'
import { type Engine, openPostgresEngine } from './engine/postgres.ts'
import { sealer } from './stage.ts'

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
    database,
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

describe('a stop', () => {
  test('is not passed over by decisions that keep coming', async () => {
    const database = await engine.database()
    const flooding = await Promise.all(
      [1, 2, 3, 4].map(() => openPostgresRecord({ url: database.url, sealer, most: 16 })),
    )
    const record = await openPostgresRecord({ url: database.url, sealer, most: 1 })
    const first = board(0, beforeTheFirst)
    await record.save(only(first))
    let stopped = false
    let claimed = 0
    const claim = async (on: Record, id: string) => {
      const saved = await on.save({ ...only(watch(id)), unchanged: [{ kind: 'stops', id: 'stops', version: 1 }] })
      if (saved.saved) claimed++
    }
    const flood = flooding.flatMap((on, node) =>
      Array.from({ length: 16 }, async (_, caller) => {
        for (let nth = 0; !stopped; nth++) await claim(on, `w_${node}_${caller}_${nth}`)
      }),
    )
    while (claimed < 200) await record.now()
    const before = claimed
    const saved = await record.save(only(board(1, first.entry.hash)))
    const passed = claimed - before
    stopped = true
    await Promise.all(flood)
    expect(saved).toMatchObject({ saved: true })
    // Those whose turn had come, one on each of 64 connections, and not the thousands that came later.
    expect(passed).toBeLessThan(400)
    await Promise.all([record, ...flooding].map((one) => one[Symbol.asyncDispose]()))
    await database[Symbol.asyncDispose]()
  })
})

describe('whoever works on the record', () => {
  const changes = [
    "update entry set leaf = '{}'",
    "update entry set leaf = '{}' where stream = 'nobody'",
    'truncate entry',
    `insert into entry (stream, version, leaf, hash) values ('w_1', 1, '{}', 'forged')
      on conflict (stream, version) do update set leaf = excluded.leaf`,
  ]

  test.each(changes)('has no right to “%s”, and the owner of the tables is refused it as well', async (sql) => {
    const here = await openHere()
    await here.record.save(only(watch('w_1')))
    const worker = new pg.Client({ connectionString: here.database.url, options: '-c role=countersign_writer' })
    await worker.connect()
    await expect(worker.query(sql)).rejects.toThrow('permission denied for table entry')
    await worker.end()
    await expect(here.raw(sql)).rejects.toThrow('never changed')
    await expect(here.raw(`set session_replication_role = replica; ${sql}`)).rejects.toThrow('never changed')
    expect(await here.record.entries({ limit: 10 })).toEqual([watch('w_1').entry])
    await here.close()
  })

  test.each([
    'delete from entry',
    "delete from entry where leaf::json ->> 'at' > '0'",
    'set search_path = mine, pg_catalog; delete from entry',
    "set timezone = 'Pacific/Kiritimati'; delete from entry",
    'set session_replication_role = replica; delete from entry',
  ])('is refused “%s” for an entry whose term is not over, and the owner of the tables too', async (sql) => {
    const here = await openHere()
    const young = watch('w_1', { at: Date.now() - 402 * day })
    await here.record.save(only(young))
    // Another clock, put in the way of the real one.
    await here.raw('create schema mine; grant usage, create on schema mine to countersign_writer')
    await here.raw(
      "create function mine.clock_timestamp() returns timestamptz language sql as $$ select '2999-01-01'::timestamptz $$",
    )
    const path = sql.replace('mine, pg_catalog', 'mine, public, pg_catalog')
    const worker = new pg.Client({ connectionString: here.database.url, options: '-c role=countersign_writer' })
    await worker.connect()
    await expect(worker.query(path)).rejects.toThrow(/goes only when its term is over|permission denied to set/)
    await worker.end()
    await expect(here.raw(path)).rejects.toThrow('goes only when its term is over')
    expect(await here.record.entries({ limit: 10 })).toEqual([young.entry])
    await here.close()
  })

  test('is turned away when nothing holds the term of what they could take away', async () => {
    const here = await openHere()
    await here.raw('alter table entry disable trigger entry_keeps_its_term')
    await expect(here.another()).rejects.toThrow('“countersign_writer” may change the ledger')
    await here.close()
  })

  test('does so in the role that may only add', async () => {
    const here = await openHere()
    await here.raw(
      "create function who() returns trigger language plpgsql as 'begin raise exception ''%'', current_user; end'",
    )
    await here.raw('create trigger who before insert on thing for each row execute function who()')
    const saved = await here.record.save(only(watch('w_1'))).catch((error: Error) => error.cause)
    expect(saved).toMatchObject({ message: 'countersign_writer' })
    await here.close()
  })

  test('may be an owner who can make no roles: the tables themselves refuse', async () => {
    const { database, url, close } = await login('')
    await database.run(`grant create, usage on schema public to ${new URL(url).username}`)
    await using record = await openPostgresRecord({ url, sealer })
    await record.save(only(watch('w_1')))
    const owner = new pg.Client({ connectionString: url })
    await owner.connect()
    for (const sql of changes) await expect(owner.query(sql)).rejects.toThrow('permission denied for table entry')
    await owner.end()
    expect(await record.entries({ limit: 10 })).toEqual([watch('w_1').entry])
    await record[Symbol.asyncDispose]()
    await close()
  })

  test('may be a mere member of the role, who can make no tables', async () => {
    const { database, url, close } = await login('in role countersign_writer')
    await (await openPostgresRecord({ url: database.url, sealer }))[Symbol.asyncDispose]()
    const record = await openPostgresRecord({ url, sealer })
    expect(await record.save(only(watch('w_1')))).toMatchObject({ saved: true })
    expect(await record.health()).toBeUndefined()
    await record[Symbol.asyncDispose]()
    await close()
  })

  test('is turned away when they could change the ledger', async () => {
    const here = await openHere()
    await here.raw('grant update on entry to countersign_writer')
    await expect(here.another()).rejects.toThrow('“countersign_writer” may change the ledger')
    await here.close()
  })
})

describe('processes', () => {
  test('that make the same tables at once all find them whole', async () => {
    const keys = await mkdtemp(join(tmpdir(), 'countersign-keys-'))
    await openKeys(keys)
    for (let round = 0; round < 3; round++) {
      const database = await engine.database()
      const soon = String(Date.now() + 1200)
      const program = join(import.meta.dirname, '../dist/test/faults/open-postgres.js')
      const codes = await Promise.all(
        ['w_1', 'w_2', 'w_3'].map(async (id) => {
          const child = spawn(process.execPath, [program, database.url, keys, soon, id], {
            stdio: ['ignore', 'ignore', 'inherit'],
          })
          const [code] = await once(child, 'exit')
          return code
        }),
      )
      expect(codes).toEqual([0, 0, 0])
      const made = await database.run('select name from migration')
      expect(made).toEqual(migrations.map(({ name }) => ({ name })))
      expect(await database.run('select stream from entry order by stream')).toEqual([
        { stream: 'w_1' },
        { stream: 'w_2' },
        { stream: 'w_3' },
      ])
      await database[Symbol.asyncDispose]()
    }
    await rm(keys, { recursive: true })
  })
})

describe('a record that a newer version wrote', () => {
  test('is not opened', async () => {
    const here = await openHere()
    await here.raw("insert into migration (name, at) values ('2099-01-01T00:00 later', 0)")
    await expect(here.another()).rejects.toThrow('a newer version wrote it (“2099-01-01T00:00 later”)')
    await here.close()
  })
})

/** A database, and somebody who may log in to it and is nothing else. */
async function login(more: string) {
  const database = await engine.database()
  const user = `login_${randomBytes(6).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  await database.run(`create role ${user} login password '${password}' ${more}`)
  return {
    database,
    url: database.as(user, password),
    async close() {
      await database.run(`drop owned by ${user}`)
      await database.run(`drop role ${user}`)
      await database[Symbol.asyncDispose]()
    },
  }
}

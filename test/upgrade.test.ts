// A record of the first version, on either engine, opened by this one: its entries verify, and what was in flight goes on. How the fixture
// was made stands in test/fixtures/first-record.ts.

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { bringTo } from '../adapters/sql/migrate.ts'
import { openPostgres } from '../adapters/sql/postgres.ts'
import { openPostgresRecord } from '../adapters/sql/postgres-record.ts'
import { openRecord, recordFile } from '../adapters/sql/record.ts'
import { migrations } from '../adapters/sql/schema.ts'
import type { Draft } from '../src/draft/draft.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import type { Record } from '../src/port/record.ts'
import { isRefusal } from '../src/refusal.ts'
import { day, minute, second } from '../src/time.ts'
import { openPostgresEngine } from './engine/postgres.ts'
import { noon } from './people.ts'
import { broken, historyOf, kept } from './promises.ts'
import { account, openStage, type Stage, sealer } from './stage.ts'

/** A record of the first version, where time goes as the test says. */
type Site = {
  open(): Promise<Record>
  setNow(at: number): Promise<void>
  /** SQL past the record; rejects as the database does. */
  raw(sql: string): Promise<readonly object[]>
  close(): Promise<void>
}

const begin = noon + 5 * minute

async function firstRecord(): Promise<string> {
  return readFile(join(import.meta.dirname, 'fixtures/first-record.sql'), 'utf8')
}

async function onSqlite(): Promise<Site> {
  let at = begin
  const folder = await mkdtemp(join(tmpdir(), 'countersign-upgrade-'))
  const file = join(folder, recordFile)
  const first = new DatabaseSync(file)
  first.exec(await firstRecord())
  first.close()
  return {
    open: () => openRecord({ folder, sealer, now: () => at, alone: true }),
    setNow: async (now) => {
      at = now
    },
    raw: async (sql) => {
      const database = new DatabaseSync(file)
      try {
        return database.prepare(sql).all()
      } finally {
        database.close()
      }
    },
    close: () => rm(folder, { recursive: true }),
  }
}

async function onPostgres(): Promise<Site> {
  const engine = await openPostgresEngine()
  const database = await engine.database()
  const { url } = database
  const driver = openPostgres({ url, most: 1 })
  // The tables as the first version made them, and the rows that it wrote, whose places are counted here.
  await bringTo(driver, migrations.slice(0, 1))
  await driver[Symbol.asyncDispose]()
  const rows = (await firstRecord()).split('insert into thing').slice(1).join('insert into thing')
  await database.run(
    `insert into thing${rows.replaceAll(/insert into entry \(at_order, (.*?)\) values \(\d+, /g, 'insert into entry ($1) values (')}`,
  )
  await database.run('create table clock_of_test (at bigint not null)')
  await database.run(`insert into clock_of_test values (${begin})`)
  await database.run('grant select on clock_of_test to public')
  return {
    open: () => openPostgresRecord({ url, sealer, clock: '(select at from clock_of_test)' }),
    setNow: async (now) => {
      await database.run('update clock_of_test set at = $1', [now])
    },
    raw: (sql) => database.run(sql),
    close: async () => {
      await database[Symbol.asyncDispose]()
      await engine[Symbol.asyncDispose]()
    },
  }
}

let site: Site
let stage: Stage

describe.each([
  ['SQLite', onSqlite],
  ['PostgreSQL', onPostgres],
])('on %s', (_, openSite) => {
  let at: number
  const setNow = (now: number) => {
    at = now
    return site.setNow(now)
  }
  beforeEach(async () => {
    at = begin
    site = await openSite()
    stage = await openStage(site.open)
  })
  afterEach(async () => {
    await stage[Symbol.asyncDispose]()
    await site.close()
  })

  test('I5 drafts of the first version go on under this one, and every hash verifies', async () => {
    const before = await historyOf(stage.house.record)
    expect(before.entries.length).toBeGreaterThan(30)
    expect(kept(before)).toEqual([])
    expect(await states()).toEqual({
      'It was published.': 'published',
      'It was rejected.': 'rejected',
      'It waits.': 'pending',
      'It was being sent.': 'publishing',
      'It was allowed.': 'approved',
      'It was received.': 'received',
    })

    await stage.deliver()
    expect(await states()).toMatchObject({ 'It was allowed.': 'published', 'It was received.': 'pending' })
    await decide('It waits.', 'approve')
    await decide('It was received.', 'approve')
    await setNow(at + 2 * minute)
    await stage.deliver()
    // Nobody knows whether it was sent, so a person says so.
    expect(await draft('It was being sent.')).toMatchObject({ state: 'unconfirmed', askPeople: true })
    await decide('It was being sent.', 'not-there')
    await setNow(at + 2 * second)
    await stage.deliver()
    expect([...new Set(Object.values(await states()))].sort()).toEqual(['published', 'rejected'])
    expect(stage.platform.truth).toHaveLength(4)
    const after = await historyOf(stage.house.record)
    expect(broken(after, stage.platform)).toEqual([])
    // What stood there stands there still, byte for byte.
    expect(after.entries.slice(0, before.entries.length)).toEqual(before.entries)
  })

  test('the table of entries gives up after the upgrade what is older than 13 months, and nothing else', async () => {
    const put = (stream: string, at: number) =>
      site.raw(`insert into entry (stream, version, leaf, hash) values ('${stream}', 1, '{"at":${at}}', 'put')`)
    await put('young', Date.now() - 402 * day)
    await put('old', Date.now() - 404 * day)
    await expect(site.raw("delete from entry where stream in ('young', 'old')")).rejects.toThrow(
      'when its term is over',
    )
    await site.raw("delete from entry where stream = 'old'")
    await expect(site.raw("update entry set hash = 'x' where stream = 'young'")).rejects.toThrow('never changed')
    expect(await site.raw("select stream from entry where hash = 'put'")).toEqual([{ stream: 'young' }])
  })

  test('the version from before does not open what this one wrote', async () => {
    await site.raw("insert into migration (name, at) values ('2099-01-01T00:00 later', 0)")
    await expect(site.open()).rejects.toThrow('a newer version wrote it')
    expect(migrations[0]?.name).toBe('2026-11-21T08:00 begin')
  })
})

async function all(): Promise<readonly Draft[]> {
  return (await historyOf(stage.house.record)).drafts.map(({ is }) => is)
}

async function draft(text: string): Promise<Draft> {
  const found = (await all()).find(({ revision }) => revision.content.text === text)
  if (found === undefined) throw new Error(`there is no draft “${text}”`)
  return found
}

async function states(): Promise<{ readonly [text: string]: string }> {
  return Object.fromEntries((await all()).map(({ revision, state }) => [revision.content.text, state]))
}

async function decide(text: string, what: 'approve' | 'not-there'): Promise<void> {
  const one = await draft(text)
  const shown = { revision: 1, fingerprint: 'screened' in one ? one.screened.fingerprint : '' }
  const click = what === 'approve' ? ({ do: what, shown, ticked: [], did: 'read' } as const) : ({ do: what } as const)
  const done = await decideDraft(stage.house, account('ada'), one.id, click)
  if (isRefusal(done)) throw new Error(done.refused)
}

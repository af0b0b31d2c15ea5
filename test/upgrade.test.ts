// A record of the first version, opened by this one: its entries verify, and what was in flight goes on. How the fixture
// was made stands in test/fixtures/first-record.ts.

import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openRecord, recordFile } from '../adapters/sql/record.ts'
import { migrations } from '../adapters/sql/schema.ts'
import type { Draft } from '../src/draft/draft.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import { isRefusal } from '../src/refusal.ts'
import { day, minute, second } from '../src/time.ts'
import { noon } from './people.ts'
import { broken, historyOf, kept } from './promises.ts'
import { account, openStage, type Stage, sealer } from './stage.ts'

let folder: string
let stage: Stage
let at: number
beforeEach(async () => {
  at = noon + 5 * minute
  folder = await mkdtemp(join(tmpdir(), 'countersign-upgrade-'))
  const database = new DatabaseSync(join(folder, recordFile))
  database.exec(await readFile(join(import.meta.dirname, 'fixtures/first-record.sql'), 'utf8'))
  database.close()
  stage = await openStage(() => openRecord({ folder, sealer, now: () => at, alone: true }))
})
afterEach(async () => {
  await stage[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
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
  at += 2 * minute
  await stage.deliver()
  // Nobody knows whether it was sent, so a person says so.
  expect(await draft('It was being sent.')).toMatchObject({ state: 'unconfirmed', askPeople: true })
  await decide('It was being sent.', 'not-there')
  at += 2 * second
  await stage.deliver()
  expect([...new Set(Object.values(await states()))].sort()).toEqual(['published', 'rejected'])
  expect(stage.platform.truth).toHaveLength(4)
  const after = await historyOf(stage.house.record)
  expect(broken(after, stage.platform)).toEqual([])
  // What stood there stands there still, byte for byte.
  expect(after.entries.slice(0, before.entries.length)).toEqual(before.entries)
})

test('the table of entries gives up after the upgrade what is older than 13 months, and nothing else', async () => {
  const database = new DatabaseSync(join(folder, recordFile))
  const put = database.prepare("insert into entry (stream, version, leaf, hash) values (?, 1, ?, '')")
  put.run('young', JSON.stringify({ at: Date.now() - 402 * day }))
  put.run('old', JSON.stringify({ at: Date.now() - 404 * day }))
  expect(() => database.exec("delete from entry where stream in ('young', 'old')")).toThrow('when its term is over')
  database.exec("delete from entry where stream = 'old'")
  expect(() => database.exec("update entry set hash = 'x' where stream = 'young'")).toThrow('never changed')
  expect(database.prepare("select stream from entry where hash = ''").all()).toEqual([{ stream: 'young' }])
  database.close()
})

test('the version from before does not open what this one wrote', async () => {
  const database = new DatabaseSync(join(folder, recordFile))
  database.exec("insert into migration (name, at) values ('2099-01-01T00:00 later', 0)")
  database.close()
  await expect(openRecord({ folder, sealer })).rejects.toThrow('a newer version wrote it')
  expect(migrations[0]?.name).toBe('2026-11-21T08:00 begin')
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

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Driver } from '../adapters/sql/driver.ts'
import { openSqlite } from '../adapters/sql/sqlite.ts'

let folder = ''
let driver: Driver
const first = { sql: 'select name from person where name = ?', values: ['ada'] }

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'countersign-read-'))
  driver = await openSqlite(join(folder, 'read.db'), Date.now)
  await driver.change([{ sql: 'create table person (name text primary key)', values: [] }])
  await driver.change([{ sql: 'insert into person (name) values (?)', values: ['ada'] }])
})
afterAll(async () => {
  await driver[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

describe('reads that are asked for in one turn', () => {
  test('see one moment, whatever is written beside them', async () => {
    const inserted = driver.change([{ sql: 'insert into person (name) values (?)', values: ['bo'] }])
    const count = { sql: 'select count(*) as people from person', values: [] }
    const together = await Promise.all([driver.read([count]), driver.read([count, first]), driver.read([count])])
    await inserted
    const people = together.map(([rows]) => rows)
    expect(people[1]).toEqual(people[0])
    expect(people[2]).toEqual(people[0])
    expect(await driver.read([count])).toEqual([[{ people: 2 }]])
  })

  test('get their own answers: the same question with other values is another one', async () => {
    const other = { ...first, values: ['nobody'] }
    const [one, two, three] = await Promise.all([driver.read([first]), driver.read([other]), driver.read([first])])
    expect([one, two, three]).toEqual([[[{ name: 'ada' }]], [[]], [[{ name: 'ada' }]]])
  })

  test('do not fail with the one that asked nonsense', async () => {
    const nonsense = driver.read([{ sql: 'select name from nowhere', values: [] }])
    const sound = driver.read([first])
    await expect(nonsense).rejects.toThrow('nowhere')
    expect(await sound).toEqual([[{ name: 'ada' }]])
  })
})

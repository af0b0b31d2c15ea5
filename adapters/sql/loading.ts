// Loads the rows of a backup into an empty record. Until all is there and in order nobody can open what is being made: on
// SQLite it lies in a file of another name, on PostgreSQL a mark stands among the migrations. Whoever breaks off begins
// again, and nothing that was there before is ever replaced.

import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import type { Record } from '../../src/port/record.ts'
import type { Instant } from '../../src/time.ts'
import type { Driver, Value } from './driver.ts'
import { bringTo, loadingMark, migrationsOf } from './migrate.ts'
import { openPostgres } from './postgres.ts'
import { recordFile, recordOn } from './record.ts'
import { migrations, workingTables } from './schema.ts'
import type { Sealer } from './seal.ts'
import type { RecordAt } from './snapshot.ts'
import { openSqlite } from './sqlite.ts'

export type Loading = AsyncDisposable & {
  /** Makes the tables as they were when the backup was made. */
  begin(of: { readonly migrations: readonly string[] }): Promise<void>
  take(table: string, columns: readonly string[], row: readonly Value[]): Promise<void>
  /** All rows were good: brings the tables to this version, lets `work` on the record, and gives it its place. */
  finish<T>(sealer: Sealer, work: (record: Record) => Promise<T>): Promise<T>
}

type Site = {
  readonly driver: Driver
  /** Nothing stands in the way any more: now it is the record. */
  place(): Promise<void>
}

const rowsAtOnce = 200
const known: readonly string[] = [...workingTables, 'entry']

/** Rejects when there is a record already. */
export async function openLoading(at: RecordAt): Promise<Loading> {
  const { driver, place } =
    at.database === undefined ? await besideFile(at.data, at.now) : await inDatabase(at.database)
  let waiting: { readonly sql: string; readonly values: readonly Value[] }[] = []
  let closed = false
  const close = async () => {
    if (closed) return
    closed = true
    await driver[Symbol.asyncDispose]()
  }
  const flush = async () => {
    const steps = waiting
    waiting = []
    if (steps.length > 0) await driver.change(steps)
  }
  return {
    async begin({ migrations: names }) {
      const foreign = names.find((name) => !migrations.some((migration) => migration.name === name))
      if (foreign !== undefined) throw new Error(`restoring: a newer version made this backup (“${foreign}”)`)
      await bringTo(
        driver,
        migrations.filter(({ name }) => names.includes(name)),
      )
      await driver.change([
        {
          sql: `insert into migration (name, at) values (?, ${driver.clock.sql})`,
          values: [loadingMark, driver.clock.known()],
        },
      ])
    },
    async take(table, columns, row) {
      if (!known.includes(table)) throw new Error(`restoring: there is no table “${table}” in this version`)
      // Who held it is dead, or is not this house.
      const values = columns.map((column, place) => (column === 'leased_until' ? 0 : (row[place] ?? null)))
      const places = columns.map(() => '?').join(', ')
      waiting.push({ sql: `insert into ${table} (${columns.join(', ')}) values (${places})`, values })
      if (waiting.length >= rowsAtOnce) await flush()
    },
    async finish(sealer, work) {
      await flush()
      await bringTo(driver, migrations)
      const worked = await work(recordOn(driver, sealer))
      await driver.change([{ sql: 'delete from migration where name = ?', values: [loadingMark] }])
      await close()
      await place()
      return worked
    },
    [Symbol.asyncDispose]: close,
  }
}

async function besideFile(data: string, now: () => Instant): Promise<Site> {
  await mkdir(data, { recursive: true, mode: 0o700 })
  const file = join(data, recordFile)
  if (await stat(file).catch(() => undefined)) {
    const there = await openSqlite(file, now)
    const used = await isUsed(there).finally(() => there[Symbol.asyncDispose]())
    if (used) throw new Error(`restoring into ${file}: there is a record already; a backup goes into an empty folder`)
    await removed(file)
  }
  const beside = `${file}.restoring`
  await removed(beside)
  const driver = await openSqlite(beside, now)
  return {
    driver,
    async place() {
      folded(beside)
      await rename(beside, file)
      await removed(beside)
      const folder = await open(data, 'r')
      await folder.sync().finally(() => folder.close())
    },
  }
}

/** All of it into the one file: what still stood in the log would be lost with its name. */
function folded(file: string): void {
  const database = new DatabaseSync(file)
  try {
    const [row] = database.prepare('pragma wal_checkpoint(truncate)').all()
    if (row?.busy !== 0) throw new Error(`restoring into ${file}: somebody else reads it`)
  } finally {
    database.close()
  }
}

async function removed(file: string): Promise<void> {
  for (const end of ['', '-wal', '-shm']) await rm(`${file}${end}`, { force: true })
}

async function inDatabase(url: string): Promise<Site> {
  const driver = openPostgres({ url, most: 1 })
  try {
    await driver.look([])
    const names = await migrationsOf(driver)
    if (!names.includes(loadingMark) && (await isUsed(driver)))
      throw new Error('restoring into PostgreSQL: there is a record already; a backup goes into an empty database')
    // Empty tables, or those of a restore that broke off.
    await driver.change([
      ...driver.dialect.makingTables,
      ...known.map((table) => ({ sql: `drop table if exists ${table} cascade`, values: [] })),
      ...['entry_stays', 'entry_keeps_its_term'].map((name) => ({
        sql: `drop function if exists ${name}() cascade`,
        values: [],
      })),
    ])
    return { driver, place: async () => undefined }
  } catch (cause) {
    await driver[Symbol.asyncDispose]()
    throw cause
  }
}

async function isUsed(driver: Driver): Promise<boolean> {
  const [there = []] = await driver.read([{ sql: driver.dialect.hasTable, values: ['thing'] }])
  if (there.length === 0) return false
  const [things = [], entries = []] = await driver.read([
    { sql: 'select 1 from thing limit 1', values: [] },
    { sql: 'select 1 from entry limit 1', values: [] },
  ])
  return things.length + entries.length > 0
}

// Brings a record to the tables of this version. Two processes may do so at once: the name of a migration goes in with
// its tables, in one transaction, and whoever comes second finds it there.

import type { Driver } from './driver.ts'
import { type Migration, migrations } from './schema.ts'

/** Stands among the names while a backup is being loaded: no version opens a record that is half there. */
export const loadingMark = 'a backup is being loaded'

export async function migrate(driver: Driver): Promise<void> {
  const done = await migrationsOf(driver)
  // Writing with older tables in mind could lose what a newer version keeps there.
  const foreign = done.find((name) => !migrations.some((migration) => migration.name === name))
  if (foreign === loadingMark) throw new Error('opening the record: a restore did not end; begin it again')
  if (foreign !== undefined) throw new Error(`opening the record: a newer version wrote it (“${foreign}”)`)
  await bringTo(driver, migrations)
}

/** The changes that made its tables; none where there are no tables yet. */
export async function migrationsOf(driver: Driver): Promise<readonly string[]> {
  const [there = []] = await driver.read([{ sql: driver.dialect.hasTable, values: ['migration'] }])
  if (there.length === 0) return []
  const [rows = []] = await driver.read<{ name: string }>([{ sql: 'select name from migration', values: [] }])
  return rows.map(({ name }) => name)
}

/** Makes those of these changes that were not made yet. */
export async function bringTo(driver: Driver, wanted: readonly Migration[]): Promise<void> {
  const { dialect, clock } = driver
  // Who may only work with the tables is not asked to make them.
  const [there = []] = await driver.read([{ sql: dialect.hasTable, values: ['migration'] }])
  if (there.length === 0) {
    await driver.change([
      ...dialect.makingTables,
      { sql: 'create table if not exists migration (name text primary key, at bigint not null)', values: [] },
    ])
  }
  const done = new Set(await migrationsOf(driver))
  for (const { name, statements } of wanted) {
    if (done.has(name)) continue
    await driver.change([
      ...dialect.makingTables,
      {
        sql: `insert into migration (name, at) values (?, ${clock.sql}) on conflict do nothing`,
        values: [name, clock.known()],
        orElse: 'somebody did it',
      },
      ...statements(dialect).map((sql) => ({ sql, values: [] })),
    ])
  }
}

// Brings a record to the tables of this version. Two processes may do so at once: the name of a migration goes in with
// its tables, in one transaction, and whoever comes second finds it there.

import type { Driver } from './driver.ts'
import { migrations } from './schema.ts'

export async function migrate(driver: Driver): Promise<void> {
  const { dialect, clock } = driver
  // Who may only work with the tables is not asked to make them.
  const [there = []] = await driver.read([{ sql: dialect.hasTable, values: ['migration'] }])
  if (there.length === 0) {
    await driver.change([
      ...dialect.makingTables,
      { sql: 'create table if not exists migration (name text primary key, at bigint not null)', values: [] },
    ])
  }
  const [rows = []] = await driver.read<{ name: string }>([{ sql: 'select name from migration', values: [] }])
  const done = new Set(rows.map(({ name }) => name))

  // Writing with older tables in mind could lose what a newer version keeps there.
  const foreign = [...done].find((name) => !migrations.some((migration) => migration.name === name))
  if (foreign !== undefined) throw new Error(`opening the record: a newer version wrote it (“${foreign}”)`)

  for (const { name, statements } of migrations) {
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

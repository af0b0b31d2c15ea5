// Every row of a record as it was at one moment, read beside the gate that works on it. SQLite gives a reader of its own
// the last commit for as long as it reads, and lets the gate write on; PostgreSQL does so in one transaction. The lock of
// the folder is not asked: it keeps a second gateway away, and this one only looks.

import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from '@photostructure/sqlite'
import pg from 'pg'
import type { Instant } from '../../src/time.ts'
import type { Value } from './driver.ts'
import { recordFile } from './record.ts'
import { migrations, workingTables } from './schema.ts'

export type TableRows = {
  readonly table: string
  readonly columns: readonly string[]
  readonly rows: AsyncIterable<readonly Value[]>
}
export type Snapshot = {
  readonly at: Instant
  readonly engine: 'SQLite' | 'PostgreSQL'
  readonly migrations: readonly string[]
  /** To be read in this order, each to its end. */
  tables(): AsyncIterable<TableRows>
}

/** An entry tells its place by its order alone: where it is loaded it is counted anew. */
const counted = 'at_order'
const tables = [...workingTables.filter((table) => table !== 'pulse' && table !== 'migration'), 'entry']
const rowsAtOnce = 500

export type RecordAt = { readonly data: string; readonly database?: string | undefined; readonly now: () => Instant }

/** Rejects when the record is not there, or was not made by exactly this version. */
export async function withSnapshot<T>(at: RecordAt, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  return at.database === undefined ? onSqlite(join(at.data, recordFile), at.now, work) : onPostgres(at.database, work)
}

async function onSqlite<T>(file: string, now: () => Instant, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  await stat(file).catch((cause: unknown) => {
    throw new Error(`reading the record ${file}: it is not there`, { cause })
  })
  const database = new DatabaseSync(file, { timeout: 5000, readOnly: true })
  try {
    database.exec('begin')
    const all = (sql: string): readonly { readonly [column: string]: Value }[] => database.prepare(sql).all()
    const names = all('select name from migration order by name').map(({ name }) => String(name))
    sameVersion(names)
    return await work({
      at: now(),
      engine: 'SQLite',
      migrations: names,
      async *tables() {
        for (const table of tables) {
          const wanted = told(
            database
              .prepare(`select * from ${table}`)
              .columns()
              .map(({ name }) => name),
          )
          const statement = database.prepare(selectFrom(table, wanted))
          yield { table, columns: wanted, rows: oneByOne(statement.iterate(), wanted) }
        }
      },
    })
  } finally {
    database.close()
  }
}

/** One row after the other, as they are asked for: a record may be larger than what this process may hold. */
async function* oneByOne(
  rows: Iterable<{ readonly [column: string]: Value }>,
  columns: readonly string[],
): AsyncIterable<readonly Value[]> {
  for (const row of rows) yield columns.map((column) => row[column] ?? null)
}

async function onPostgres<T>(url: string, work: (snapshot: Snapshot) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'countersign backup',
    connectionTimeoutMillis: 5000,
  })
  // Whoever waits for an answer hears of a lost connection there.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    const { rows: names } = await client.query<{ name: string }>('select name from migration order by name collate "C"')
    const migrated = names.map(({ name }) => name)
    sameVersion(migrated)
    const { rows: clock } = await client.query<{ now: string }>(
      'select (extract(epoch from statement_timestamp()) * 1000)::bigint as now',
    )
    return await work({
      at: Number(clock[0]?.now),
      engine: 'PostgreSQL',
      migrations: migrated,
      async *tables() {
        for (const table of tables) {
          const { fields } = await client.query(`select * from ${table} limit 0`)
          const wanted = told(fields.map(({ name }) => name))
          yield { table, columns: wanted, rows: fetched(client, table, wanted) }
        }
      },
    })
  } finally {
    await client.end()
  }
}

async function* fetched(client: pg.Client, table: string, columns: readonly string[]): AsyncIterable<readonly Value[]> {
  await client.query(`declare told no scroll cursor for ${selectFrom(table, columns)}`)
  for (;;) {
    const { rows, fields } = await client.query<(string | number | null)[]>({
      text: `fetch ${rowsAtOnce} from told`,
      rowMode: 'array',
    })
    // A bigint comes as text.
    for (const row of rows)
      yield row.map((cell, at) => (cell !== null && fields[at]?.dataTypeID === bigint ? Number(cell) : cell))
    if (rows.length < rowsAtOnce) break
  }
  await client.query('close told')
}

const bigint = 20

function selectFrom(table: string, columns: readonly string[]): string {
  return `select ${columns.join(', ')} from ${table} order by ${table === 'entry' ? counted : '1, 2'}`
}

function told(columns: readonly string[]): readonly string[] {
  return columns.filter((column) => column !== counted)
}

function sameVersion(names: readonly string[]): void {
  const other = names.find((name) => !migrations.some((migration) => migration.name === name))
  const missing = migrations.find(({ name }) => !names.includes(name))
  if (other !== undefined)
    throw new Error(`reading the record: a newer version wrote it (“${other}”); back it up with that`)
  if (missing !== undefined)
    throw new Error(
      `reading the record: an older version wrote it (“${missing.name}” is missing); back it up with that`,
    )
}

// SQLite behind the driver: one connection that writes (group.ts) and one that only reads, which sees nothing that is
// not committed. Every statement runs to its end before anything else of this process does.

import { setTimeout } from 'node:timers/promises'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import type { Instant } from '../../src/time.ts'
import type { Dialect, Driver, Query } from './driver.ts'
import { groupOn } from './group.ts'
import { sharedRead } from './shared-read.ts'
import { statementsOf } from './statement.ts'

/** How long another process may hold the file before we give up. */
const patienceMs = 5000

const dialect: Dialect = {
  // One writer: places are given and seen in one order.
  settlesAfterMs: 0,
  counted: 'integer primary key',
  key: 'text',
  keyed: 'without rowid',
  engine: { name: 'SQLite', sql: 'select sqlite_version()' },
  durable: [
    { setting: 'journal_mode', sql: 'pragma journal_mode', mayBe: ['wal'] },
    { setting: 'synchronous', sql: 'pragma synchronous', mayBe: ['2', '3'] },
  ],
  hasTable: "select name from sqlite_master where type = 'table' and name = ?",
  insertOnly: (table, keys) => [
    refusal(table, 'update', ''),
    refusal(table, 'delete', ''),
    // “insert or replace” deletes the row that is in its way, and asks no trigger about that.
    refusal(table, 'insert', `when ${keys.map((columns) => isThere(table, columns)).join(' or ')}`),
  ],
  keepsItsTerm: (table, leastMs) => [
    `drop trigger ${table}_refuses_delete`,
    // A leaf that names no moment, or none that is a number, stays: a text is more than any number.
    refusal(
      table,
      'delete',
      `when coalesce(json_extract(old.leaf, '$.at'), 'never') > strftime('%s', 'now') * 1000 - ${leastMs}`,
      ', and goes only when its term is over',
    ),
  ],
  // There is one writer at a time, whoever it is.
  makingTables: [],
  holding: () => [],
  amongFree: (select) => `id in (${select})`,
}

function refusal(table: string, verb: 'update' | 'delete' | 'insert', when: string, more = ''): string {
  return `create trigger ${table}_refuses_${verb} before ${verb} on ${table} ${when}
    begin select raise(abort, 'a row of ${table} is never changed${more}'); end`
}

function isThere(table: string, columns: readonly string[]): string {
  return `exists (select 1 from ${table} where ${columns.map((column) => `${column} = new.${column}`).join(' and ')})`
}

export async function openSqlite(file: string, now: () => Instant): Promise<Driver> {
  const writing = await connect(file)
  const reading = new DatabaseSync(file, { timeout: patienceMs, readOnly: true })
  const group = groupOn(writing)
  const read = sharedRead(statementsOf(reading))
  return {
    dialect,
    clock: { sql: '?', known: now },
    read,
    look: async <Row>(queries: readonly Query[]) => ({ rows: await read<Row>(queries), now: now() }),
    change: group.change,
    async [Symbol.asyncDispose]() {
      group.finish()
      reading.close()
      // Last, so that it can fold the log into the file.
      writing.close()
    },
  }
}

export function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === 5
}

async function connect(file: string): Promise<DatabaseSyncInstance> {
  const until = performance.now() + patienceMs
  for (;;) {
    const database = new DatabaseSync(file, { timeout: patienceMs })
    try {
      database.exec('pragma journal_mode = wal')
      database.exec('pragma synchronous = full')
      return database
    } catch (cause) {
      database.close()
      // When two processes make one file, the second is told "busy" here, however long it was ready to wait.
      if (!isBusy(cause) || performance.now() > until) throw new Error(`opening ${file}`, { cause })
      await setTimeout(20)
    }
  }
}

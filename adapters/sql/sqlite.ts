// SQLite behind the driver: one connection that writes (group.ts) and one that only reads, which sees nothing that is
// not committed. Every statement runs to its end before anything else of this process does.

import { setTimeout } from 'node:timers/promises'
import { DatabaseSync, type DatabaseSyncInstance } from '@photostructure/sqlite'
import type { Dialect, Driver } from './driver.ts'
import { groupOn } from './group.ts'
import { sharedRead } from './shared-read.ts'
import { statementsOf } from './statement.ts'

/** How long another process may hold the file before we give up. */
const patienceMs = 5000

const dialect: Dialect = {
  counted: 'integer primary key',
  keyed: 'without rowid',
  insertOnly: (table, keys) => [
    refusal(table, 'update', ''),
    refusal(table, 'delete', ''),
    // “insert or replace” deletes the row that is in its way, and asks no trigger about that.
    refusal(table, 'insert', `when ${keys.map((columns) => isThere(table, columns)).join(' or ')}`),
  ],
}

function refusal(table: string, verb: 'update' | 'delete' | 'insert', when: string): string {
  return `create trigger ${table}_refuses_${verb} before ${verb} on ${table} ${when}
    begin select raise(abort, 'a row of ${table} is never changed'); end`
}

function isThere(table: string, columns: readonly string[]): string {
  return `exists (select 1 from ${table} where ${columns.map((column) => `${column} = new.${column}`).join(' and ')})`
}

export async function openSqlite(file: string): Promise<Driver> {
  const writing = await connect(file)
  const reading = new DatabaseSync(file, { timeout: patienceMs, readOnly: true })
  const group = groupOn(writing)
  return {
    dialect,
    read: sharedRead(statementsOf(reading)),
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

// Prepared statements, each compiled once for a connection.

import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { Value } from './driver.ts'

export type Statement = {
  /** Whether it answers with rows. */
  readonly answers: boolean
  rows<Row>(values: readonly Value[]): readonly Row[]
  /** How many rows it changed. */
  run(values: readonly Value[]): number
}

export function statementsOf(database: DatabaseSyncInstance): (sql: string) => Statement {
  const known = new Map<string, Statement>()
  return (sql) => {
    const before = known.get(sql)
    if (before !== undefined) return before
    const prepared = database.prepare(sql)
    const statement = {
      answers: prepared.columns().length > 0,
      rows: (values: readonly Value[]) => prepared.all(...values),
      run: (values: readonly Value[]) => prepared.run(...values).changes,
    }
    known.set(sql, statement)
    return statement
  }
}

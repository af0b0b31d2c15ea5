// What the repository asks of a database. Both doors take a whole list of SQL at once: a driver can run it without
// giving way in between (SQLite), or send it in one round trip (PostgreSQL). Placeholders are `?`.

import type { Instant } from '../../src/time.ts'

export type Value = string | number | null
export type Query = { readonly sql: string; readonly values: readonly Value[] }

/** One statement of a change. */
export type Step<Lost> = Query & {
  /** If it finds or changes no row, nothing of the whole change happens and this is the answer. */
  readonly orElse?: Lost
}

export type Changed<Row, Lost> =
  /** On disk; the rows that each step returned. */
  { readonly done: true; readonly rows: readonly (readonly Row[])[] } | { readonly done: false; readonly lost: Lost }

/** The rows of each query, and the moment at which they were so. */
export type Looked<Row> = { readonly now: Instant; readonly rows: readonly (readonly Row[])[] }

export type Driver = {
  readonly dialect: Dialect
  readonly clock: Clock
  /** The rows of each query, all of them at one moment and none of them uncommitted. */
  read<Row>(queries: readonly Query[]): Promise<readonly (readonly Row[])[]>
  /** The same, with that moment. */
  look<Row>(queries: readonly Query[]): Promise<Looked<Row>>
  /**
   * All of it or nothing, its steps in their order. Two changes that are asked for together may happen in either order.
   * Rejects when a statement fails or the database cannot be reached; then nothing of it happened, unless it says that
   * nobody can say whether it did.
   */
  change<Row, Lost = never>(steps: readonly Step<Lost>[]): Promise<Changed<Row, Lost>>
  [Symbol.asyncDispose](): Promise<void>
}

/** The clock of the house, which never goes back. */
export type Clock = {
  /** The moment, as SQL with one placeholder. */
  readonly sql: string
  /** The latest moment that is known here; this is what is bound to that placeholder. */
  known(): Instant
}

/** The few words in which the databases differ. */
export type Dialect = {
  /** A key that grows with every row. */
  readonly counted: string
  /** Text that is compared and sorted byte by byte. */
  readonly key: string
  /** Said after a small table that is nothing but its primary key. */
  readonly keyed: string
  /** Its version. */
  readonly engine: { readonly name: string; readonly sql: string }
  /** Settings on which it rests that what was committed outlives a power cut, and what each may be. */
  readonly durable: readonly { readonly setting: string; readonly sql: string; readonly mayBe: readonly string[] }[]
  /** How long after a change was decided its rows may still appear behind those of later ones. */
  readonly settlesAfterMs: number
  /** One row, if there is a table of this name. */
  readonly hasTable: string
  /** Statements after which the database itself refuses to change, delete or replace a row with one of these keys. */
  insertOnly(table: string, keys: readonly (readonly string[])[]): readonly string[]
  /** After those: a row may go, whole, once the moment that its leaf names is so long ago by the engine's own clock. */
  keepsItsTerm(table: string, leastMs: number): readonly string[]
  /** Before making tables: nobody else makes any until this change is over. */
  readonly makingTables: readonly Query[]
  /**
   * Before a change that rests on some ids and writes others: nobody writes the first, nobody rests on or writes the
   * second until it is over, whether they exist yet or not.
   */
  holding(ids: { readonly restsOn: readonly string[]; readonly writes: readonly string[] }): readonly Query[]
  /** The condition that `id` is one of what this `select` finds, without waiting for rows that others are taking. */
  amongFree(select: string): string
}

// What the repository asks of a database. Both doors take a whole list of SQL at once: a driver can run it without
// giving way in between (SQLite), or send it in one round trip (PostgreSQL). Placeholders are `?`.

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

export type Driver = {
  readonly dialect: Dialect
  /** The rows of each query, all of them at one moment and none of them uncommitted. */
  read<Row>(queries: readonly Query[]): Promise<readonly (readonly Row[])[]>
  /** All of it or nothing, in the order of asking. Rejects when a statement fails; then nothing of it happened. */
  change<Row, Lost = never>(steps: readonly Step<Lost>[]): Promise<Changed<Row, Lost>>
  [Symbol.asyncDispose](): Promise<void>
}

/** The few words in which the databases differ where tables are made. */
export type Dialect = {
  /** A key that grows with every row. */
  readonly counted: string
  /** Said after a small table that is nothing but its primary key. */
  readonly keyed: string
  /** Statements after which the database itself refuses to change, delete or replace a row with one of these keys. */
  insertOnly(table: string, keys: readonly (readonly string[])[]): readonly string[]
}

// One round trip to PostgreSQL: every statement of a list is sent at once, with a single sync behind them. What follows
// a statement that fails is skipped by the server itself, also when it was `begin` that failed; node-postgres' own
// pipeline puts a sync behind each, and then the rest would run on, each for itself.

import type { ClientBase, Connection } from 'pg'
import type { Query, Value } from './driver.ts'

export type Answer<Row> = {
  readonly rows: readonly Row[]
  /** How many rows it returned or changed. */
  readonly hits: number
  /** What was done, in the server's words; a `commit` of what had failed is answered “ROLLBACK”. */
  readonly tag: string
}

/** The answers up to the one that failed; with `failed` there are fewer than there were queries. */
export type Answers<Row> = { readonly answers: readonly Answer<Row>[]; readonly failed: Error | undefined }

type Field = { readonly name: string; readonly dataTypeID: number }
type Statement = { readonly name: string; fields: readonly Field[]; described: boolean }
/** What one connection has prepared. */
type Prepared = Map<string, Statement>

const preparedOn = new WeakMap<Connection, Prepared>()
const names = new Map<string, { readonly name: string; readonly text: string }>()
const numbers = [20, 21, 23, 26]

/** Rejects when no answer came within the limit; then the connection is of no more use. */
export function roundTrip<Row>(client: ClientBase, queries: readonly Query[], limitMs: number): Promise<Answers<Row>> {
  return new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`the database did not answer within ${limitMs} ms`)), limitMs)
    client.query(
      submittable<Row>(queries, (answers) => {
        clearTimeout(limit)
        resolve(answers)
      }),
    )
  })
}

/** In the shape that node-postgres calls: `submit`, then one method for each message of the server. */
function submittable<Row>(queries: readonly Query[], tell: (answers: Answers<Row>) => void) {
  const answers: Answer<Row>[] = []
  const asked: Statement[] = []
  let rows: Row[] = []
  let end = () => {}

  const finish = (failed: Error | undefined) => {
    end()
    tell({ answers, failed })
  }
  return {
    submit(connection: Connection) {
      const prepared = preparedOn.get(connection) ?? new Map<string, Statement>()
      preparedOn.set(connection, prepared)
      const parsing: { readonly sql: string; readonly statement: Statement }[] = []
      // Only what the server says it has parsed is prepared: it skips the rest after one that failed.
      const parsed = () => {
        const one = parsing.shift()
        if (one !== undefined) prepared.set(one.sql, one.statement)
      }
      connection.on('parseComplete', parsed)
      end = () => connection.off('parseComplete', parsed)

      connection.stream.cork()
      const fresh: Prepared = new Map()
      for (const { sql, values } of queries) {
        const { name, text } = nameOf(sql)
        let statement = prepared.get(sql) ?? fresh.get(sql)
        const described = statement?.described ?? false
        if (statement === undefined) {
          statement = { name, fields: [], described: false }
          fresh.set(sql, statement)
          parsing.push({ sql, statement })
          connection.parse({ name, text, types: [] }, true)
        }
        connection.bind({ statement: name, values: values.map(written) }, true)
        if (!described) connection.describe({ type: 'P', name: '' }, true)
        connection.execute({}, true)
        asked.push(statement)
      }
      connection.sync()
      connection.stream.uncork()
    },
    handleRowDescription({ fields }: { readonly fields: readonly Field[] }) {
      const statement = asked[answers.length]
      if (statement !== undefined) statement.fields = fields
    },
    handleDataRow({ fields }: { readonly fields: readonly (string | null)[] }) {
      rows.push(rowOf(asked[answers.length]?.fields ?? [], fields))
    },
    handleCommandComplete({ text }: { readonly text: string }) {
      const statement = asked[answers.length]
      if (statement !== undefined) statement.described = true
      const count = Number(text.split(' ').at(-1))
      answers.push({ rows, hits: Number.isInteger(count) ? count : 0, tag: text })
      rows = []
    },
    handleReadyForQuery: () => finish(undefined),
    handleError: (failed: Error) => finish(failed),
  }
}

function nameOf(sql: string): { readonly name: string; readonly text: string } {
  const known = names.get(sql)
  if (known !== undefined) return known
  let place = 0
  // Its first word stands in the name, for those who read what goes over the wire or what the server logs.
  const [verb = ''] = sql.trim().split(/\s/, 1)
  const named = { name: `countersign_${verb}_${names.size}`, text: sql.replaceAll('?', () => `$${++place}`) }
  names.set(sql, named)
  return named
}

function written(value: Value): string | null {
  return value === null ? null : String(value)
}

function rowOf<Row>(fields: readonly Field[], cells: readonly (string | null)[]): Row {
  const row = Object.create(Object.prototype)
  fields.forEach(({ name, dataTypeID }, at) => {
    const cell = cells[at] ?? null
    row[name] = cell !== null && numbers.includes(dataTypeID) ? Number(cell) : cell
  })
  return row
}

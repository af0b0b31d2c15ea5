// The raw engines that ours is held against: SQLite with group commit of the same rows, and a bare Hono endpoint that
// parses the same JSON. No checks, no hashing, no sealing: as fast as these can be.

import { createServer } from 'node:http'
import { join } from 'node:path'
import { getRequestListener } from '@hono/node-server'
import { DatabaseSync } from '@photostructure/sqlite'
import { Hono } from 'hono'

type Cell = string | number | null
export type Row = { readonly table: string; readonly cells: { readonly [column: string]: Cell } }

/** The rows that the newest draft of this record made. */
export function rowsOfOne(folder: string, draft: string): readonly Row[] {
  const database = new DatabaseSync(join(folder, 'record.db'), { readOnly: true })
  const read = (table: string, where: string): Row[] =>
    database
      .prepare(`select * from ${table} where ${where} = ?`)
      .all(draft)
      .map((cells) => ({ table, cells: { ...(cells as Row['cells']) } }))
  const rows = [
    ...read('thing', 'id'),
    ...read('tag', 'id'),
    ...read('sole', 'id'),
    ...read('entry', 'stream'),
    ...read('owed', 'about'),
  ]
  database.close()
  return rows
}

/** Inserts the same rows under other ids, as many callers at once as ours has, sharing commits. */
export function rawSqlite(folder: string, rows: readonly Row[], draft: string) {
  const database = new DatabaseSync(join(folder, 'record.db'), { timeout: 5000 })
  database.exec('pragma journal_mode = wal')
  database.exec('pragma synchronous = full')
  const statements = rows.map(({ table, cells }) => {
    const columns = Object.keys(cells).filter((column) => column !== 'at_order')
    const places = columns.map(() => '?').join(', ')
    return { run: database.prepare(`insert into ${table} (${columns.join(', ')}) values (${places})`), columns, cells }
  })
  let made = 0
  let waiting: (() => void)[] = []
  const commit = () => {
    const group = waiting
    waiting = []
    database.exec('begin immediate')
    for (const _ of group) {
      const id = `raw${made++}`
      for (const { run, columns, cells } of statements) {
        run.run(
          ...columns.map((column) => {
            const cell = cells[column] ?? null
            if (typeof cell !== 'string') return cell
            if (column === 'name') return `${cell}${id}`
            return cell === draft || column === 'id' ? (cell === draft ? id : `${cell}${id}`) : cell
          }),
        )
      }
    }
    database.exec('commit')
    for (const answer of group) answer()
  }
  return {
    insert: () =>
      new Promise<void>((resolve) => {
        waiting.push(resolve)
        if (waiting.length === 1) setImmediate(commit)
      }),
    close: () => database.close(),
  }
}

export async function bareHono(): Promise<{ url: string; close: () => void }> {
  const app = new Hono()
  app.post('/v1/drafts', async (c) => {
    const body = (await c.req.json()) as { text: string }
    return c.json({ draft: { id: 'd_1', state: 'received', length: body.text.length } }, 202)
  })
  const server = createServer(getRequestListener(app.fetch))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the bare endpoint does not listen')
  return { url: `http://127.0.0.1:${address.port}`, close: () => server.close() }
}

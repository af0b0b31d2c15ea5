// Reads that are asked for in one turn of the event loop share one moment, and the same question is asked once: sixty
// agents who submit together all ask for the same boards. Nobody gets less than they asked for, nor anything older.

import type { StatementSyncInstance } from '@photostructure/sqlite'
import type { Query } from './driver.ts'
import type { Statement } from './statement.ts'

export type Read = <Row>(queries: readonly Query[]) => Promise<readonly (readonly Row[])[]>

type Reader = {
  /** Asks what it wants to know; what it returns tells the answer, or what went wrong, once the moment is over. */
  attempt(once: Once): () => void
  reject(cause: unknown): void
}
/** Rows come out of the database as they are; what they are is said by who asked. */
type Rows = Readonly<ReturnType<StatementSyncInstance['all']>>
type Once = (query: Query) => Rows

export function sharedRead(on: (sql: string) => Statement): Read {
  let waiting: Reader[] = []

  function readTogether() {
    const readers = waiting
    waiting = []
    try {
      for (const answer of atOneMoment(readers)) answer()
    } catch (cause) {
      for (const reader of readers) reader.reject(new Error('reading the record', { cause }))
    }
  }

  function atOneMoment(readers: readonly Reader[]): readonly (() => void)[] {
    on('begin').run([])
    try {
      const once = asker(on)
      return readers.map((reader) => reader.attempt(once))
    } finally {
      on('commit').run([])
    }
  }

  return <Row>(queries: readonly Query[]) =>
    new Promise<readonly (readonly Row[])[]>((resolve, reject) => {
      waiting.push({ attempt: (once) => attempt(() => queries.map((query): readonly Row[] => once(query))), reject })
      // After the sockets of this turn were read: what their requests ask is asked together.
      if (waiting.length === 1) setImmediate(readTogether)

      function attempt(ask: () => readonly (readonly Row[])[]): () => void {
        try {
          const rows = ask()
          return () => resolve(rows)
        } catch (cause) {
          return () => reject(cause)
        }
      }
    })
}

function asker(on: (sql: string) => Statement): Once {
  const asked = new Map<string, Rows>()
  return ({ sql, values }) => {
    const question = `${sql}\n${values.join('\n')}`
    const before = asked.get(question)
    if (before !== undefined) return before
    const rows = on(sql).rows<Rows[number]>(values)
    asked.set(question, rows)
    return rows
  }
}

// Group commit. A commit waits for the disk, so changes that arrive in one turn of the event loop share one and are
// answered after it. Each stands in its own savepoint: one that fails or loses takes only itself back.

import type { DatabaseSyncInstance } from '@photostructure/sqlite'
import type { Changed, Step } from './driver.ts'
import { type Statement, statementsOf } from './statement.ts'

export type Group = {
  change<Row, Lost = never>(steps: readonly Step<Lost>[]): Promise<Changed<Row, Lost>>
  /** Commits what waits, and takes nothing more. */
  finish(): void
}

/** So many share a commit; the rest waits a turn, so that reads and timers get theirs. */
const mostTogether = 500

type Waiting = {
  /** Runs its steps. What it returns is told once that is on disk. */
  attempt(): { readonly stays: boolean; answer(): void }
  reject(cause: unknown): void
}

export function groupOn(database: DatabaseSyncInstance): Group {
  const on = statementsOf(database)
  let waiting: Waiting[] = []
  let rung = false
  let finished = false

  function commitTogether() {
    rung = false
    const group = waiting.slice(0, mostTogether)
    waiting = waiting.slice(mostTogether)
    if (waiting.length > 0) ring()
    if (group.length === 0) return
    try {
      const answers = together(group) ?? oneByOne(group)
      for (const answer of answers) answer()
    } catch (cause) {
      for (const one of group) one.reject(new Error('committing to the record', { cause }))
      undo()
    }
  }

  /** Nearly always all of them stay; then no savepoint was needed. One that does not takes all back, to be done apart. */
  function together(group: readonly Waiting[]): readonly (() => void)[] | undefined {
    try {
      on('begin immediate').run([])
      const answers: (() => void)[] = []
      for (const one of group) {
        const { stays, answer } = one.attempt()
        if (!stays) return undo()
        answers.push(answer)
      }
      on('commit').run([])
      return answers
    } catch {
      // Whose fault it was shows when they are done apart: there it is that one's answer.
      return undo()
    }
  }

  function oneByOne(group: readonly Waiting[]): readonly (() => void)[] {
    on('begin immediate').run([])
    const answers = group.map(alone)
    on('commit').run([])
    return answers
  }

  function undo(): undefined {
    if (database.isTransaction) on('rollback').run([])
  }

  function alone(one: Waiting): () => void {
    on('savepoint one').run([])
    try {
      const { stays, answer } = one.attempt()
      if (!stays) on('rollback to one').run([])
      on('release one').run([])
      return answer
    } catch (cause) {
      // A full disk takes the whole transaction back; then there is nothing left that could stay.
      if (!database.isTransaction) throw cause
      on('rollback to one').run([])
      on('release one').run([])
      return () => one.reject(cause)
    }
  }

  function ring() {
    if (rung) return
    rung = true
    // After the sockets of this turn were read: what their requests save goes together.
    setImmediate(commitTogether)
  }

  return {
    change<Row, Lost>(steps: readonly Step<Lost>[]) {
      return new Promise<Changed<Row, Lost>>((resolve, reject) => {
        if (finished) return reject(new Error('writing to the record: it is closed'))
        waiting.push({
          attempt() {
            const changed = carryOut<Row, Lost>(on, steps)
            return { stays: changed.done, answer: () => resolve(changed) }
          },
          reject,
        })
        ring()
      })
    },
    finish() {
      finished = true
      while (waiting.length > 0) commitTogether()
    },
  }
}

function carryOut<Row, Lost>(on: (sql: string) => Statement, steps: readonly Step<Lost>[]): Changed<Row, Lost> {
  const answers: (readonly Row[])[] = []
  for (const { sql, values, orElse } of steps) {
    const statement = on(sql)
    const rows = statement.answers ? statement.rows<Row>(values) : []
    const hits = statement.answers ? rows.length : statement.run(values)
    if (hits === 0 && orElse !== undefined) return { done: false, lost: orElse }
    answers.push(rows)
  }
  return { done: true, rows: answers }
}

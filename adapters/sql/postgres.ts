// PostgreSQL behind the driver: a read is one round trip, a change two, the steps and then the commit. Before it
// commits, every change knows the number of its transaction; when the connection is lost at that moment, the database is
// asked what became of it (in-doubt.ts), so that whoever asked for the change gets the one true answer.

import { Socket } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { DatabaseError, Pool, type PoolClient, type PoolConfig } from 'pg'
import type { Instant } from '../../src/time.ts'
import type { Changed, Driver, Query, Step } from './driver.ts'
import { inDoubt } from './in-doubt.ts'
import { dialect } from './postgres-dialect.ts'
import { type Answer, type Answers, roundTrip } from './round-trip.ts'

/** How long we wait for what, before we say that it failed. */
export type Patience = {
  /** For a connection, new or free. */
  readonly connectMs: number
  /** The server gives a statement so long, and a change of ours that hears nothing from us. */
  readonly statementMs: number
  /** We give the server so long to answer: longer than it gives a statement. */
  readonly answerMs: number
  /** To find out what became of a commit that was not answered. */
  readonly doubtMs: number
}
export const usualPatience: Patience = { connectMs: 5_000, statementMs: 10_000, answerMs: 15_000, doubtMs: 30_000 }

export type PostgresPlace = {
  readonly url: string
  /** So many connections at most. */
  readonly most?: number
  readonly patience?: Partial<Patience>
  /** The clock, as SQL; the database's own, unless a test has another. */
  readonly clock?: string
  /** Told what goes out in each round trip; the bench counts them. */
  readonly onRoundTrip?: (queries: readonly Query[]) => void
}

/** Of a change that lost to others for no fault of its own. */
const mostTries = 10
const goAgain = ['40001', '40P01']

const ownClock = '(extract(epoch from statement_timestamp()) * 1000)::bigint'

/** The commit was sent and not answered. */
type Doubt = { readonly xid: string; readonly lost: Error }
type Marked = { readonly xid: string; readonly now: Instant }

export function openPostgres(
  { url, most = 10, patience: some = {}, clock = ownClock, onRoundTrip = () => {} }: PostgresPlace,
  role?: string,
): Driver {
  const patience = { ...usualPatience, ...some }
  const config: PoolConfig = {
    connectionString: url,
    application_name: 'countersign',
    keepAlive: true,
    connectionTimeoutMillis: patience.connectMs,
    statement_timeout: patience.statementMs,
    idle_in_transaction_session_timeout: patience.statementMs,
  }
  const sockets = new Set<Socket>()
  const pool = new Pool({
    ...config,
    max: most,
    options: ['-c synchronous_commit=on', ...(role === undefined ? [] : [`-c role=${role}`])].join(' '),
    stream() {
      const socket = new Socket()
      sockets.add(socket)
      return socket.once('close', () => sockets.delete(socket))
    },
  })
  // A connection that breaks while nobody uses it is replaced; one that is in use rejects what was asked of it.
  pool.on('error', () => {})
  pool.on('connect', (client) => client.on('error', () => {}))

  let latest: Instant = 0
  const hear = (now: Instant | undefined): Instant => {
    latest = Math.max(latest, now ?? 0)
    return latest
  }
  const now = (): Query => ({ sql: `select greatest(${clock}, ?) as now`, values: [latest] })
  const mark = (): Query => ({
    sql: `select pg_current_xact_id()::text as xid, greatest(${clock}, ?) as now`,
    values: [latest],
  })

  const underWay = new Set<Promise<unknown>>()
  let closed = false
  async function during<T>(what: string, work: () => Promise<T>): Promise<T> {
    if (closed) throw new Error(`${what}: it is closed`)
    const going = work()
    underWay.add(going)
    try {
      return await going
    } catch (cause) {
      throw new Error(what, { cause })
    } finally {
      underWay.delete(going)
    }
  }

  const ask = <Row>(client: PoolClient, queries: readonly Query[]): Promise<Answers<Row>> => {
    onRoundTrip(queries)
    return roundTrip<Row>(client, queries, patience.answerMs)
  }

  async function reading<Row>(queries: readonly Query[]): Promise<readonly (readonly Row[])[]> {
    const together = queries.length > 1
    const all = together
      ? [plain('begin isolation level repeatable read read only'), ...queries, plain('commit')]
      : queries
    const client = await pool.connect()
    let spoilt: Error | undefined
    try {
      const { answers, failed } = await ask<Row>(client, all)
      if (failed !== undefined) throw failed
      const rows = answers.map((answer) => answer.rows)
      return together ? rows.slice(1, -1) : rows
    } catch (error) {
      spoilt = asError(error)
      throw error
    } finally {
      client.release(spoilt)
    }
  }

  /** Once through; `again` when the database took it back for the sake of another. */
  async function attempt<Row, Lost>(
    steps: readonly Step<Lost>[],
  ): Promise<Changed<Row, Lost> | 'again' | (Doubt & { readonly ifCommitted: Changed<Row, Lost> })> {
    const client = await pool.connect()
    let spoilt: Error | undefined
    try {
      const told = await ask<Row & Marked>(client, [plain('begin'), ...steps, mark()])
      const [, ...answers] = told.answers
      const lost = firstLost(steps, answers)
      if (lost !== undefined || told.failed !== undefined) {
        const { failed } = await ask(client, [plain('rollback')])
        if (failed !== undefined) spoilt = failed
        if (lost !== undefined) return { done: false, lost: lost.orElse }
        if (mayGoAgain(told.failed)) return 'again'
        throw told.failed
      }
      const [marked] = answers.at(-1)?.rows ?? []
      hear(marked?.now)
      const changed = { done: true, rows: answers.slice(0, -1).map((answer) => answer.rows) } as const
      const committed = await commit(client, marked?.xid ?? '')
      if (committed === 'done') return changed
      if (committed === 'again') return 'again'
      spoilt = committed.lost
      return { ...committed, ifCommitted: changed }
    } catch (error) {
      spoilt ??= error instanceof DatabaseError && error.severity === 'ERROR' ? undefined : asError(error)
      throw error
    } finally {
      client.release(spoilt)
    }
  }

  async function commit(client: PoolClient, xid: string): Promise<'done' | 'again' | Doubt> {
    let told: Answers<unknown>
    try {
      told = await ask(client, [plain('commit')])
    } catch (error) {
      return { xid, lost: asError(error) }
    }
    const { answers, failed } = told
    if (answers[0]?.tag === 'COMMIT') return 'done'
    if (mayGoAgain(failed)) return 'again'
    // The server says itself that it did not; anything else may have been said by what stands between us.
    if (failed instanceof DatabaseError && failed.severity === 'ERROR') throw failed
    return { xid, lost: failed ?? new Error(`committing ${xid}: answered with ${answers[0]?.tag ?? 'nothing'}`) }
  }

  return {
    dialect,
    clock: { sql: `greatest(${clock}, ?)`, known: () => latest },
    read: (queries) => during('reading the record', () => reading(queries)),
    look: <Row>(queries: readonly Query[]) =>
      during('reading the record', async () => {
        const rows = await reading<Row & { readonly now?: Instant }>([...queries, now()])
        return { now: hear(rows.at(-1)?.[0]?.now), rows: rows.slice(0, -1) }
      }),
    change: <Row, Lost = never>(steps: readonly Step<Lost>[]) =>
      during('writing to the record', async () => {
        for (let tried = 1; tried <= mostTries; tried++) {
          const changed = await attempt<Row, Lost>(steps)
          if (changed !== 'again' && 'done' in changed) return changed
          // The connection that was lost is given up by now; others do not wait for its place.
          if (changed !== 'again') {
            const became = await inDoubt(config, changed.xid, changed.lost, patience.doubtMs)
            if (became === 'committed') return changed.ifCommitted
            throw new Error('the connection was lost before it was saved', { cause: changed.lost })
          }
          // Two that were in each other's way must not meet again in the same moment.
          await pause(Math.random() * 2 ** tried)
        }
        throw new Error(`others were in the way ${mostTries} times`)
      }),
    async [Symbol.asyncDispose]() {
      if (closed) return
      closed = true
      await Promise.allSettled(underWay)
      await pool.end()
      // The server closes each when it has heard the goodbye; behind a line that hangs, it never does.
      const timer = setTimeout(() => {
        for (const socket of sockets) socket.destroy()
      }, patience.connectMs)
      await Promise.all([...sockets].map((socket) => new Promise((resolve) => socket.once('close', resolve))))
      clearTimeout(timer)
    },
  }
}

function plain(sql: string): Query {
  return { sql, values: [] }
}

/** The first step that had to find a row and found none, if nothing failed before it. */
function firstLost<Lost>(
  steps: readonly Step<Lost>[],
  answers: readonly Answer<unknown>[],
): { readonly orElse: Lost } | undefined {
  for (const [at, { orElse }] of steps.entries()) {
    if (answers[at]?.hits === 0 && orElse !== undefined) return { orElse }
  }
  return undefined
}

function mayGoAgain(failed: Error | undefined): boolean {
  return failed instanceof DatabaseError && goAgain.includes(failed.code ?? '')
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}

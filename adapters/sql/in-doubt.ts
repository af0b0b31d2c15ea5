// A commit that was sent and not answered: the connection broke, or nothing came. PostgreSQL keeps what became of every
// transaction by its number; it is asked on a connection of its own until it says so.

import { setTimeout as pause } from 'node:timers/promises'
import { Client, type ClientConfig } from 'pg'

/** `lost` is why we do not know. Rejects when it cannot be found out in time; then it may be either. */
export async function inDoubt(
  config: ClientConfig,
  xid: string,
  lost: Error,
  limitMs: number,
): Promise<'committed' | 'aborted'> {
  const until = performance.now() + limitMs
  let cause: unknown = lost
  for (let tried = 1; performance.now() < until; tried++) {
    try {
      const became = await ask(config, xid)
      if (became === 'committed' || became === 'aborted') return became
      cause = new Error(`transaction ${xid} is ${became}`, { cause: lost })
    } catch (error) {
      cause = error
    }
    await pause(Math.min(50 * tried, 1000))
  }
  throw new Error('the connection was lost while it was saved, and nobody can say whether it was', { cause })
}

async function ask(config: ClientConfig, xid: string): Promise<string> {
  // Not in the role that only works with the tables: ending a session is for whoever began it.
  const client = new Client({ ...config, query_timeout: config.connectionTimeoutMillis })
  client.on('error', () => {})
  try {
    await client.connect()
    // Still open, then the server has not heard of the commit, or of the loss: it decides now.
    await client.query('select pg_terminate_backend(pid) from pg_stat_activity where backend_xid = $1::xid8::xid', [
      xid,
    ])
    const { rows } = await client.query<{ became: string | null }>('select pg_xact_status($1::xid8) as became', [xid])
    return rows[0]?.became ?? 'forgotten'
  } finally {
    void client.end().catch(() => {})
  }
}

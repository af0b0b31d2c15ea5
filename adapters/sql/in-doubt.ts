// A commit that was sent and not answered: the connection broke, or nothing came. PostgreSQL keeps what became of every
// transaction by its number; it is asked on a connection of its own until it says so. A session that heard neither the
// commit nor the loss is ended by the server, which lets none of ours sit idle in a transaction.

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
  const client = new Client({ ...config, query_timeout: config.connectionTimeoutMillis })
  client.on('error', () => {})
  try {
    await client.connect()
    const { rows } = await client.query<{ became: string | null }>('select pg_xact_status($1::xid8) as became', [xid])
    return rows[0]?.became ?? 'forgotten'
  } finally {
    void client.end().catch(() => {})
  }
}

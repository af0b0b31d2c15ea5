// Submitting on PostgreSQL, against the very statements it sends, sent raw: node-postgres with prepared statements in its
// own pipeline mode, as many connections, in as many round trips. Nothing is hashed, sealed or decided there.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { openLog } from '../adapters/cli/log.ts'
import { openKeys } from '../adapters/keys/keys.ts'
import { openLocalQueue } from '../adapters/local-queue/queue.ts'
import type { Query } from '../adapters/sql/driver.ts'
import { openPostgresRecord } from '../adapters/sql/postgres-record.ts'
import { submit } from '../src/gateway/intake.ts'
import { isRefusal } from '../src/refusal.ts'
import { openPostgresEngine } from '../test/engine/postgres.ts'
import { report, say, together } from './figure.ts'
import { benchSubmission, openBench } from './house.ts'
import { pair, perSecond } from './pair.ts'

const connections = 10
const mostRoundTrips = 4
/** engines.md: 1,118–2,630 changes a second of three rows; ours has more and larger ones, and a look before. */
const rawFloor = 250

export async function onPostgres(folder: string): Promise<void> {
  await using engine = await openPostgresEngine()
  await using database = await engine.database()
  const data = join(folder, 'postgres')
  await mkdir(data)
  const keys = await openKeys(join(folder, 'postgres-keys'))
  const trips: (readonly Query[])[] = []
  await using record = await openPostgresRecord({
    url: database.url,
    sealer: keys.sealer,
    most: connections,
    onRoundTrip: (queries) => trips.push(queries),
  })
  const queue = openLocalQueue({ record, log: openLog('error') })
  await using bench = await openBench({ folder: data, keys, record, queue })
  const { house, token } = bench
  let key = 0
  const one = async () => {
    const receipt = await submit(house, token, benchSubmission, `bench-${key++}`)
    if (isRefusal(receipt)) throw new Error(`submitting: ${receipt.refused}`)
    return receipt.draft.id
  }
  trips.length = 0
  const draft = await one()
  const script = [...trips]
  say(
    `\nsubmit on PostgreSQL: ${script.length} round trips of ${script.map((queries) => queries.length).join(', ')} statements, ` +
      `limit ${mostRoundTrips} round trips; ${connections} connections, ${together} callers`,
  )
  if (script.length > mostRoundTrips) throw new Error(`a submit takes ${script.length} round trips`)
  const raw = rawPostgres(database.url, script, draft)
  const figure = await pair(
    {
      name: 'submit on PostgreSQL / the same statements raw in as many round trips',
      limit: 0.5,
      floor: 0.5,
      rawFloor,
      unit: 'drafts/s',
    },
    () => perSecond(3000, together, raw.insert),
    () => {
      trips.length = 0
      return perSecond(2000, together, one)
    },
  )
  await raw.close()
  report(figure)
}

/** Plays the round trips of one submit again and again, each time under other ids. */
function rawPostgres(url: string, script: readonly (readonly Query[])[], draft: string) {
  const pool = new pg.Pool({ connectionString: url, max: connections, pipeline: true })
  const prepared = script.map((queries) =>
    queries.map(({ sql, values }) => {
      let place = 0
      const text = sql.replaceAll('?', () => `$${++place}`)
      return { name: `raw ${text.slice(0, 20)} ${text.length}`, text, values }
    }),
  )
  const changes = (text: string) => text.startsWith('insert')
  let made = 0
  return {
    async insert() {
      const id = `raw${made++}`
      const client = await pool.connect()
      for (const queries of prepared) {
        const answers = queries.map(({ name, text, values }) => {
          // What is looked for stays; what is written gets an id of its own, and so do its names and what is owed.
          const own = values.map((value) => {
            if (typeof value !== 'string') return value
            if (value.includes(draft)) return value.replaceAll(draft, id)
            return changes(text) && /^(o_|once|key)/.test(value) ? `${value}${id}` : value
          })
          return client.query({ name, text, values: own })
        })
        await Promise.all(answers)
      }
      client.release()
    },
    close: () => pool.end(),
  }
}

// Whether a second web process takes nearly as much again: nothing that all drafts pass is held by one at a time. Both
// stand on one PostgreSQL that is some milliseconds away, as over a network: there a process waits for its round trips
// and not for this machine's cores, which the database and the callers need as well. On loopback it is printed beside it.

import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { openLog } from '../adapters/cli/log.ts'
import { openKeys } from '../adapters/keys/keys.ts'
import { openLocalQueue } from '../adapters/local-queue/queue.ts'
import { openPostgresRecord } from '../adapters/sql/postgres-record.ts'
import { openPostgresEngine } from '../test/engine/postgres.ts'
import { openProxy } from '../test/engine/proxy.ts'
import { openCaller } from './caller.ts'
import { report, say, together } from './figure.ts'
import { openBench } from './house.ts'
import { pair, perSecond } from './pair.ts'
import { server } from './server-of.ts'

/** Each way; a question and its answer take twice as long. */
const awayMs = 5
const drafts = 1000

export async function twoWebs(folder: string): Promise<void> {
  await using engine = await openPostgresEngine()
  await using database = await engine.database()
  await using proxy = await openProxy(database)
  const home = join(folder, 'webs')
  const data = join(home, 'data')
  await mkdir(data, { recursive: true })
  const keys = await openKeys(join(home, 'keys'))
  await using record = await openPostgresRecord({ url: database.url, sealer: keys.sealer, most: 2 })
  const queue = openLocalQueue({ record, log: openLog('error') })
  await using bench = await openBench({ folder: data, keys, record, queue })
  const far = new URL(database.url)
  far.port = String(proxy.port)
  const one = await server('web', home, far.href)
  const other = await server('web', home, far.href)
  const caller = openCaller(bench.token, 'w')
  const alone = (count = drafts) => perSecond(count, together, () => caller.submitTo(one.url))
  const both = (count = 2 * drafts) =>
    perSecond(count, 2 * together, (index) => caller.submitTo(index % 2 === 0 ? one.url : other.url))
  try {
    await both(3 * drafts)
    say(`\ntwo web processes on one PostgreSQL; on loopback, for ${together} callers each:`)
    say(`one takes ${Math.round(await alone())} drafts/s, two take ${Math.round(await both())}`)
    proxy.latency(awayMs)
    const name = `two web processes / one, the database ${2 * awayMs} ms away`
    report(await pair({ name, limit: 1.5, floor: 1.2, unit: 'requests/s' }, alone, both))
  } finally {
    caller.end()
    one.end()
    other.end()
  }
}

// Submitting and approving through the core, in this process, on SQLite: against raw group commit of the same rows.

import { join } from 'node:path'
import { openLog } from '../adapters/cli/log.ts'
import { openKeys } from '../adapters/keys/keys.ts'
import { openLocalQueue } from '../adapters/local-queue/queue.ts'
import { openRecord } from '../adapters/sql/record.ts'
import { openGate } from '../src/gateway/gateway.ts'
import { submit } from '../src/gateway/intake.ts'
import { isRefusal } from '../src/refusal.ts'
import { absolute, report, say, together } from './figure.ts'
import { approveToSend, benchSubmission, openBench } from './house.ts'
import { median, pair, perSecond, quantile } from './pair.ts'
import { rawSqlite, rowsOfOne } from './raw.ts'

export async function core(folder: string): Promise<void> {
  const keys = await openKeys(join(folder, 'keys'))
  const data = join(folder, 'core')
  const rawData = join(folder, 'raw')
  const record = await openRecord({ folder: data, sealer: keys.sealer })
  await (await openRecord({ folder: rawData, sealer: keys.sealer }))[Symbol.asyncDispose]()
  const queue = openLocalQueue({ record, log: openLog('error'), pace: { publishBurst: 1000 } })
  const bench = await openBench({ folder: data, keys, record, queue })
  const { house, token, agent } = bench
  let key = 0
  const one = async () => {
    const receipt = await submit(house, token, benchSubmission, `bench-${key++}`)
    if (isRefusal(receipt)) throw new Error(`submitting: ${receipt.refused}`)
    return receipt.draft.id
  }
  const first = await one()
  const rows = rowsOfOne(data, first)
  const raw = rawSqlite(rawData, rows, first)
  say(`\nsubmit through the core: ${rows.length} rows a draft, ${together} callers`)
  report(
    await pair(
      {
        name: 'submit through the core / raw SQLite group commit of the same rows',
        limit: 0.1,
        floor: 0.1,
        unit: 'drafts/s',
      },
      () => perSecond(6000, together, raw.insert),
      () => perSecond(3000, together, one),
    ),
  )
  raw.close()

  const gate = await openGate(house)
  const owed = key
  const began = performance.now()
  while ((await house.record.list('draft', `agent:${agent}/received`, { limit: 1 })).length > 0)
    await house.wake.wait('drained', 20)
  say(
    `accepted: see above · screened: ${Math.round((owed / (performance.now() - began)) * 1000)} drafts/s (${owed} that waited)`,
  )

  const delays = await approveToSend(bench, 200)
  absolute('approve-to-send p50', median(delays), 5, 'ms')
  say(`approve-to-send p99: ${quantile(delays, 0.99).toFixed(2)} ms (over ${delays.length})`)
  await gate[Symbol.asyncDispose]()
  await bench[Symbol.asyncDispose]()
  await record[Symbol.asyncDispose]()
}

// A process of its own that delivers from Redis, and whose event loop stands still in the middle of its first errand: it
// renews no lock and no lease. Says when it took the errand, and what became of it when it moves again.

import { writeSync } from 'node:fs'
import { openBullQueue } from '../../adapters/bullmq/queue.ts'
import { openRecord } from '../../adapters/sql/record.ts'
import { postOnce } from './one-post.ts'

const [folder = '', url = '', prefix = '', freezeMs = '0', leaseMs = '0', lockMs = '0'] = process.argv.slice(2)
const sealer = { seal: (text: string) => text, open: (text: string) => text }
const record = await openRecord({ folder, sealer })
const say = (what: string) => writeSync(1, `${what}\n`)
const queue = openBullQueue({
  redis: { url, prefix },
  record,
  log: { info: say, fault: say },
  pace: { leaseMs: Number(leaseMs), lockMs: Number(lockMs), sweepMs: 60_000 },
})
await queue.start(async (owed) => {
  say('took it')
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, Number(freezeMs))
  say((await postOnce(record, owed)) ? 'posted' : 'somebody has posted')
  return { delivered: 'done' }
})
say('listening')

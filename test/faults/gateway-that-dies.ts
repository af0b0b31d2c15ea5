// The real gateway, with one difference: at the crash point named in DIE_AT it kills itself with SIGKILL, the DIE_NTH
// time it gets there. Prints its address when it listens, and the point before it dies.

import { writeSync } from 'node:fs'
import { openLog } from '../../adapters/cli/log.ts'
import { listen } from '../../src/main.ts'
import { crashPoints } from '../../src/port/crash-point.ts'

const { DATA = '', KEYS = '', DIE_AT = '', DIE_NTH = '1' } = process.env
const point = crashPoints.find((name) => name === DIE_AT)
let left = Number(DIE_NTH)

const listening = await listen(
  {
    version: 'fault-runner',
    data: DATA,
    keys: KEYS,
    practice: true,
    log: openLog('silent'),
    // Waits of minutes are shortened; their order to each other stays.
    pace: { claimMs: 1500, reconcileMs: 1000, lookAgainMs: 100, frozenMs: 100 },
    reach(name) {
      if (name !== point || --left > 0) return
      writeSync(1, `dying at ${name}\n`)
      process.kill(process.pid, 'SIGKILL')
      // The signal is on its way; nothing may happen before it arrives.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000)
    },
  },
  { host: '127.0.0.1', port: 0 },
)
writeSync(1, `listening on ${listening.url}\n`)
process.once('SIGTERM', async () => {
  await listening[Symbol.asyncDispose]()
  process.exit(0)
})

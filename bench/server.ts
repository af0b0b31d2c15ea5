// A server in a process of its own, so that the caller's work is not counted as its: `bare` or `gate`.

import { writeSync } from 'node:fs'
import { openLog } from '../adapters/cli/log.ts'
import { listen } from '../src/main.ts'
import { bareHono } from './raw.ts'

const [kind, folder = ''] = process.argv.slice(2)
if (kind === 'bare') {
  writeSync(1, `${(await bareHono()).url}\n`)
} else {
  const plan = {
    version: 'bench',
    data: `${folder}/data`,
    keys: `${folder}/keys`,
    practice: true,
    log: openLog('error'),
  }
  const listening = await listen(plan, { host: '127.0.0.1', port: 0 })
  writeSync(1, `${listening.url}\n`)
  process.on('message', (ask) => {
    if (ask === 'memory') {
      // What a quiet moment would free is not what the process holds.
      globalThis.gc?.()
      // Pages that were freed go back to the system a moment later.
      setTimeout(() => process.send?.(process.memoryUsage()), 1000)
    }
  })
}
process.once('SIGTERM', () => process.exit(0))

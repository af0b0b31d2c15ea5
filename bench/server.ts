// A server in a process of its own, so that the caller's work is not counted as its: `bare`, `gate`, `limited` (as
// it comes), or `web` on a database that it shares.

import { writeSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { openLog } from '../adapters/cli/log.ts'
import { practiceChannel } from '../adapters/practice/channel.ts'
import { practiceReviewers } from '../adapters/practice/reviewers.ts'
import { openRoom } from '../adapters/practice/room.ts'
import { listen } from '../src/main.ts'
import { bareHono } from './raw.ts'

const [kind, folder = '', database = ''] = process.argv.slice(2)
if (kind === 'bare') {
  writeSync(1, `${(await bareHono()).url}\n`)
} else {
  const plan = {
    version: 'bench',
    data: `${folder}/data`,
    keys: `${folder}/keys`,
    ...(kind === 'web'
      ? { practice: false, role: 'web' as const, database, platforms: [await aPractice()] }
      : { practice: true }),
    log: openLog('error'),
    // One agent stands for many here.
    ...(kind === 'limited'
      ? {}
      : {
          rate: { perMinute: 1e9, burst: 1e9 },
          pace: { mostOpen: Number.POSITIVE_INFINITY, mostOpenHere: Number.POSITIVE_INFINITY },
        }),
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

/** The place that the drafts are for: the room belongs to this process, since nothing is posted. */
async function aPractice() {
  const own = `${folder}/room-${process.pid}`
  await mkdir(own, { recursive: true })
  const room = await openRoom({ folder: own, now: Date.now })
  return { channel: practiceChannel(room), reviewers: practiceReviewers(room) }
}

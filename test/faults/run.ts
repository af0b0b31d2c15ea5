// `npm run faults`: every named case that needs processes of its own to be killed, on every engine it applies to, or
// those that are named (`npm run faults -- A7 sqlite`); `npm run faults -- chaos --kills 50 --seed 1` for the random
// loop. A row is red when something was otherwise, when a promise is broken, or when no process was struck as told.

import { setTimeout as pause } from 'node:timers/promises'
import { openPostgresEngine } from '../engine/postgres.ts'
import { openRedis } from '../engine/redis.ts'
import { chaos } from './chaos.ts'
import { crashRows } from './crash-rows.ts'
import { freezeRows } from './freeze-rows.ts'
import { peopleOf } from './people.ts'
import { queueRows } from './queue-rows.ts'
import type { Row } from './row.ts'
import { type Engines, type Kind, kinds, openSite } from './site.ts'
import { settle, verdict } from './verdict.ts'

const rowLimitMs = 60_000
const rows: readonly Row[] = [...crashRows, ...freezeRows, ...queueRows]

const words = process.argv.slice(2)
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1))
// Everything is closed by then; limits of rows that are long through need not be waited for.
process.exit((await run()) === 0 ? 0 : 1)

/** How many rows are red. */
async function run(): Promise<number> {
  await using redis = await openRedis('--appendonly', 'no')
  await using postgres = await openPostgresEngine()
  process.once('exit', () => {
    const pid = redis.pid()
    if (pid !== undefined) process.kill(pid, 'SIGKILL')
  })
  const engines = { postgres, redis }
  // Awaited here, or they would be closed under the rows.
  return await (words[0] === 'chaos' ? chaos(engines, words.slice(1)) : matrix(engines))
}

async function matrix(engines: Engines): Promise<number> {
  const wanted = rows.flatMap((row) => row.on.filter((kind) => isWanted(row, kind)).map((kind) => ({ row, kind })))
  const failed: string[] = []
  // The two kinds share nothing; rows of one kind share an engine.
  const lane = async (of: Kind) => {
    for (const { row, kind } of wanted.filter(({ kind }) => kind === of))
      if (!(await play(row, kind, engines))) failed.push(row.name)
  }
  await Promise.all(kinds.map(lane))
  say(`\n${wanted.length - failed.length} rows hold, ${failed.length} do not ${failed.join(', ')}`.trimEnd())
  if (wanted.length === 0) say(`nothing is called ${words.join(' ')}`)
  return wanted.length === 0 ? 1 : failed.length
}

function isWanted({ name }: Row, kind: Kind): boolean {
  const names = words.filter((word) => /^[A-Z]\d+$/.test(word))
  const engines = words.filter((word) => !/^[A-Z]\d+$/.test(word)).map((word) => word.toLowerCase())
  const isNamed = names.length === 0 || names.includes(name)
  return isNamed && (engines.length === 0 || engines.some((engine) => kind.toLowerCase().includes(engine)))
}

async function play(row: Row, kind: Kind, engines: Engines): Promise<boolean> {
  const began = performance.now()
  await using site = await openSite(kind, engines)
  const people = peopleOf(site)
  const limit = new AbortController()
  const wrong: string[] = []
  let outcome = ''
  try {
    const late = pause(rowLimitMs, undefined, { signal: limit.signal }).then(() => {
      throw new Error(`it was not through after ${rowLimitMs} ms`)
    })
    late.catch(() => undefined)
    const played = row.play(site, people).then(async (told) => {
      outcome = told
      await settle(site)
      wrong.push(...(await verdict(site, people)))
    })
    played.catch(() => undefined)
    await Promise.race([played, late])
  } catch (cause) {
    wrong.push(cause instanceof Error ? cause.message : String(cause))
  } finally {
    limit.abort()
  }
  if (site.strikes.length === 0) wrong.push('no process was struck as it was told')
  const struck = site.strikes.map(({ pid, signal, at }) => `pid ${pid} ${signal} at ${at}`).join(', ')
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  say(`${wrong.length === 0 ? 'holds' : 'RED  '}  ${row.name.padEnd(4)} ${kind.padEnd(18)} ${row.says}`)
  say(`       ${struck} → ${outcome || 'no outcome'} (${seconds} s)`)
  for (const line of wrong) say(`       ! ${line}`)
  if (wrong.length > 0 && process.env.COUNTERSIGN_FAULTS_LOG !== undefined) say(site.logs())
  return wrong.length === 0
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

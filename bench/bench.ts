// `npm run bench`: what is promised in numbers, or one part of it: `npm run bench -- postgres`. Each part measures against
// the raw engine in the same run, beside a calibration of the machine.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { calibrate } from './calibration.ts'
import { core } from './core.ts'
import { failures, say } from './figure.ts'
import { underFlood } from './flood.ts'
import { overHttp } from './http.ts'
import { onPostgres } from './postgres.ts'
import { ready } from './ready.ts'
import { throughRedis } from './redis.ts'
import { onRules } from './rules.ts'
import { onScreening } from './screening.ts'
import { onSlack } from './slack.ts'
import { twoWebs } from './webs.ts'

const parts: { readonly [name: string]: (folder: string) => Promise<void> } = {
  core,
  http: overHttp,
  flood: underFlood,
  ready,
  postgres: onPostgres,
  webs: twoWebs,
  redis: throughRedis,
  rules: onRules,
  slack: onSlack,
  screening: onScreening,
}

const [wanted] = process.argv.slice(2)
if (wanted !== undefined && parts[wanted] === undefined) {
  say(`there is no part “${wanted}”; there are ${Object.keys(parts).join(', ')}`)
  process.exit(2)
}
const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'))
try {
  const { fsyncMs, sha256MBs } = calibrate(folder)
  say(
    `calibration: fdatasync p50 ${fsyncMs.toFixed(3)} ms · SHA-256 ${Math.round(sha256MBs)} MB/s · Node ${process.version}`,
  )
  for (const [name, part] of Object.entries(parts)) if (wanted === undefined || wanted === name) await part(folder)
} finally {
  await rm(folder, { recursive: true, force: true })
}
say(failures.length === 0 ? '\nnothing is below its floor' : `\nFAILED: ${failures.join('; ')}`)
process.exit(failures.length === 0 ? 0 : 1)

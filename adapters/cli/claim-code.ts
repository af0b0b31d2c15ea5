// The claim code at the start: kept in the data folder for the owner's eyes alone, shown on a terminal once; everywhere
// else only its path is. Where several processes share the record, the one that made it says it.

import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { offerClaim } from '../../src/gateway/claiming.ts'
import type { House } from '../../src/gateway/house.ts'
import { spokenTime } from '../../src/time.ts'
import type { Settings } from './settings.ts'

const claimCodeFile = 'claim-code'

export async function aboutClaim(
  house: House,
  { data, database }: Pick<Settings, 'data' | 'database'>,
): Promise<readonly string[]> {
  const path = join(data, claimCodeFile)
  const offer = await offerClaim(house, { known: readCode(path), alone: database === undefined })
  switch (offer.claim) {
    case 'over':
      rmSync(path, { force: true })
      return []
    case 'elsewhere':
      return ['Nobody is admin. The claim code was made by another process; it says where it is kept.']
    case 'offered': {
      const { code, until, fresh } = offer
      if (fresh) keepCode(path, code)
      const shown = fresh && process.stdout.isTTY ? `, made now: ${code}` : ''
      return [
        `Nobody is admin. Claim code in ${path}${shown}`,
        `  Say “claim CODE” to the app, or “countersign claim CODE --account slack/T…/U… --name NAME”, until ${spokenTime(until)}.`,
      ]
    }
  }
}

function readCode(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw new Error(`reading the claim code from ${path}`, { cause })
  }
}

/** Beside, then renamed over: never half a code, and never in a file that others may read. */
function keepCode(path: string, code: string): void {
  mkdirSync(join(path, '..'), { recursive: true, mode: 0o700 })
  const beside = `${path}.new`
  rmSync(beside, { force: true })
  writeFileSync(beside, `${code}\n`, { mode: 0o600, flag: 'wx', flush: true })
  renameSync(beside, path)
}

// One rule for every place, set as an admin sets it: for tests that need a place to be auto.

import type { House } from '../src/gateway/house.ts'
import { rulesNow, setRules } from '../src/gateway/ruling.ts'
import { isRefusal } from '../src/refusal.ts'
import type { Autonomy } from '../src/rule/rule.ts'
import { hour } from '../src/time.ts'

export async function writeRule(house: House, autonomy: Autonomy): Promise<void> {
  const { version } = await rulesNow(house)
  const set = await setRules(
    house,
    'admin-token',
    [{ name: 'everywhere', autonomy, expiresAfterMs: 4 * hour }],
    version,
  )
  if (isRefusal(set)) throw new Error(`setting the rules: ${set.refused}`)
}

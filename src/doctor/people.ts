// The people: somebody has to be the admin, or nobody can set a rule, lift a stop or answer for an agent.

import { hasAdmin } from '../gateway/claiming.ts'
import type { House } from '../gateway/house.ts'
import { isLive } from '../person/claim-code.ts'
import type { Check } from './examine.ts'

export function peopleCheck(house: House): Check {
  return {
    name: 'people',
    async look() {
      if (await hasAdmin(house)) return [{ check: 'people', state: 'good', says: 'Somebody is admin.' }]
      const { now, seen } = await house.record.look({ claim: { kind: 'claim', id: 'claim' } })
      const says = 'Nobody is admin: the installation was not claimed.'
      const next = isLive(seen.claim?.is, now)
        ? 'countersign claim CODE  (the code of the last start)'
        : 'restart the gate: it makes a new code; then “countersign claim CODE”'
      return [{ check: 'people', state: 'warning', says, next }]
    },
  }
}

// The people: somebody has to be the admin, or nobody can set a rule, lift a stop or answer for an agent.

import { isLive } from '../person/claim-code.ts'
import type { Person } from '../person/person.ts'
import type { Record } from '../port/record.ts'
import type { Check } from './examine.ts'

const mostPeople = 1_000

export function peopleCheck(record: Record): Check {
  return {
    name: 'people',
    async look() {
      const all = await record.list('person', 'all', { limit: mostPeople })
      const admins = all.filter(({ is }) => isAdmin(is) && is.accounts.some(({ platform }) => platform !== 'practice'))
      if (admins.length > 0)
        return [
          {
            check: 'people',
            state: 'good',
            says: `${admins.length} admin${admins.length === 1 ? '' : 's'}, ${all.length} people known.`,
          },
        ]
      const { now, seen } = await record.look({ claim: { kind: 'claim', id: 'claim' } })
      const says = 'Nobody outside of practice is an admin: the installation was not claimed.'
      const next = isLive(seen.claim?.is, now)
        ? 'countersign claim CODE  (the code of the last start)'
        : 'restart the gate: it makes a new code; then “countersign claim CODE”'
      return [{ check: 'people', state: 'warning', says, next }]
    },
  }
}

function isAdmin(person: Person): boolean {
  return person.roles.includes('admin')
}

// The stops that are on, and drafts of which nobody knows whether they were posted: both wait for a person.

import type { Record } from '../port/record.ts'
import { noStops, spokenScope } from '../safety/stop.ts'
import { isRestoring } from '../safety/upkeep.ts'
import { spokenTime } from '../time.ts'
import type { Check, Remark } from './examine.ts'

const mostOpen = 500

export function stopsCheck(record: Record): Check {
  return {
    name: 'stops',
    async look() {
      const { seen } = await record.look({
        stops: { kind: 'stops', id: 'stops' },
        upkeep: { kind: 'upkeep', id: 'upkeep' },
      })
      const on = (seen.stops?.is ?? noStops).stops.filter((stop) => stop.until === undefined)
      const remarks = on.map(
        (stop): Remark => ({
          check: 'stops',
          state: 'warning',
          says: `A stop is on since ${spokenTime(stop.from)} over ${spokenScope(stop.scope)}: ${stop.id}.`,
          next: `countersign resume ${stop.id}  (when it is safe)`,
        }),
      )
      if (isRestoring(seen.upkeep?.is)) {
        const says =
          'The record was brought back from a backup, and what was in flight is being looked for: nothing is sent.'
        remarks.push({ check: 'stops', state: 'warning', says, next: 'wait a few minutes; it ends by itself' })
      }
      const open = await record.list('draft', 'open', { limit: mostOpen })
      const unclear = open.filter(({ is }) => is.state === 'unconfirmed' && is.askPeople).map(({ id }) => id)
      if (unclear.length > 0) {
        const says = `Nobody knows whether ${unclear.slice(0, 5).join(', ')}${unclear.length > 5 ? ' and more' : ''} was posted.`
        remarks.push({
          check: 'stops',
          state: 'warning',
          says,
          next: 'look into the channel, then answer on the card of the draft',
        })
      }
      return remarks.length > 0
        ? remarks
        : [{ check: 'stops', state: 'good', says: 'No stop is on; no post is in doubt.' }]
    },
  }
}

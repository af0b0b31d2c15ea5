// The checks of the house itself, in one list. What is known of the machine and of a platform alone is added to them by
// whoever knows it (the composition root).

import type { House } from '../gateway/house.ts'
import type { Instant } from '../time.ts'
import { agentsCheck } from './agents.ts'
import { clockCheck } from './clock.ts'
import type { Check } from './examine.ts'
import { peopleCheck } from './people.ts'
import { placesCheck } from './places.ts'
import { queueCheck } from './queue.ts'
import { recordCheck } from './record.ts'
import { stopsCheck } from './stops.ts'
import { webhooksCheck } from './webhooks.ts'

export function houseChecks(house: House, machine: () => Instant): readonly Check[] {
  const { record, queue } = house
  return [
    recordCheck(record),
    queueCheck(queue, record),
    clockCheck(record, machine),
    placesCheck(record),
    agentsCheck(record),
    peopleCheck(house),
    stopsCheck(record),
    webhooksCheck(record),
  ]
}

// The clock: deadlines, leases and tokens go by the record's. A machine that tells another time stamps its logs and its
// signed requests wrongly, and platforms refuse those.

import type { Record } from '../port/record.ts'
import { type Instant, second, spokenSpan } from '../time.ts'
import type { Check, Condition } from './examine.ts'

const oddMs = 2 * second
/** Slack refuses, and so do we, what was signed five minutes ago. */
const wrongMs = 60 * second

export function clockCheck(record: Record, machine: () => Instant): Check {
  return {
    name: 'clock',
    async look() {
      const before = machine()
      const told = await record.now()
      const after = machine()
      // It was read at some moment between the two.
      const off = Math.max(0, before - told, told - after)
      const state: Condition = off < oddMs ? 'good' : off < wrongMs ? 'warning' : 'bad'
      if (state === 'good') return [{ check: 'clock', state, says: 'The machine and the record tell the same time.' }]
      const way = told > after ? 'behind' : 'ahead of'
      const says = `This machine is ${spokenSpan(off)} ${way} the record, by whose clock deadlines go.`
      return [{ check: 'clock', state, says, next: 'timedatectl  (turn on time synchronisation on both)' }]
    },
  }
}

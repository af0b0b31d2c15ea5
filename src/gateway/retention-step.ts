// From the removal of what ended to what is saved: the sum of all that went, and the one entry that names it.

import { evolveRetention, type Retention, type RetentionEvent, removalFacts } from '../ledger/retention.ts'
import type { Held } from '../port/record.ts'
import { nothingTyped } from './typed.ts'
import { chained, type Step } from './write.ts'

export const retentionId = 'retention'

export function retentionStep(held: Held<Retention> | undefined, event: RetentionEvent): Step {
  const entry = chained(held, retentionId, {
    at: event.at,
    actor: { kind: 'system' },
    event: event.type,
    ...(held === undefined ? { to: 'kept' } : { from: 'kept', to: 'kept' }),
    facts: removalFacts(event),
    commitments: {},
  })
  const is = evolveRetention(held?.is, event)
  return {
    write: { kind: 'retention', id: retentionId, expected: held?.version ?? 0, is, entry, tags: [] },
    owed: [],
    typed: nothingTyped,
  }
}

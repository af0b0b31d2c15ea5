// One rule for every place, written as whoever keeps the rules will write them: for tests that need a place to be auto.

import { chained } from '../src/gateway/write.ts'
import type { Record } from '../src/port/record.ts'
import type { Autonomy } from '../src/rule/rule.ts'
import { hour } from '../src/time.ts'

export async function writeRule(record: Record, autonomy: Autonomy): Promise<void> {
  const { now, seen } = await record.look({ rules: { kind: 'rules', id: 'rules' } })
  const held = seen.rules
  const is = { rules: [{ id: 'default', autonomy, expiresAfterMs: 4 * hour }] } as const
  const leaf = { at: now, actor: { kind: 'system' }, event: 'set', to: 'set', facts: {}, commitments: {} } as const
  const entry = chained(held, 'rules', leaf)
  const expected = held?.version ?? 0
  await record.save({
    writes: [{ kind: 'rules', id: 'rules', expected, is, entry, tags: [] }],
    unchanged: [],
    owed: [],
  })
}

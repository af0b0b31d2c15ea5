// Many people at the same moment, on each record: one outcome, and a ledger without a gap.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPostgresRecord } from '../adapters/sql/postgres-record.ts'
import { type Click, decideDraft } from '../src/gateway/decision.ts'
import { isRefusal } from '../src/refusal.ts'
import { type Database, type Engine, openPostgresEngine } from './engine/postgres.ts'
import { heldOn } from './held.ts'
import { historyOf, kept } from './promises.ts'
import { account, openStage, type Stage, sealer } from './stage.ts'

let engine: Engine
let database: Database
beforeAll(async () => {
  engine = await openPostgresEngine()
  database = await engine.database()
})
afterAll(async () => {
  await database[Symbol.asyncDispose]()
  await engine[Symbol.asyncDispose]()
})

const records: readonly [string, () => Promise<Stage>][] = [
  ['SQLite', () => openStage()],
  ['PostgreSQL', () => openStage(() => openPostgresRecord({ url: database.url, sealer }))],
]

describe.each(records)('fifty who decide on one draft in the same moment, on %s', (_, open) => {
  test('make one decision, and the other forty-nine are told that it is settled (C3)', async () => {
    await using stage = await open()
    const draft = await heldOn(stage)
    const { id } = draft
    const shown = { revision: 1, fingerprint: draft.screened.fingerprint }

    for (let nth = 0; nth < 25; nth++)
      stage.platform.members.set(`mod-${nth}`, {
        name: `Mod ${nth}`,
        active: true,
        bot: false,
        member: 'full',
        roles: ['moderator'],
      })
    const approve: Click = { do: 'approve', shown, ticked: [], did: 'read' }
    const reject: Click = { do: 'reject', reason: 'no' }
    const decided = await Promise.all(
      Array.from({ length: 50 }, (_, nth) =>
        nth % 2 === 0
          ? decideDraft(stage.house, account('ada'), id, approve, `click-${nth}`)
          : decideDraft(stage.house, account(`mod-${(nth - 1) / 2}`), id, reject, `click-${nth}`),
      ),
    )
    const won = decided.filter((one) => !isRefusal(one))
    expect(won).toHaveLength(1)
    const approved = won.some((one) => one.state === 'approved')
    expect(decided.filter(isRefusal).map((one) => one.refused)).toEqual(
      Array(49).fill(approved ? 'not-waiting' : 'already-settled'),
    )
    const history = await historyOf(stage.house.record)
    const outcomes = history.leaves.filter((leaf) => leaf.event === 'approved' || leaf.event === 'rejected')
    expect(outcomes.map((leaf) => leaf.to)).toEqual(won.map((one) => one.state))
    expect(kept(history)).toEqual([])
    await stage.deliver()
    expect(stage.platform.truth).toHaveLength(outcomes.filter((leaf) => leaf.event === 'approved').length)
  })
})

// F8: the end of a draft's time, to the millisecond and by the clock of the record. Whoever is later, a person or the
// timer, finds the draft settled; and there is one end, on each record.

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPostgresRecord } from '../adapters/sql/postgres-record.ts'
import type { DraftIn } from '../src/draft/draft.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import { deliver } from '../src/gateway/errand.ts'
import type { Owed, Record } from '../src/port/record.ts'
import { type Database, type Engine, openPostgresEngine } from './engine/postgres.ts'
import { draftOn, heldOn } from './held.ts'
import { noon } from './people.ts'
import { broken, historyOf } from './promises.ts'
import { account, openStage, type Stage, sealer } from './stage.ts'

let engine: Engine
beforeAll(async () => {
  engine = await openPostgresEngine()
})
afterAll(() => engine[Symbol.asyncDispose]())

type Play = AsyncDisposable & { readonly stage: Stage; setClock(at: number): Promise<void> }

async function onSqlite(): Promise<Play> {
  const stage = await openStage()
  const setClock = async (at: number) => {
    stage.clock.at = at
  }
  return { stage, setClock, [Symbol.asyncDispose]: () => stage[Symbol.asyncDispose]() }
}

async function onPostgres(): Promise<Play> {
  const database: Database = await engine.database()
  await database.run(`create table clock_of_test as select ${noon}::bigint as at`)
  await database.run('grant select on clock_of_test to public')
  const clock = '(select at from clock_of_test)'
  const stage = await openStage(() => openPostgresRecord({ url: database.url, sealer, clock }))
  return {
    stage,
    setClock: async (at) => void (await database.run('update clock_of_test set at = $1', [at])),
    async [Symbol.asyncDispose]() {
      await stage[Symbol.asyncDispose]()
      await database[Symbol.asyncDispose]()
    },
  }
}

function approve(stage: Stage, draft: DraftIn<'pending'>, record = stage.house.record) {
  const shown = { revision: 1, fingerprint: draft.screened.fingerprint }
  const click = { do: 'approve', shown, ticked: [], did: 'read' } as const
  return decideDraft({ ...stage.house, record }, account('ada'), draft.id, click)
}

/** The timer, as it fires for this draft. */
function fire({ house }: Stage, { id }: DraftIn<'pending'>) {
  const owed: Owed = { id: 'o', errand: 'expire', about: id, lane: '', dueAt: 0, tries: 1, fence: 1 }
  return deliver(house, owed)
}

/** The same record, with something else happening before the next save that has this event in it. */
function beforeSaving(record: Record, event: string, happens: () => Promise<unknown>): Record {
  let left = 1
  return {
    ...record,
    async save(save) {
      const leaves = save.writes.map((write) => JSON.parse(write.entry.leaf) as { event: string })
      if (leaves.some((leaf) => leaf.event === event) && left-- > 0) await happens()
      return record.save(save)
    },
  }
}

const records = [
  ['SQLite', onSqlite],
  ['PostgreSQL', onPostgres],
] as const

describe.each(records)('F8: the end of a draft’s time, on %s', (_, open) => {
  test('one millisecond before it an approval counts, and the timer has nothing to end', async () => {
    await using play = await open()
    const draft = await heldOn(play.stage)
    await play.setClock(draft.deadline.at - 1)
    expect(await approve(play.stage, draft)).toMatchObject({ state: 'approved' })
    expect(await fire(play.stage, draft)).toEqual({ delivered: 'again', at: draft.deadline.at })
    await play.stage.deliver()
    expect(await draftOn(play.stage, draft.id)).toMatchObject({ state: 'published' })
    await play.setClock(draft.deadline.at + 1)
    expect(await fire(play.stage, draft)).toEqual({ delivered: 'done' })
    expect(await draftOn(play.stage, draft.id)).toMatchObject({ state: 'published' })
    expect(broken(await historyOf(play.stage.house.record), play.stage.platform)).toEqual([])
  })

  test.each([0, 1])('%d ms after it an approval is too late, though no timer has fired', async (late) => {
    await using play = await open()
    const draft = await heldOn(play.stage)
    await play.setClock(draft.deadline.at + late)
    expect(await approve(play.stage, draft)).toMatchObject({ refused: 'expired', at: draft.deadline.at })
    expect((await draftOn(play.stage, draft.id)).state).toBe('pending')
    expect(await fire(play.stage, draft)).toEqual({ delivered: 'done' })
    expect(await draftOn(play.stage, draft.id)).toMatchObject({ state: 'expired' })
    expect(await approve(play.stage, draft)).toMatchObject({ refused: 'already-settled', state: 'expired' })
    await play.stage.deliver()
    expect(play.stage.platform.truth).toEqual([])
  })

  test('an approval that was decided in time and is saved after the timer has fired loses', async () => {
    await using play = await open()
    const draft = await heldOn(play.stage)
    await play.setClock(draft.deadline.at - 1)
    const racing = beforeSaving(play.stage.house.record, 'approved', async () => {
      await play.setClock(draft.deadline.at + 1)
      await fire(play.stage, draft)
    })
    expect(await approve(play.stage, draft, racing)).toMatchObject({ refused: 'already-settled', state: 'expired' })
    await play.stage.deliver()
    expect(play.stage.platform.truth).toEqual([])
    expect(broken(await historyOf(play.stage.house.record), play.stage.platform)).toEqual([])
  })

  test('what was approved in time and not sent by then expires, and is not sent', async () => {
    await using play = await open()
    const draft = await heldOn(play.stage)
    await play.setClock(draft.deadline.at - 1)
    expect(await approve(play.stage, draft)).toMatchObject({ state: 'approved' })
    await play.setClock(draft.deadline.at)
    await play.stage.deliver()
    expect(await draftOn(play.stage, draft.id)).toMatchObject({ state: 'expired' })
    expect(play.stage.platform.truth).toEqual([])
  })

  test('twenty approvals and twenty timers at the last moment make one end', async () => {
    await using play = await open()
    const draft = await heldOn(play.stage)
    await play.setClock(draft.deadline.at - 1)
    const racers = Array.from({ length: 20 }, async (_, nth) => {
      if (nth === 10) await play.setClock(draft.deadline.at + 1)
      await Promise.all([approve(play.stage, draft), fire(play.stage, draft)])
    })
    await Promise.all(racers)
    await play.stage.deliver()
    const { leaves } = await historyOf(play.stage.house.record)
    const ends = leaves.filter((leaf) => leaf.to === 'expired' || leaf.to === 'published').map((leaf) => leaf.to)
    expect(ends).toHaveLength(1)
    expect(play.stage.platform.truth).toHaveLength(ends.filter((end) => end === 'published').length)
    expect(broken(await historyOf(play.stage.house.record), play.stage.platform)).toEqual([])
  })
})

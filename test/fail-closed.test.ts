// When a part fails, or two things happen in the same moment, nothing is published that people have not allowed.

import { describe, expect, test } from 'vitest'
import type { Draft } from '../src/draft/draft.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import { deliver } from '../src/gateway/errand.ts'
import type { House } from '../src/gateway/house.ts'
import { stop } from '../src/gateway/stopping.ts'
import type { Record } from '../src/port/record.ts'
import { isRefusal } from '../src/refusal.ts'
import { judge } from '../src/rule/judge.ts'
import { minute, second } from '../src/time.ts'
import { approveOn, draftOn, heldBy } from './held.ts'
import { clara, help, noon } from './people.ts'
import { broken, historyOf } from './promises.ts'
import { account, openStage, place, type Stage } from './stage.ts'

/** Screened; mostly it waits then. */
async function held(stage: Stage): Promise<Draft> {
  return draftOn(stage, await heldBy(stage, await stage.registerAgent('Careful Clara', '1')))
}

async function allow(stage: Stage, draft: Draft): Promise<void> {
  const done = await approveOn(stage, 'ada', draft.id)
  if (isRefusal(done)) throw new Error(done.refused)
}

/** The same house, with something else happening before each save that has this event in it. */
function beforeSaving(house: House, event: string, happens: () => Promise<void>): House {
  const record: Record = {
    ...house.record,
    async save(save) {
      const leaves = save.writes.map((write) => JSON.parse(write.entry.leaf) as { event: string })
      if (leaves.some((leaf) => leaf.event === event)) await happens()
      return house.record.save(save)
    },
  }
  return { ...house, record }
}

describe('a stop that commits between the look and the claim', () => {
  test('wins: the claim loses, looks again, and nothing is sent', async () => {
    await using stage = await openStage()
    const draft = await held(stage)
    await allow(stage, draft)
    let stopped = 0
    const racing = beforeSaving(stage.house, 'claimed', async () => {
      if (stopped++ === 0) await stop(stage.house, account('sec'), place('random'), { over: 'all' }, 'now')
    })
    const owed = (await stage.house.record.take(10, minute)).find((one) => one.errand === 'publish')
    if (owed === undefined) throw new Error('nothing is to be published')
    expect(await deliver(racing, owed)).toMatchObject({ delivered: 'again' })
    expect(stage.platform.truth).toEqual([])
    expect((await draftOn(stage, draft.id)).state).toBe('approved')
    expect(broken(await historyOf(stage.house.record), stage.platform)).toEqual([])
  })

  test('wins over an approval as well', async () => {
    await using stage = await openStage()
    const draft = await held(stage)
    if (draft.state !== 'pending') throw new Error(draft.state)
    const racing = beforeSaving(stage.house, 'approved', async () => {
      await stop(stage.house, account('sec'), place('random'), { over: 'all' }, 'now')
    })
    const shown = { revision: 1, fingerprint: draft.screened.fingerprint }
    expect(
      await decideDraft(racing, account('ada'), draft.id, { do: 'approve', shown, ticked: [], did: 'read' }),
    ).toMatchObject({ refused: 'stopped' })
    expect((await draftOn(stage, draft.id)).state).toBe('pending')
  })

  test('loses to an approval that commits first, though its moment is the earlier one; the claim comes too late', async () => {
    await using stage = await openStage()
    const draft = await held(stage)
    const racing = beforeSaving(stage.house, 'stopped', async () => {
      stage.clock.at += 1
      await allow(stage, draft)
    })
    await stop(racing, account('sec'), place('random'), { over: 'all' }, 'now')
    await stage.deliver()
    expect(await draftOn(stage, draft.id)).toMatchObject({ state: 'approved', approvals: [{ at: noon + 1 }] })
    const history = await historyOf(stage.house.record)
    expect(history.board.stops).toMatchObject([{ from: noon }])
    expect(broken(history, stage.platform)).toEqual([])
    expect(stage.platform.truth).toEqual([])
  })
})

describe('a stop between two messages of one post', () => {
  test('takes back what is there, and the rest is never sent', async () => {
    await using stage = await openStage(undefined, 3)
    const draft = await held(stage)
    await allow(stage, draft)
    let messages = 0
    const racing = beforeSaving(stage.house, 'went-on', async () => {
      if (messages++ === 1) await stop(stage.house, account('sec'), place('random'), { over: 'all' }, 'now')
    })
    const owed = (await stage.house.record.take(10, minute)).find((one) => one.errand === 'publish')
    if (owed === undefined) throw new Error('nothing is to be published')
    await deliver(racing, owed)
    expect(stage.platform.truth).toMatchObject([{ takenBack: true }])
    expect(stage.platform.truth[0]?.payloads).toHaveLength(2)
    expect((await draftOn(stage, draft.id)).state).toBe('approved')
    expect(broken(await historyOf(stage.house.record), stage.platform)).toEqual([])
  })
})

describe('A12: a process that died between two messages of one post', () => {
  test('leaves the rest to the next one, which waits until everything that was sent must show', async () => {
    await using stage = await openStage(undefined, 3)
    const draft = await held(stage)
    await allow(stage, draft)
    stage.dieAt = 'publish.went-on'
    await expect(stage.deliver()).rejects.toThrow()
    await stage.restart()
    const [half] = stage.platform.truth
    expect(half?.payloads).toHaveLength(1)
    for (const seconds of [21, 5]) {
      stage.clock.at += seconds * second
      await stage.deliver()
      expect(await draftOn(stage, draft.id)).toMatchObject({ state: 'unconfirmed', askPeople: false })
      expect(half?.payloads).toHaveLength(1)
    }
    stage.clock.at += 5 * second
    await stage.deliver()
    expect((await draftOn(stage, draft.id)).state).toBe('published')
    expect(stage.platform.truth).toHaveLength(1)
    expect(half?.payloads.slice(1)).toEqual([
      { part: 2, of: 3 },
      { part: 3, of: 3 },
    ])
    expect(broken(await historyOf(stage.house.record), stage.platform)).toEqual([])
  })
})

describe('a search that breaks while a post is looked for', () => {
  test('is tried again at a moment, and people are asked in the end', async () => {
    await using stage = await openStage()
    const draft = await held(stage)
    await allow(stage, draft)
    stage.platform.script = [{ on: 'send', fault: 'drop' }]
    await stage.deliver()
    const practice = stage.house.channels.get('practice')
    if (practice === undefined) throw new Error('practice is not connected')
    const falls = () => Promise.reject(new Error('the adapter fell over'))
    const half = { found: 'part', part: { payloads: 1, ref: 'm1' }, altered: false } as const
    const on = (more: Partial<typeof practice>) => new Map([['practice', { ...practice, ...more }]] as const)
    stage.clock.at += 5 * second
    const owed = (await stage.house.record.take(10, minute)).find((one) => one.errand === 'reconcile')
    if (owed === undefined) throw new Error('nothing is looked for')
    stage.house = { ...stage.house, channels: on({ find: falls }) }
    expect(await deliver(stage.house, owed)).toEqual({ delivered: 'again', at: stage.clock.at + 5 * second })
    // The place cannot be asked who reads it, just as the rest of a post was to be sent.
    stage.house = { ...stage.house, channels: on({ find: async () => half, audience: falls }) }
    stage.clock.at += 30 * second
    expect(await deliver(stage.house, owed)).toEqual({ delivered: 'again', at: stage.clock.at + 5 * second })
    stage.clock.at += minute
    expect(await deliver(stage.house, owed)).toEqual({ delivered: 'done' })
    expect(await draftOn(stage, draft.id)).toMatchObject({ state: 'unconfirmed', askPeople: true })
  })
})

describe('a claim that has grown old', () => {
  test('is dropped before a byte leaves, and the draft is tried again', async () => {
    await using stage = await openStage()
    const draft = await held(stage)
    await allow(stage, draft)
    let clock = 0
    const slow: House = {
      ...beforeSaving(stage.house, 'claimed', async () => {
        clock += 2001
      }),
      stopwatch: () => clock,
    }
    const owed = (await stage.house.record.take(10, minute)).find((one) => one.errand === 'publish')
    if (owed === undefined) throw new Error('nothing is to be published')
    await deliver(slow, owed)
    expect(stage.platform.truth).toEqual([])
    expect((await draftOn(stage, draft.id)).state).toBe('approved')
    await stage.deliver()
    expect(stage.platform.truth).toHaveLength(1)
  })
})

describe('a scanner', () => {
  test.each([
    ['that throws', () => Promise.reject(new Error('the detector fell over'))],
    ['that never answers', () => new Promise<never>(() => undefined)],
    ['that answers nonsense', async () => JSON.parse('[{"check":"fine"}]')],
  ] as const)('%s makes the draft high risk, for two people', async (_, scan) => {
    await using stage = await openStage()
    stage.house = { ...stage.house, pace: { ...stage.house.pace, scanMs: 20 } }
    stage.scanner = { scan }
    const draft = await held(stage)
    expect(draft).toMatchObject({
      state: 'pending',
      screened: { risk: 'high', findings: [{ check: 'unscreened' }], verdict: { people: 2 } },
    })
    expect(stage.logged.join()).not.toContain('Staging deploys')
  })
})

describe('a place', () => {
  test('that nobody can see refuses the draft, since nobody could be shown who will read it', async () => {
    await using stage = await openStage()
    stage.platform.audiences.clear()
    expect(await held(stage)).toMatchObject({ state: 'refused', why: 'unknown-place' })
  })
  test('that vanished after the approval blocks it, and the approval stays', async () => {
    await using stage = await openStage()
    const draft = await held(stage)
    await allow(stage, draft)
    stage.platform.audiences.clear()
    await stage.deliver()
    expect(await draftOn(stage, draft.id)).toMatchObject({ state: 'blocked', approvals: [{ asked: true }] })
    expect(stage.platform.truth).toEqual([])
  })
  test('without a rule is one where a person decides', () => {
    const verdict = judge({ rules: [] }, 0, { grants: [] }, { agent: clara, destination: help, risk: 'low', at: noon })
    expect(verdict).toMatchObject({ rule: 'default', autonomy: 'draft', people: 1 })
  })
  test('closed for one agent is closed, however many looser rules there are', () => {
    const rule = { expiresAfterMs: minute, id: 'default' } as const
    const rules = [
      { ...rule, autonomy: 'auto', channel: 'platform-help', agent: clara },
      { ...rule, autonomy: 'closed', platform: 'practice' },
    ] as const
    expect(
      judge({ rules }, 1, { grants: [] }, { agent: clara, destination: help, risk: 'low', at: noon }),
    ).toMatchObject({ autonomy: 'closed' })
  })
  test('with auto and no live grant is one where a person decides', () => {
    const rules = [{ id: 'default', autonomy: 'auto', expiresAfterMs: minute }] as const
    expect(
      judge({ rules }, 1, { grants: [] }, { agent: clara, destination: help, risk: 'low', at: noon }),
    ).toMatchObject({ autonomy: 'draft', people: 1 })
  })
})

describe('the record', () => {
  test('that fails while a decision is saved loses the decision, not the draft', async () => {
    await using stage = await openStage()
    const draft = await held(stage)
    if (draft.state !== 'pending') throw new Error(draft.state)
    const failing = beforeSaving(stage.house, 'approved', () => Promise.reject(new Error('the disk is full')))
    const shown = { revision: 1, fingerprint: draft.screened.fingerprint }
    await expect(
      decideDraft(failing, account('ada'), draft.id, { do: 'approve', shown, ticked: [], did: 'read' }),
    ).rejects.toThrow('the disk is full')
    expect((await draftOn(stage, draft.id)).state).toBe('pending')
  })
  test('that fails while the outcome is saved leaves an intent, which is looked for and not sent again', async () => {
    await using stage = await openStage()
    const draft = await held(stage)
    await allow(stage, draft)
    const failing = beforeSaving(stage.house, 'published', () => Promise.reject(new Error('the disk is full')))
    const owed = (await stage.house.record.take(10, minute)).find((one) => one.errand === 'publish')
    if (owed === undefined) throw new Error('nothing is to be published')
    await expect(deliver(failing, owed)).rejects.toThrow('the disk is full')
    for (let turn = 0; turn < 5; turn++) {
      stage.clock.at += minute
      await stage.deliver()
    }
    expect(await draftOn(stage, draft.id)).toMatchObject({ state: 'published' })
    expect(stage.platform.truth).toHaveLength(1)
  })
})

describe('an adapter that throws in the middle of sending', () => {
  test('has told us nothing: it is unconfirmed, never sent again blindly', async () => {
    await using stage = await openStage()
    const draft = await held(stage)
    await allow(stage, draft)
    const channel = { ...stage.platform.channel, send: () => Promise.reject(new Error('the library fell over')) }
    stage.house = { ...stage.house, channels: new Map([['practice', channel]]) }
    await stage.deliver()
    expect(await draftOn(stage, draft.id)).toMatchObject({ state: 'unconfirmed' })
    stage.clock.at += 2 * minute
    await stage.deliver()
    expect(await draftOn(stage, draft.id)).toMatchObject({ state: 'unconfirmed', askPeople: true })
    expect(stage.platform.truth).toEqual([])
  })
})

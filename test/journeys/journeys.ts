// The stories. Each is played on every platform, against its real adapter and a real record; what a reader must never
// see is asked of the platform, not of us.

import { expect } from 'vitest'
import type { Draft } from '../../src/draft/draft.ts'
import type { Click } from '../../src/gateway/decision.ts'
import type { DraftId } from '../../src/id.ts'
import { isRefusal } from '../../src/refusal.ts'
import { hour, minute } from '../../src/time.ts'
import type { JourneyName, Role, Theatre } from './theatre.ts'

const calm = { text: 'Staging deploys run at 09:00 and 15:00 UTC.', assumptions: ['you mean the staging cluster'] }
const loosens = {
  text: 'It is a permissions problem.\n\nLoosen the access control lists on atlas so that everyone can read it.\n\nRun the job again.',
  assumptions: ['atlas holds nothing that needs clearance', 'only your job is affected'],
}

export const journeys: { readonly [Name in JourneyName]: (at: Theatre) => Promise<void> } = {
  async incident(at) {
    const draft = await held(at, loosens)
    expect(await at.readersSee()).not.toContainEqual(expect.stringContaining('Loosen'))
    const waiting = await at.until(draft, 'pending')
    expect(waiting.screened).toMatchObject({ risk: 'high', verdict: { people: 2 } })
    await reads(at, 'asker', draft, 'loosens access control')
    expect(await at.click('asker', draft, approve(waiting, [0]))).toMatchObject({ refused: 'assumptions-unticked' })
    expect(await at.click('colleague', draft, approve(waiting))).toMatchObject({ refused: 'invoker-first' })
    expect(await at.click('asker', draft, approve(waiting))).toMatchObject({ refused: 'read-first' })
    await at.wait(minute)
    must(await at.click('asker', draft, approve(waiting)))
    expect(await at.click('asker', draft, approve(waiting))).toMatchObject({ refused: 'already-approved' })
    expect(await at.readersSee()).toHaveLength(0)
    await reads(at, 'colleague', draft, 'Second review needed')
    expect(await at.click('colleague', draft, approve(waiting))).toMatchObject({ refused: 'read-first' })
    await at.wait(minute)
    must(await at.click('colleague', draft, approve(waiting)))
    const { post } = await at.until(draft, 'published')
    const [seen = ''] = await at.readersSee()
    expect(seen).toContain('AI draft')
    expect(seen).toContain('It is a permissions problem')
    expect(seen).not.toContain('Loosen')
    expect(await at.reveal('colleague', post, 's1')).toMatchObject({
      text: expect.stringContaining('Loosen the access control lists'),
    })
    must(await at.touch('colleague', post, { do: 'act', act: 'will-run' }))
    must(await at.touch('colleague', post, { do: 'report', complaint: 'dangerous', words: 'everyone can read it' }))
    expect(await at.touch('guest', post, { do: 'recall', reason: 'no' })).toMatchObject({ refused: 'not-yours' })
    must(await at.touch('moderator', post, { do: 'recall', reason: 'it opens the store to everyone' }))
    await until(async () =>
      (await at.readersSee()).some((text) => text.includes('Do not follow the earlier instructions')),
    )
    expect(await at.readersSee()).not.toContainEqual(expect.stringContaining('It is a permissions problem'))
    expect(await at.reveal('asker', post, 's1')).toMatchObject({ refused: 'already-settled' })
    const [reader] = (await at.post(post)).readers
    expect(reader).toMatchObject({ opened: [{ step: 's1' }], acts: [{ act: 'will-run' }] })
  },

  async approve(at) {
    const draft = await held(at)
    const waiting = await at.until(draft, 'pending')
    const acts = await until(async () => (await at.card('asker', draft))?.acts)
    expect(acts).toEqual(expect.arrayContaining(['approve', 'edit', 'revise', 'keep', 'reject', 'stop']))
    expect(await at.readersSee()).toHaveLength(0)
    must(await at.click('asker', draft, approve(waiting)))
    await at.until(draft, 'published')
    const [seen = '', ...more] = await at.readersSee()
    expect(more).toEqual([])
    expect(seen).toContain('Staging deploys run at 09:00 and 15:00 UTC.')
    expect(seen).toContain('you mean the staging cluster')
    expect(await at.click('asker', draft, approve(waiting))).toMatchObject({
      refused: 'already-settled',
      state: 'published',
    })
  },

  async edit(at) {
    const draft = await held(at)
    const first = await at.until(draft, 'pending')
    must(await at.click('asker', draft, { do: 'edit', shown: shownOf(first), text: 'Ask the release team.' }))
    const second = await until(async () => {
      const now = await at.until(draft, 'pending')
      return now.revision.number === 2 ? now : undefined
    })
    expect(await at.click('asker', draft, approve(first))).toMatchObject({ refused: 'changed-since-shown' })
    must(await at.click('asker', draft, approve(second)))
    await at.until(draft, 'published')
    expect((await at.readersSee()).join()).toContain('Ask the release team.')
    expect((await at.readersSee()).join()).toContain('edited by')
  },

  async 'revise-twice'(at) {
    const draft = await held(at)
    for (const [round, text] of [
      [2, 'Shorter.'],
      [3, 'Shorter still.'],
    ] as const) {
      const waiting = await at.until(draft, 'pending')
      must(
        await at.click('asker', draft, {
          do: 'revise',
          shown: shownOf(waiting),
          wants: ['Too long or off topic'],
          words: 'shorter',
        }),
      )
      await at.until(draft, 'revising')
      expect(await at.click('asker', draft, approve(waiting))).toMatchObject({ refused: 'not-waiting' })
      await at.revise(draft, { text })
      await until(async () => (await at.until(draft, 'pending')).revision.number === round)
    }
    const waiting = await at.until(draft, 'pending')
    await reads(at, 'asker', draft, 'Changed since revision 2')
    must(await at.click('asker', draft, approve(waiting)))
    await at.until(draft, 'published')
    expect((await at.readersSee()).join()).toContain('Shorter still.')
  },

  async keep(at) {
    const draft = await held(at)
    expect(await at.click('colleague', draft, { do: 'keep' })).toMatchObject({ refused: noneOfTheirs })
    must(await at.click('asker', draft, { do: 'keep' }))
    await at.until(draft, 'kept')
    expect(await at.readersSee()).toHaveLength(0)
  },

  async reject(at) {
    const draft = await held(at)
    expect(await at.click('moderator', draft, { do: 'reject', reason: ' ' })).toMatchObject({
      refused: 'reason-needed',
    })
    must(await at.click('moderator', draft, { do: 'reject', reason: 'wrong' }))
    expect(await at.until(draft, 'rejected')).toMatchObject({ reason: 'wrong' })
    expect(await at.click('asker', draft, { do: 'keep' })).toMatchObject({
      refused: 'already-settled',
      state: 'rejected',
    })
    expect(await at.readersSee()).toHaveLength(0)
  },

  async expire(at) {
    const draft = await held(at)
    const waiting = await at.until(draft, 'pending')
    await at.wait(4 * hour)
    await at.until(draft, 'expired')
    expect(await at.click('asker', draft, approve(waiting))).toMatchObject({ refused: 'already-settled' })
    expect(await at.readersSee()).toHaveLength(0)
  },

  async 'two-people'(at) {
    const draft = await held(at, loosens)
    const waiting = await at.until(draft, 'pending')
    expect(await at.click('asker', draft, approve(waiting))).toMatchObject({ refused: 'read-first' })
    await at.wait(minute)
    must(await at.click('asker', draft, approve(waiting)))
    await reads(at, 'asker', draft, 'waiting for a second person')
    await reads(at, 'colleague', draft, 'Second review needed')
    expect(await at.click('guest', draft, approve(waiting))).toMatchObject({ refused: 'outsider' })
    await at.wait(minute)
    must(await at.click('moderator', draft, approve(waiting)))
    await at.until(draft, 'published')
    expect(await at.readersSee()).toHaveLength(1)
  },

  async withdraw(at) {
    const draft = await held(at)
    const waiting = await at.until(draft, 'pending')
    await at.withdraw(draft)
    await at.until(draft, 'withdrawn')
    expect(await at.click('asker', draft, approve(waiting))).toMatchObject({
      refused: 'already-settled',
      state: 'withdrawn',
    })
  },

  async retract(at) {
    const draft = await held(at, loosens)
    const waiting = await at.until(draft, 'pending')
    await at.wait(minute)
    must(await at.click('asker', draft, approve(waiting)))
    must(await at.click('asker', draft, { do: 'retract' }))
    expect(await at.click('colleague', draft, approve(waiting))).toMatchObject({ refused: notAnyMore })
    await at.wait(minute)
    must(await at.click('asker', draft, approve(waiting)))
    await at.wait(minute)
    must(await at.click('colleague', draft, approve(waiting)))
    await at.until(draft, 'published')
    expect(await at.readersSee()).toHaveLength(1)
  },

  async veto(at) {
    const draft = await held(at)
    const waiting = await at.until(draft, 'pending')
    await until(() => at.card('moderator', draft))
    at.fail([{ on: 'send', fault: 'throttle', ms: 10 * minute }])
    must(await at.click('asker', draft, approve(waiting)))
    await until(
      async () => !isRefusal(await at.click('moderator', draft, { do: 'veto', reason: 'not in this channel' })),
    )
    expect(await at.until(draft, 'rejected')).toMatchObject({ veto: true })
    at.fail([])
    await at.wait(20 * minute)
    expect(await at.readersSee()).toHaveLength(0)
  },

  async stop(at) {
    const draft = await held(at)
    const waiting = await at.until(draft, 'pending')
    expect(await at.stop('guest', draft, 'all')).toMatchObject({ refused: 'not-yours' })
    must(await at.stop('asker', draft, 'here'))
    expect(await at.click('asker', draft, approve(waiting))).toMatchObject({ refused: 'stopped' })
    await reads(at, 'asker', draft, 'Frozen')
    await at.wait(6 * hour)
    expect(await at.resume('asker')).toMatchObject({ refused: 'not-yours' })
    must(await at.resume('moderator'))
    must(await at.click('asker', draft, approve(waiting)))
    await at.until(draft, 'published')
  },

  async recall(at) {
    const draft = await held(at)
    must(await at.click('asker', draft, approve(await at.until(draft, 'pending'))))
    const { post } = await at.until(draft, 'published')
    for (const who of ['colleague', 'security'] as const)
      must(await at.touch(who, post, { do: 'report', complaint: 'wrong', words: '' }))
    await until(async () => (await at.readersSee()).some((text) => text.includes('hidden')))
    must(await at.touch('moderator', post, { do: 'restore' }))
    await until(async () => (await at.readersSee()).some((text) => text.includes('Staging deploys')))
    must(await at.touch('asker', post, { do: 'recall', reason: 'the hours have changed' }))
    await until(async () => (await at.readersSee()).some((text) => text.includes('the hours have changed')))
    expect(await at.touch('moderator', post, { do: 'restore' })).toMatchObject({ refused: 'already-settled' })
    expect((await at.readersSee()).join()).not.toContain('Staging deploys')
  },

  async blocked(at) {
    const draft = await held(at)
    at.fail([{ on: 'send', fault: 'refuse', why: 'is_archived' }])
    must(await at.click('asker', draft, approve(await at.until(draft, 'pending'))))
    expect(await at.until(draft, 'blocked')).toMatchObject({
      why: expect.stringContaining('is_archived'),
      approvals: [{ asked: true }],
    })
    expect(await at.readersSee()).toHaveLength(0)
    at.fail([])
    must(await at.click('asker', draft, { do: 'try-again' }))
    await at.until(draft, 'published')
    expect(await at.readersSee()).toHaveLength(1)
  },

  async unconfirmed(at) {
    const there = await held(at)
    at.fail([{ on: 'send', fault: 'accept-then-drop' }])
    must(await at.click('asker', there, approve(await at.until(there, 'pending'))))
    await at.until(there, 'unconfirmed')
    at.fail([])
    await at.wait(10_000)
    await at.until(there, 'published')
    expect(await at.readersSee()).toHaveLength(1)
    // Nothing arrived, and nobody can know: only a person's word makes it go out again.
    const lost = await held(at, { text: 'Something else.', assumptions: [] })
    at.fail([{ on: 'send', fault: 'drop' }])
    must(await at.click('asker', lost, approve(await at.until(lost, 'pending'))))
    await at.until(lost, 'unconfirmed')
    at.fail([])
    await until(async () => {
      await at.wait(30_000)
      return (await at.until(lost, 'unconfirmed')).askPeople
    })
    expect(await at.readersSee()).toHaveLength(1)
    must(await at.click('asker', lost, { do: 'not-there' }))
    await at.until(lost, 'published')
    expect(await at.readersSee()).toHaveLength(2)
  },

  async 'restart-in-the-middle'(at) {
    const draft = await held(at)
    const waiting = await at.until(draft, 'pending')
    await at.restart()
    must(await at.click('asker', draft, approve(waiting)))
    await at.restart()
    await at.wait(minute)
    await at.until(draft, 'published')
    expect(await at.readersSee()).toHaveLength(1)
  },

  async 'two-processes'(at) {
    await at.second()
    const drafts = await Promise.all(
      [0, 1, 2, 3, 4].map((index) => held(at, { text: `Answer ${index}.`, assumptions: [] })),
    )
    for (const draft of drafts) must(await at.click('asker', draft, approve(await at.until(draft, 'pending'))))
    for (const draft of drafts) await at.until(draft, 'published')
    expect(await at.readersSee()).toHaveLength(5)
  },
}

/** Where a card is a message of one's own, who has no part in it is not told that it exists. */
const noneOfTheirs = expect.stringMatching(/^(not-yours|invoker-first|unknown-draft)$/)

/** They had a card, while they were asked; in the moment before it was theirs, they had none. */
const notAnyMore = expect.stringMatching(/^(not-asked-now|invoker-first)$/)

async function held(at: Theatre, reply: { text: string; assumptions: string[] } = calm): Promise<DraftId> {
  const draft = await at.submit(await at.ask('asker', 'How do I do this?'), reply)
  await at.until(draft, 'pending')
  await until(() => at.card('asker', draft))
  return draft
}

function approve(
  draft: Draft & { state: 'pending' },
  ticked = draft.revision.disclosure.assumptions.map((_, index) => index),
): Click {
  return { do: 'approve', shown: shownOf(draft), ticked, did: 'read' }
}

function shownOf(draft: Draft & { state: 'pending' }): { revision: number; fingerprint: string } {
  return { revision: draft.revision.number, fingerprint: draft.screened.fingerprint.slice(0, 8) }
}

function must(came: object): void {
  if (isRefusal(came)) throw new Error(`refused: ${came.refused}`)
}

/** Waits until their card says so. */
async function reads(at: Theatre, who: Role, draft: DraftId, words: string): Promise<void> {
  await until(async () => (await at.card(who, draft))?.says.includes(words))
}

/** Asks again until it is so; a test's own time limit ends a wait in vain. */
async function until<T>(ask: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const answer = await ask()
    if (answer !== undefined && answer !== false) return answer
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

// Words are forgotten when their term is over: what stays, what stays readable, and that the ledger verifies without them.

import { afterEach, beforeEach, expect, test } from 'vitest'
import { draftCard } from '../src/card/draft-card.ts'
import { postCard } from '../src/card/post-card.ts'
import { actionsFor } from '../src/draft/approval.ts'
import type { Draft } from '../src/draft/draft.ts'
import { forgetDraft } from '../src/draft/forget.ts'
import { decideDraft } from '../src/gateway/decision.ts'
import { touchPost } from '../src/gateway/reading.ts'
import { beginRetaining, retain } from '../src/gateway/retaining.ts'
import { type PostId, postId, sure } from '../src/id.ts'
import { isRefusal } from '../src/refusal.ts'
import { day } from '../src/time.ts'
import { heldOn } from './held.ts'
import { ada, moment, noon } from './people.ts'
import { historyOf, kept } from './promises.ts'
import { account, openStage, type Stage } from './stage.ts'

let stage: Stage
beforeEach(async () => {
  stage = await openStage()
  stage.house = { ...stage.house, keepTextMs: 30 * day }
})
afterEach(() => stage[Symbol.asyncDispose]())

test('after its term a rejected draft keeps its states, ids and hashes, and no word', async () => {
  const draft = await heldOn(stage)
  await decide(draft, { do: 'reject', reason: 'that is nonsense' })
  await stage.deliver()
  const before = await stage.house.record.entries({ limit: 1000 })
  const held = await look(draft)

  stage.clock.at = noon + 29 * day
  await retain(stage.house)
  expect(await look(draft)).toEqual(held)

  stage.clock.at = noon + 31 * day
  await retain(stage.house)
  const after = await look(draft)
  expect(after).toMatchObject({ id: held.id, version: held.version, head: held.head, is: { state: 'rejected' } })
  expect(after.is).toMatchObject({
    revision: { number: 1, salt: '', content: { text: '' } },
    forgotten: stage.clock.at,
  })
  const all = await everything()
  for (const word of ['Staging deploys', 'that is nonsense', 'how?']) expect(all).not.toContain(word)

  // A colleague who was asked, and those who asked, lose their names as everybody does.
  const { by } = held.is.state === 'rejected' ? held.is : { by: { person: ada.person, name: '' } }
  const absence = {
    since: noon,
    until: noon,
    instead: 'colleague',
    named: { ...by, name: 'Bo' },
    others: false,
    at: noon,
  } as const
  const handed = forgetDraft({ ...held.is, colleague: { to: { ...by, name: 'Bo' }, by, at: noon }, absence }, noon)
  expect(by.name).toBe('Ada')
  expect(handed?.absence).toEqual({ ...absence, named: { ...by, name: '' } })
  expect(handed?.colleague).toEqual({ to: { ...by, name: '' }, by: { ...by, name: '' }, at: noon })

  // Its card says so, and shows no empty frame and no empty name.
  const card = JSON.stringify(draftCard(after.is, ada, moment()))
  expect(card).toContain('were forgotten ')
  expect(card).toContain('Rejected — nothing was posted')
  expect(card).not.toMatch(/"section":"agent"|Rejected by|Reason:|stated no assumptions|cites/)
  const asker = { ...ada, person: by.person }
  // A new draft from it would be one without a word.
  expect(actionsFor(held.is, asker, moment())).toContain('start-again')
  expect(actionsFor(after.is, asker, moment())).not.toContain('start-again')

  // The chain is what it was, and one entry more says how many things lost their words.
  const entries = await stage.house.record.entries({ limit: 1000 })
  expect(entries.slice(0, before.length)).toEqual(before)
  const added = entries.slice(before.length).map(({ leaf }) => JSON.parse(leaf) as { event: string; facts: object })
  expect(added.map(({ event }) => event)).toEqual(['words-forgotten', 'words-forgotten'])
  expect(added[0]?.facts).toMatchObject({ count: 1 })
  expect(kept(await historyOf(stage.house.record))).toEqual([])
  // Once forgotten, there is nothing to do.
  await retain(stage.house)
  expect(await stage.house.record.entries({ limit: 1000 })).toEqual(entries)
})

test('a draft that waits is never forgotten', async () => {
  const draft = await heldOn(stage)
  stage.clock.at = noon + 400 * day
  await retain(stage.house)
  expect((await look(draft)).is.revision.content.text).toBe('Staging deploys run at 09:00.')
})

test('a post keeps what a recall needs for as long as it can be recalled', async () => {
  const draft = await heldOn(stage)
  const shown = { revision: 1, fingerprint: draft.screened.fingerprint }
  await decide(draft, { do: 'approve', shown, ticked: [], did: 'read' })
  await stage.deliver()
  const published = (await look(draft)).is
  if (published.state !== 'published') throw new Error(`it is ${published.state}`)
  stage.clock.at = noon + 40 * day
  await retain(stage.house)
  expect((await look(draft)).is.revision.content.text).toBe('')
  expect(JSON.stringify(await post(published.post))).toContain('Staging deploys')

  const recalled = await touchPost(stage.house, account('mia'), published.post, { do: 'recall', reason: 'wrong' })
  expect(recalled).toMatchObject({ state: 'recalled' })
  stage.clock.at = noon + 60 * day
  await retain(stage.house)
  expect(JSON.stringify(await post(published.post))).toContain('Staging deploys')
  stage.clock.at = noon + 71 * day
  await retain(stage.house)
  const gone = await post(published.post)
  expect(JSON.stringify(gone)).not.toMatch(/Staging deploys|wrong|"Ada"|"Mia"/)
  if (gone === undefined) throw new Error('it is not there')
  const tombstone = JSON.stringify(postCard(gone))
  expect(tombstone).toContain('Do not follow the earlier instructions.')
  expect(tombstone).toContain('The reason was forgotten when its term was over.')
  expect(tombstone).not.toMatch(/Reason: |Recalled by/)
  expect(gone).toMatchObject({ state: 'recalled', ref: 'm1', allowed: { approvals: [{ did: 'read' }] } })
})

test('with a term of 0 nothing is forgotten', async () => {
  const draft = await heldOn(stage)
  await decide(draft, { do: 'keep' })
  stage.house = { ...stage.house, keepTextMs: 0 }
  stage.clock.at = noon + 1000 * day
  await retain(stage.house)
  expect((await look(draft)).is.revision.content.text).toBe('Staging deploys run at 09:00.')
})

test('the row from which it is done every day is there once, however many processes begin', async () => {
  await Promise.all([1, 2, 3].map(() => beginRetaining(stage.house.record)))
  expect(await stage.deliver(1)).toBe(1)
  expect(await stage.house.record.nextDue()).toBe(noon + day)
  stage.clock.at = noon + day
  expect(await stage.deliver()).toBe(1)
  const entries = await stage.house.record.entries({ stream: 'upkeep', limit: 10 })
  expect(entries).toHaveLength(1)
})

async function decide(draft: Draft, click: Parameters<typeof decideDraft>[3]): Promise<void> {
  const done = await decideDraft(stage.house, account('ada'), draft.id, click)
  if (isRefusal(done)) throw new Error(done.refused)
}

async function look({ id }: Draft) {
  const { seen } = await stage.house.record.look({ draft: { kind: 'draft', id } })
  if (seen.draft === undefined) throw new Error(`${id} is not there`)
  return seen.draft
}

async function post(id: PostId) {
  return (await stage.house.record.look({ post: { kind: 'post', id: sure(postId, id) } })).seen.post?.is
}

async function everything(): Promise<string> {
  const { record } = stage.house
  const all = [await record.walk('draft', '', 100), await record.walk('post', '', 100)]
  return JSON.stringify([...all, await record.walk('invocation', '', 100)])
}

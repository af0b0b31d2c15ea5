// A secret in a draft, followed through the whole house: the record, the ledger, the cards, the logs, the platform.

import { describe, expect, test } from 'vitest'
import { spokenCard } from '../src/card/spoken.ts'
import { isSettled } from '../src/draft/draft.ts'
import { change } from '../src/gateway/change.ts'
import { decideDraft, startAgain } from '../src/gateway/decision.ts'
import { cardFor } from '../src/gateway/looking.ts'
import { ownDraft } from '../src/gateway/own.ts'
import { type DraftId, draftId, sure } from '../src/id.ts'
import { isRefusal, type Refusal } from '../src/refusal.ts'
import { minute } from '../src/time.ts'
import { draftOn, type Said, submitted } from './held.ts'
import { broken, historyOf } from './promises.ts'
import { account, openStage, type Stage } from './stage.ts'

const secret = `gh${'p_'}q8Zr2LkV0pXw7Nt3YcHd5Jm1Gf6Sb9Ta4Ue0`

async function received(stage: Stage, said: Said): Promise<{ id: DraftId; token: string } | Refusal> {
  const agent = await stage.registerAgent('Careful Clara', '1')
  const receipt = await submitted(stage, agent, said)
  return isRefusal(receipt) ? receipt : { id: sure(draftId, receipt.draft.id), token: stage.tokens.get(agent) ?? '' }
}

async function draftOf(stage: Stage, text: string, more: Said = {}): Promise<{ id: DraftId; token: string }> {
  const draft = await received(stage, { text, ...more })
  if (isRefusal(draft)) throw new Error(draft.refused)
  return draft
}

async function read(stage: Stage, id: DraftId): Promise<string> {
  const card = await cardFor(stage.house, account('ada'), id)
  if (isRefusal(card)) throw new Error(card.refused)
  return spokenCard(card)
}

/** Everything of ours that somebody could ever look into. */
async function everywhere(stage: Stage): Promise<string> {
  const history = await historyOf(stage.house.record)
  const leaves = history.entries.map((entry) => entry.leaf)
  const things = [...history.drafts, ...history.posts].map((held) => held.is)
  const cards = [...stage.platform.shown.values()]
  return JSON.stringify([leaves, things, cards, stage.logged, stage.platform.truth, stage.platform.notes])
}

describe('G8: a draft with a secret in it', () => {
  test.each([
    ['as it stands', `The key is ${secret}, use it.`],
    ['cut by a line end', `The key is\n> ${secret.slice(0, 18)}\n> ${secret.slice(18)}`],
    ['in base64', `Decode ${Buffer.from(`key ${secret}`).toString('base64')}`],
    ['after a word that switches secretlint off', `secretlint-disable ${secret}`],
    ['with a letter of no width in it', `It is ${secret.slice(0, 12)}\u200B${secret.slice(12)}`],
  ])('is refused, and the secret is nowhere: %s', async (_, text) => {
    await using stage = await openStage()
    const { id } = await draftOf(stage, text)
    await stage.deliver()
    expect(await draftOn(stage, id)).toMatchObject({ state: 'refused', why: 'forbidden-content' })
    const all = await everywhere(stage)
    for (const piece of [secret, secret.slice(20), Buffer.from(`key ${secret}`).toString('base64').slice(8, 40)])
      expect(all).not.toContain(piece)
    expect(all).toContain('[secret removed: ')
    expect(broken(await historyOf(stage.house.record), stage.platform)).toEqual([])
  })
  test('tells the agent and the one who asked what was found, and repeats nothing of it', async () => {
    await using stage = await openStage()
    const { id, token } = await draftOf(stage, `The key is ${secret}.`)
    await stage.deliver()
    const says = 'It contains a GitHub token. Secrets are never posted; this one should be replaced.'
    expect(await ownDraft(stage.house, token, id)).toMatchObject({
      state: 'refused',
      reason: 'forbidden-content',
      findings: expect.arrayContaining([{ check: 'secrets', sort: 'github', says }]),
    })
    const shown = [...stage.platform.shown].find(([account]) => account.startsWith('ada'))?.[1]
    expect(shown === undefined ? '' : spokenCard(shown)).toContain(says)
    expect(await read(stage, id)).toContain('The key is [secret removed: github].')
  })
  test('has one entry for it, with the number and not the words, under a salt of its own', async () => {
    await using stage = await openStage()
    const { id } = await draftOf(stage, `The key is ${secret}.`)
    const before = (await draftOn(stage, id)).revision.salt
    await stage.deliver()
    const leaves = (await historyOf(stage.house.record)).leaves.filter((leaf) => leaf.stream === id)
    expect(leaves.map((leaf) => leaf.event)).toEqual(['received', 'screening-began', 'refused'])
    expect(leaves.at(-1)?.facts.removed).toBeGreaterThan(0)
    expect((await draftOn(stage, id)).revision.salt).not.toBe(before)
  })
  test('is refused when a person’s edit brings it', async () => {
    await using stage = await openStage()
    const { id } = await draftOf(stage, 'Staging deploys run at 09:00.')
    await stage.deliver()
    const waiting = await draftOn(stage, id)
    if (waiting.state !== 'pending') throw new Error(waiting.state)
    const shown = { revision: 1, fingerprint: waiting.screened.fingerprint }
    await decideDraft(stage.house, account('ada'), id, { do: 'edit', shown, text: `The key is ${secret}.` })
    expect(await read(stage, id)).not.toContain(secret)
    await stage.deliver()
    expect(await draftOn(stage, id)).toMatchObject({ state: 'refused' })
    expect(await everywhere(stage)).not.toContain(secret)
  })
  test('starts again without it', async () => {
    await using stage = await openStage()
    const { id } = await draftOf(stage, `The key is ${secret}.`)
    await stage.deliver()
    const again = await startAgain(stage.house, account('ada'), id)
    if (isRefusal(again)) throw new Error(again.refused)
    expect(again.revision.content.text).toBe('The key is [secret removed: github].')
  })
  test('is kept without it in a place that nobody can see, too', async () => {
    await using stage = await openStage()
    stage.platform.audiences.clear()
    const { id } = await draftOf(stage, `The key is ${secret}.`)
    await stage.deliver()
    expect(await draftOn(stage, id)).toMatchObject({ state: 'refused', why: 'unknown-place' })
    expect(await everywhere(stage)).not.toContain(secret)
  })
  test('has no word on any card before it is checked, and none when the agent takes it back', async () => {
    await using stage = await openStage()
    const { id, token } = await draftOf(stage, `The key is ${secret}.`)
    expect(await read(stage, id)).not.toContain('The key')
    await change(stage.house, token, id, { do: 'withdraw' })
    expect(await draftOn(stage, id)).toMatchObject({ state: 'withdrawn', unchecked: true })
    expect(await read(stage, id)).not.toContain('The key')
  })
  test('cannot bring it into the ledger as the name of a model or of a place', async () => {
    await using stage = await openStage()
    await draftOf(stage, 'Fine.', { run: { model: secret, promptHash: 'ab12', trace: `https://t.example/${secret}` } })
    expect(await everywhere(stage)).not.toContain(secret)
    expect(await received(stage, { text: 'Fine.', channel: secret, key: `to ${secret}` })).toMatchObject({
      refused: 'unknown-place',
    })
    expect(await everywhere(stage)).not.toContain(secret)
  })
})

describe('a draft that changes production', () => {
  test('asks for a change reference, takes none for an answer, and keeps the one it gets', async () => {
    await using stage = await openStage()
    const { id } = await draftOf(stage, 'Then run the migration against the production database.')
    await stage.deliver()
    const waiting = await draftOn(stage, id)
    if (waiting.state !== 'pending') throw new Error(waiting.state)
    expect(waiting.screened.findings).toMatchObject([{ sort: 'production', severity: 'high' }])
    const card = await cardFor(stage.house, account('ada'), id)
    if (isRefusal(card)) throw new Error(card.refused)
    const form = card.actions.find((action) => action.act === 'approve')?.form
    expect(form?.fields).toContainEqual(expect.objectContaining({ name: 'change', required: false }))
    stage.clock.at += minute
    const shown = { revision: 1, fingerprint: waiting.screened.fingerprint }
    const click = { do: 'approve', shown, ticked: [], did: 'read' } as const
    await decideDraft(stage.house, account('ada'), id, { ...click, change: 'CHG-1042' })
    expect(await read(stage, id)).toContain('Change reference: CHG-1042')
    stage.clock.at += minute
    await decideDraft(stage.house, account('bo'), id, click)
    expect(await draftOn(stage, id)).toMatchObject({ approvals: [{ change: 'CHG-1042' }, { did: 'read' }] })
    expect((await historyOf(stage.house.record)).entries.some((entry) => entry.leaf.includes('CHG-1042'))).toBe(false)
  })
})

describe('a draft at low risk', () => {
  test('has a card with at most four buttons in sight', async () => {
    await using stage = await openStage()
    const { id } = await draftOf(stage, 'Staging deploys run at 09:00.')
    await stage.deliver()
    expect(isSettled(await draftOn(stage, id))).toBe(false)
    const card = await cardFor(stage.house, account('ada'), id)
    if (isRefusal(card)) throw new Error(card.refused)
    expect(card.actions.filter((action) => !action.more)).toHaveLength(4)
    expect(spokenCard(card)).not.toContain('Reading time')
  })
})

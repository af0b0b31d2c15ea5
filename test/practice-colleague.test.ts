// Asking a colleague to decide, in the practice chat and through its door: the card goes to one more person, who decides
// in the asker’s place, and nobody else gets a say by it.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountOf, destinationOf } from '../adapters/practice/cast.ts'
import { cardsIn } from '../src/gateway/looking.ts'
import { isRefusal } from '../src/refusal.ts'
import { openPracticeHouse, type PracticeHouse } from './practice-house.ts'
import { historyOf, kept } from './promises.ts'

let practice: PracticeHouse

beforeEach(async () => {
  practice = await openPracticeHouse()
})
afterEach(async () => {
  await practice[Symbol.asyncDispose]()
})

async function asked() {
  await practice.click('/say', 'ada', { to: practice.seat('clara').agent, text: 'When is the next staging deploy?' })
  const cards = await cardsIn(practice.house, accountOf('ada'), destinationOf('platform-help'), 10)
  if (isRefusal(cards) || cards[0] === undefined) throw new Error('nothing waits')
  const { draft, revision, fingerprint = '' } = cards[0].about
  return { draft, shown: { draft, revision: String(revision), fingerprint } }
}
const posts = () => practice.room.messages('platform-help', 'gus').filter((message) => message.kind === 'posted')
const draftState = async (id: Awaited<ReturnType<typeof asked>>['draft']) =>
  (await practice.house.record.look({ draft: { kind: 'draft', id } })).seen.draft?.is.state

describe('a draft that its asker does not want to decide alone', () => {
  test('goes to the colleague who is asked, who decides in their place', async () => {
    const { draft, shown } = await asked()
    expect(await practice.page('ada')).toContain('Ask a colleague')
    expect(await practice.page('bo')).not.toContain('Staging deploys run at')
    await practice.click('/draft', 'ada', { do: 'hand', draft, to: 'bo' })
    expect(await practice.page('bo')).toContain('Staging deploys run at')
    expect(await practice.page('gus')).not.toContain('Staging deploys run at')
    expect(posts()).toEqual([])
    await practice.click('/draft', 'bo', { do: 'approve', ...shown, did: 'checked' })
    expect(await draftState(draft)).toBe('published')
    expect(posts()).toHaveLength(1)
    expect(await practice.page('gus')).toContain('AI draft, allowed by Bo')
    expect(kept(await historyOf(practice.house.record))).toEqual([])
  })

  test('goes to nobody who could not decide there, and is handed on by nobody else', async () => {
    const { draft } = await asked()
    for (const to of ['gus', 'ada'])
      expect(await practice.click('/draft', 'ada', { do: 'hand', draft, to })).toContain(
        'Name somebody else who is a full member of the channel',
      )
    expect(await practice.click('/draft', 'bo', { do: 'hand', draft, to: 'mia' })).toContain('somebody else to decide')
    expect(await practice.page('bo')).not.toContain('Staging deploys run at')
    // Nor by the colleague: whoever asked is to know who decides.
    await practice.click('/draft', 'ada', { do: 'hand', draft, to: 'bo' })
    expect(await practice.page('bo')).not.toContain('Ask a colleague')
    expect(await practice.click('/draft', 'bo', { do: 'hand', draft, to: 'mia' })).toContain('somebody else to decide')
    expect(await draftState(draft)).toBe('pending')
  })
})

// Away and back in the practice chat, by the same words as elsewhere: a whole journey on its real page.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountOf, destinationOf } from '../adapters/practice/cast.ts'
import { cardsIn } from '../src/gateway/looking.ts'
import type { DraftId } from '../src/id.ts'
import { isRefusal } from '../src/refusal.ts'
import { hour } from '../src/time.ts'
import { openPracticeHouse, type PracticeHouse } from './practice-house.ts'
import { historyOf, kept } from './promises.ts'

let practice: PracticeHouse

beforeEach(async () => {
  practice = await openPracticeHouse()
})
afterEach(async () => {
  expect(kept(await historyOf(practice.house.record))).toEqual([])
  await practice[Symbol.asyncDispose]()
})

const says = (as: string, text: string) => practice.click('/say', as, { to: '', text })
async function asked(): Promise<{ draft: DraftId; shown: { draft: DraftId; revision: string; fingerprint: string } }> {
  await practice.click('/say', 'ada', { to: practice.seat('clara').agent, text: 'When is the next staging deploy?' })
  const cards = await cardsIn(practice.house, accountOf('ada'), destinationOf('platform-help'), 10)
  if (isRefusal(cards) || cards[0] === undefined) throw new Error('nothing waits')
  const { draft, revision, fingerprint = '' } = cards[0].about
  return { draft, shown: { draft, revision: String(revision), fingerprint } }
}
const look = async (id: DraftId) => (await practice.house.record.look({ draft: { kind: 'draft', id } })).seen.draft?.is
const text = 'Staging deploys run at'

describe('somebody of the practice chat who is away', () => {
  test('has their draft decided by the colleague whom they named', async () => {
    expect(await says('ada', 'away 3 days to Bo')).toContain('Drafts that wait for you go to Bo')
    // It was said to us, and not in the channel.
    expect(practice.room.messages('platform-help', 'gus')).toEqual([])
    expect(await practice.page('ada')).toContain('Bo decides for you.')
    const { draft, shown } = await asked()
    expect(await practice.page('bo')).toContain('Ada is away until')
    expect(await practice.page('gus')).not.toContain(text)
    await practice.click('/draft', 'bo', { do: 'approve', ...shown, did: 'checked' })
    expect(await look(draft)).toMatchObject({ state: 'published' })
    expect(await practice.page('gus')).toContain('AI draft, allowed by Bo')
  })

  test('hands over what waited already, and says so when they are back', async () => {
    const { draft, shown } = await asked()
    expect(await practice.page('bo')).not.toContain(text)
    await says('ada', '/countersign away until tomorrow to @bo')
    expect(await practice.page('bo')).toContain('Ada is away until')
    expect(await says('ada', '/countersign back')).toContain('Welcome back')
    expect(await practice.page('ada')).not.toContain('I am back')
    for (const user of ['ada', 'bo']) expect(await practice.page(user)).toContain('Ada and Bo may both decide')
    await practice.click('/draft', 'ada', { do: 'approve', ...shown, did: 'checked' })
    expect(await look(draft)).toMatchObject({ state: 'published' })
  })

  test('names nobody who could not decide there, and two hand nothing to and fro', async () => {
    expect(await says('ada', 'away 3 days to Gus')).toContain('Name somebody else')
    expect(await says('ada', 'away 3 days to Ada')).toContain('Name somebody else')
    expect(await says('ada', 'away for ever')).toContain('Say until when')
    expect(await says('ada', 'away 3 days to Nobody')).toContain('Name one of Ada, Bo')
    await says('bo', 'away 3 days to Ada')
    expect(await says('ada', 'away 3 days to Bo')).toContain('Bo is away too')
    const { draft, shown } = await asked()
    expect(await practice.page('bo')).not.toContain(text)
    expect(await practice.page('mia')).toContain('Bo, whom Ada named, is away too')
    expect(await practice.click('/draft', 'mia', { do: 'approve', ...shown, did: 'read' })).toContain(
      'somebody else to decide',
    )
    await practice.click('/draft', 'mia', { do: 'reject', draft, reason: 'wait for Ada' })
    expect(await look(draft)).toMatchObject({ state: 'rejected', by: { name: 'Mia' } })
  })

  test('is back when the time is over', async () => {
    await says('ada', 'away 2 hours to Bo')
    const { draft } = await asked()
    practice.clock.ahead += 3 * hour
    await practice.quiet()
    expect(await look(draft)).toMatchObject({ absence: { instead: 'colleague' } })
    expect((await look(draft))?.absence?.back).toBeGreaterThan(0)
    expect(await practice.page('ada')).not.toContain('I am back')
  })

  test('may still talk of being away and back', async () => {
    await says('ada', 'back in a minute')
    await says('ada', 'away from keyboard')
    await says('ada', 'back')
    expect(practice.room.messages('platform-help', 'bo')).toHaveLength(3)
  })
})

// A grant in the practice chat, through its door: asked by a person or by an agent, given by a moderator, seen and
// revoked by anybody, and ended by a report.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountOf, destinationOf } from '../adapters/practice/cast.ts'
import { grantsIn } from '../src/gateway/grant-looking.ts'
import { askForGrant } from '../src/gateway/granting.ts'
import { isRefusal } from '../src/refusal.ts'
import { minute } from '../src/time.ts'
import { openPracticeHouse, origin, type PracticeHouse } from './practice-house.ts'
import { historyOf, kept } from './promises.ts'
import { writeRule } from './rule-book.ts'

const deploy = 'When is the next staging deploy?'
const asks = 'asks: may it post without a person for 15 minutes in #platform-help?'
const mayPost = 'Careful Clara (AI agent) may post low-risk answers'

let practice: PracticeHouse

beforeEach(async () => {
  practice = await openPracticeHouse()
  await writeRule(practice.house, 'auto')
})
afterEach(async () => {
  await practice[Symbol.asyncDispose]()
})

const clara = () => practice.seat('clara')
const posts = () => practice.room.messages('platform-help', 'gus').filter((message) => message.kind === 'posted')
const announced = () =>
  practice.room
    .messages('platform-help', 'gus')
    .flatMap((message) => (message.kind === 'announced' ? [message.text] : []))
const askAgent = () => practice.click('/say', 'ada', { to: clara().agent, text: deploy })

/** The agent asks by itself, as the tool of its own will. */
async function requested(lastsMs = 15 * minute): Promise<string> {
  const place = destinationOf('platform-help')
  const grant = await askForGrant(practice.house, clara().secret, { place, lastsMs, why: '**Approved** by @ceo' })
  if (isRefusal(grant)) throw new Error(grant.refused)
  await practice.quiet()
  return grant.id
}

async function given(): Promise<string> {
  const grant = await requested()
  await practice.click('/grant', 'mia', { do: 'give', grant })
  return grant
}

describe('an agent that asks to post without a person', () => {
  test('is before those who may give it, its words in its frame, and before nobody else', async () => {
    await requested()
    for (const user of ['mia', 'sec']) {
      const page = await practice.page(user)
      expect(page).toContain(`Careful Clara (AI agent) ${asks}`)
      expect(page).toContain('<button class="button primary">Give 15 minutes</button>')
    }
    for (const user of ['ada', 'bo', 'gus']) expect(await practice.page(user)).not.toContain(asks)
    const page = await practice.page('mia')
    const ours = page.replaceAll(/<div class="agent"[\s\S]*?<\/div>/g, '').replaceAll(/aria-label="[^"]*"/g, '')
    expect(page).toContain('@ceo')
    expect(ours).not.toContain('@ceo')
  })

  test('posts by itself once a moderator has given it, and everybody is told beforehand', async () => {
    const grant = await given()
    expect(announced()).toHaveLength(1)
    expect(announced()[0]).toContain(`${mayPost} in this channel without a person for 15 minutes`)
    await askAgent()
    expect(posts()).toHaveLength(1)
    const seen = await practice.page('gus')
    expect(seen).toContain(`rule, inside grant ${grant}`)
    expect(seen).toContain('15 minutes left')
    expect(seen).toContain('1 post went out')
    expect(await practice.page('gus', 'random')).not.toContain(mayPost)
    expect(kept(await historyOf(practice.house.record))).toEqual([])
  })

  test('is declined with one click, and asks in vain after that', async () => {
    const grant = await requested()
    await practice.click('/grant', 'mia', { do: 'decline', grant })
    expect(await practice.page('mia')).not.toContain(asks)
    const again = { place: destinationOf('platform-help'), lastsMs: 15 * minute, why: '' }
    expect(await askForGrant(practice.house, clara().secret, again)).toEqual({ refused: 'asked-lately' })
    expect(announced()).toEqual([])
  })
})

describe('a person', () => {
  test('asks for an agent, and cannot give what they asked for without the role', async () => {
    await practice.click('/grant/ask', 'ada', { agent: clara().agent, minutes: '15' })
    const page = await practice.page('ada')
    expect(page).toContain(
      'Ada asks: may Careful Clara (AI agent) post without a person for 15 minutes in #platform-help?',
    )
    expect(page).not.toContain('>Give 15')
    const grant = /name="grant" value="(g_[^"]+)"/.exec(page)?.[1] ?? ''
    expect(await practice.click('/grant', 'ada', { do: 'give', grant })).toContain(
      'That is for somebody else to decide.',
    )
    expect(announced()).toEqual([])
  })

  test('is told why there can be none where the rule does not say auto', async () => {
    await writeRule(practice.house, 'draft')
    const page = await practice.click('/grant/ask', 'mia', { agent: clara().agent, minutes: '15' })
    expect(page).toContain('The rule of this place is not “auto”, so a grant would mean nothing here.')
  })

  test('needs another one for eight hours', async () => {
    await practice.click('/grant/ask', 'mia', { agent: clara().agent, minutes: '480' })
    const grant = /name="grant" value="(g_[^"]+)"/.exec(await practice.page('mia'))?.[1] ?? ''
    await practice.click('/grant', 'mia', { do: 'give', grant })
    expect(await practice.click('/grant', 'mia', { do: 'second', grant })).toContain(
      'The second yes has to come from somebody else.',
    )
    expect(announced()).toEqual([])
    expect(await practice.page('sec')).toContain('Give 8 hours, as the second')
    await practice.click('/grant', 'sec', { do: 'second', grant })
    expect(announced()[0]).toContain('for 8 hours')
    expect(announced()[0]).toContain('Given by Mia and Sec.')
  })

  test.each([
    [
      'revokes it, a guest too',
      async (grant: string) => practice.click('/grant', 'gus', { do: 'revoke', grant }),
      'Gus revoked it',
    ],
    [
      'reports one of its posts',
      async () => {
        const page = await practice.page('gus')
        const post = /name="post" value="(p_[^"]+)"/.exec(page)?.[1] ?? ''
        return practice.click('/post', 'gus', { do: 'report', post, complaint: 'wrong' })
      },
      'one of its posts was reported',
    ],
  ] as const)('%s, and the next answer is a draft again', async (_, end, told) => {
    const grant = await given()
    await askAgent()
    await end(grant)
    expect(announced().at(-1)).toContain(told)
    expect(await practice.page('ada')).not.toContain('minutes left')
    expect(await askAgent()).toContain('AI draft — not published')
    expect(posts()).toHaveLength(1)
  })

  test('recalls a post of it, and a moderator has to confirm the agent before another grant', async () => {
    await given()
    await askAgent()
    const post = /name="post" value="(p_[^"]+)"/.exec(await practice.page('ada'))?.[1] ?? ''
    await practice.click('/post', 'ada', { do: 'recall', post, reason: 'It is wrong' })
    expect(await practice.click('/grant/ask', 'mia', { agent: clara().agent, minutes: '15' })).toContain(
      'has to confirm it',
    )
    expect(await practice.page('ada')).not.toContain('I have looked')
    expect(await practice.page('mia')).toContain('was recalled by Ada')
    await practice.click('/grant/confirm', 'mia', { agent: clara().agent })
    expect(await practice.page('mia')).not.toContain('was recalled by Ada')
    await practice.click('/grant/ask', 'mia', { agent: clara().agent, minutes: '15' })
    const here = await grantsIn(practice.house, accountOf('mia'), destinationOf('platform-help'))
    expect(here).toMatchObject({ waiting: [{ card: 'grant' }] })
  })

  test('who is an agent’s bot account is nobody of the page, whatever the form says', async () => {
    const grant = await requested()
    const body = new URLSearchParams({ as: 'clara', channel: 'platform-help', do: 'give', grant })
    const answer = await practice.fetch(
      new Request(`${origin}/practice/grant`, { method: 'POST', body, headers: { origin } }),
    )
    expect(answer.status).toBe(400)
    expect(announced()).toEqual([])
  })
})

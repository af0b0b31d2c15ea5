// Rules in the practice chat: an admin sets one for a channel, and those whom it names decide.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { accountOf, destinationOf } from '../adapters/practice/cast.ts'
import { cardsIn } from '../src/gateway/looking.ts'
import { rulesNow } from '../src/gateway/ruling.ts'
import { isRefusal } from '../src/refusal.ts'
import { openPracticeHouse, type PracticeHouse } from './practice-house.ts'

const deploy = 'When is the next staging deploy?'
const usual = {
  version: '0',
  autonomy: 'draft',
  first: 'invoker',
  second: 'member',
  expires: '4h',
  unverified: 'reviewers',
  outsiders: 'allow',
  instructions: '',
} as const

let practice: PracticeHouse
beforeEach(async () => {
  practice = await openPracticeHouse()
})
afterEach(() => practice[Symbol.asyncDispose]())

const rule = (as: string, fields: { readonly [name: string]: string }, channel?: string) =>
  practice.click('/rule', as, { ...usual, ...fields }, channel)
const ask = (as = 'ada', channel?: string) =>
  practice.click('/say', as, { to: practice.seat('clara').agent, text: deploy }, channel)

async function approve(as: string, channel = 'platform-help') {
  const cards = await cardsIn(practice.house, accountOf('mia'), destinationOf(channel), 10)
  if (isRefusal(cards) || cards[0] === undefined) throw new Error(`nothing waits in ${channel}`)
  const { draft, revision, fingerprint = '' } = cards[0].about
  return practice.click('/draft', as, { do: 'approve', draft, revision: String(revision), fingerprint, did: 'read' })
}

const posts = () => practice.room.messages('platform-help', 'gus').filter((message) => message.kind === 'posted')

describe('the form for the rule of a channel', () => {
  test('is on the page with what holds now, and sets it for an admin', async () => {
    expect(await practice.page('sec')).toContain('Rule for #platform-help')
    const page = await rule('sec', { autonomy: 'two-person', instructions: 'Name the cluster.' })
    expect(page).toContain('The rules are at version 1 now.')
    expect(page).toMatch(/value="two-person"\s+required checked/)
    expect(page).toMatch(/<textarea name="instructions"[^>]*>\s*Name the cluster\./)
    expect(page).not.toMatch(/<div class="agent">(?:(?!<\/div>).)*Name the cluster/s)
    expect((await rulesNow(practice.house)).book.rules).toMatchObject([
      { channel: 'platform-help', autonomy: 'two-person', instructions: 'Name the cluster.' },
    ])
  })

  test.each([
    ['ada', 'That is for somebody else to decide.'],
    ['mia', 'That is for somebody else to decide.'],
    ['gus', 'Guests and people from outside the company cannot decide here.'],
  ])('refuses %s', async (as, line) => {
    expect(await rule(as, { autonomy: 'auto' })).toContain(line)
    expect((await rulesNow(practice.house)).version).toBe(0)
  })

  test('says what is wrong with it, and changes nothing', async () => {
    expect(await rule('sec', { expires: 'soon' })).toContain('Nothing changed: expires is a number with')
    expect(await rule('sec', { first: 'the boss' })).toContain('Nothing changed: reviewers.first.from.0 is invoker')
    expect((await rulesNow(practice.house)).version).toBe(0)
  })

  test('that somebody else was faster with is told so', async () => {
    await rule('sec', { autonomy: 'closed' })
    expect(await rule('sec', { autonomy: 'auto' })).toContain('Somebody changed the rules since you looked at them.')
    expect((await rulesNow(practice.house)).book.rules).toMatchObject([{ autonomy: 'closed' }])
  })
})

describe('a rule that asks for two people of a named group', () => {
  test('puts the draft before them, and posts it when both have approved', async () => {
    await rule('sec', { first: '2 of group:data-owners' })
    await ask()
    expect(await practice.page('bo')).toContain('Approve (1 of 2)')
    expect(await practice.page('gus')).not.toContain('Staging deploys run at')
    expect(await approve('ada')).toContain('That is for somebody else to decide.')
    await approve('bo')
    expect(posts()).toEqual([])
    await approve('sec')
    expect(posts()).toHaveLength(1)
    expect(await practice.page('gus')).toContain('AI draft, allowed by Bo (read it) and Sec (read it)')
  })

  test('as the second place waits for the one who asked', async () => {
    await rule('sec', { autonomy: 'two-person', second: '2 of group:data-owners' })
    await ask()
    expect(await practice.page('bo')).not.toContain('Staging deploys run at')
    expect(await approve('ada')).toContain('Somebody else (somebody of data-owners) must approve it too')
    await approve('bo')
    await approve('sec')
    expect(posts()).toHaveLength(1)
  })
})

describe('a rule that closes a channel', () => {
  test('holds for that channel alone', async () => {
    await rule('sec', { autonomy: 'closed' }, 'random')
    expect(await ask('ada', 'random')).toContain('Agents may not post in this place.')
    await ask()
    await approve('ada')
    expect(posts()).toHaveLength(1)
  })
})

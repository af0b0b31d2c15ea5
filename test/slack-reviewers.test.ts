// Where cards stand on Slack, who sees them, and what becomes of them when somebody decides, deletes or dies in between.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readCardRef } from '../adapters/slack/ref.ts'
import type { Draft } from '../src/draft/draft.ts'
import { showCards } from '../src/gateway/showing.ts'
import type { DraftId } from '../src/id.ts'
import type { Message } from './fakes/slack/town.ts'
import { type SlackTheatre, slackTheatre } from './journeys/slack.ts'

let at: SlackTheatre
beforeEach(async () => {
  at = await slackTheatre()
})
afterEach(async () => {
  await at[Symbol.asyncDispose]()
})

const held = async (text = 'Ask the release team.'): Promise<DraftId> =>
  at.submit(await at.ask('asker', 'when?'), { text, assumptions: ['you mean staging'] })
/** The cards of somebody, as they stand in their direct messages now. */
const cardsOf = (user: string, draft: DraftId): readonly Message[] =>
  at.acme.slack
    .person(user)
    .reads()
    .filter((one) => JSON.stringify(one.now.blocks).includes(`"block_id":"${draft}:`))
const approve = (draft: Draft & { state: 'pending' }) => {
  const shown = { revision: draft.revision.number, fingerprint: draft.screened.fingerprint.slice(0, 8) }
  return { do: 'approve', shown, ticked: [0], did: 'read' } as const
}
async function seen(isSo: () => boolean): Promise<void> {
  await at.acme.slack.until(isSo)
}

describe('the card of a draft', () => {
  test('is with the one who asked and with nobody else, and the thread leads them to it', async () => {
    const draft = await held()
    const pointed = () =>
      at.acme.slack
        .person('U0ADA')
        .reads('C0HELP')
        .find((one) => one.onlyFor === 'U0ADA')
    await seen(() => pointed() !== undefined)
    const [card, ...more] = cardsOf('U0ADA', draft)
    expect(more).toEqual([])
    expect(card?.channel).toMatch(/^D/)
    expect(card?.now.text).toContain('Ask the release team.')
    expect(pointed()?.threadTs).toBeDefined()
    expect(JSON.stringify(pointed()?.now)).toContain(`p${card?.ts.replace('.', '')}`)
    expect(pointed()?.now.text).not.toContain('release team')
    for (const user of ['U0BO', 'U0MIA', 'U0SEC', 'U0GUS']) {
      expect(cardsOf(user, draft)).toEqual([])
      expect(JSON.stringify(at.acme.slack.person(user).reads())).not.toContain('release team')
    }
    expect(at.acme.slack.fetched).toEqual([])
  })

  test('is drawn again where it stands when it was decided', async () => {
    const draft = await held()
    const waiting = await at.until(draft, 'pending')
    await seen(() => cardsOf('U0ADA', draft).length === 1)
    const [before] = cardsOf('U0ADA', draft)
    await at.click('asker', draft, approve(waiting))
    await seen(() => cardsOf('U0ADA', draft)[0]?.now.text.startsWith('Published') === true)
    expect(cardsOf('U0ADA', draft).map((one) => one.ts)).toEqual([before?.ts])
  })

  test('is drawn again without asking Slack about anybody who has none', async () => {
    const draft = await held()
    const waiting = await at.until(draft, 'pending')
    await seen(() => cardsOf('U0ADA', draft).length === 1)
    const before = at.acme.slack.calls.length
    await at.click('asker', draft, approve(waiting))
    await seen(() => cardsOf('U0ADA', draft)[0]?.now.text.includes('Published') === true)
    const since = at.acme.slack.calls.slice(before)
    const whom = since.filter((call) => call.method === 'users.info').map((call) => call.values.user)
    expect(new Set(whom)).toEqual(new Set(['U0ADA']))
    // The click, the look before it is sent, two drawings of the card, and after each whose pages show it.
    expect(since.filter((call) => call.method === 'conversations.members').length).toBeLessThanOrEqual(6)
  })

  test('D12: comes again when somebody deleted it', async () => {
    const draft = await held()
    await at.until(draft, 'pending')
    await seen(() => cardsOf('U0ADA', draft).length === 1)
    const [card] = cardsOf('U0ADA', draft)
    if (card === undefined) throw new Error('Ada has no card')
    card.gone = true
    await showCards(at.house(), draft)
    expect(cardsOf('U0ADA', draft)).toHaveLength(1)
    const [copy] = await at.house().record.copies(draft)
    expect(readCardRef(copy?.ref ?? '').messages).toEqual([cardsOf('U0ADA', draft)[0]?.ts])
  })

  test('is not sent twice when we died before its place was kept', async () => {
    const draft = await held()
    await at.until(draft, 'pending')
    await seen(() => cardsOf('U0ADA', draft).length === 1)
    const { record, ...house } = at.house()
    await showCards({ ...house, record: { ...record, copies: async () => [] } }, draft)
    expect(cardsOf('U0ADA', draft)).toHaveLength(1)
  })

  test('of a long draft is several messages, and what is too much of it goes', async () => {
    const draft = await held('A line that says what to do next on the cluster.\n\n'.repeat(120))
    const waiting = await at.until(draft, 'pending')
    await seen(() => cardsOf('U0ADA', draft).length > 1)
    const before = cardsOf('U0ADA', draft)
    await at.click('asker', draft, { do: 'edit', shown: approve(waiting).shown, text: 'Ask the release team.' })
    await seen(() => cardsOf('U0ADA', draft).length === 1)
    expect(cardsOf('U0ADA', draft)[0]?.ts).toBe(before[0]?.ts)
  })

  test('that cannot be delivered is tried again, and nothing is published meanwhile', async () => {
    at.acme.slack.script([{ on: 'conversations.open', nth: 1, fault: 'refuse', why: 'internal_error' }])
    const draft = await held()
    await at.until(draft, 'pending')
    await at.wait(60_000)
    await seen(() => cardsOf('U0ADA', draft).length === 1)
    expect(await at.readersSee()).toEqual([])
  })
})

describe('those who can be the second', () => {
  test('are all members of a small channel, and in a large one its moderators', async () => {
    const reviewers = at.house().reviewers.get('slack')
    const here = { platform: 'slack', workspace: 'T0ACME', channel: 'C0HELP' } as const
    const users = async () => (await reviewers?.seconds(here))?.map((one) => one.user)
    expect(await users()).toEqual(expect.arrayContaining(['U0ADA', 'U0BO', 'U0MIA', 'U0SEC']))
    for (let more = 0; more < 12; more++) {
      at.acme.slack.user('T0ACME', `U0MANY${more}`, `Many ${more}`)
      at.acme.slack.town.channels.get('C0HELP')?.members.add(`U0MANY${more}`)
    }
    expect(await users()).toEqual(['U0MIA'])
    expect((await reviewers?.moderators(here))?.map((one) => one.user)).toEqual(['U0MIA'])
  })
})

describe('a private line', () => {
  test('reaches one person, and calls nobody whatever stands in it', async () => {
    const here = { platform: 'slack', workspace: 'T0ACME', channel: 'C0HELP' } as const
    const ada = { platform: 'slack', workspace: 'T0ACME', user: 'U0ADA' } as const
    await at.house().reviewers.get('slack')?.note(ada, here, 'Reminder: <!channel> waits')
    const [line] = at.acme.slack
      .person('U0ADA')
      .reads()
      .filter((one) => one.now.text.startsWith('Reminder'))
    expect(line?.channel).toMatch(/^D/)
    expect(line === undefined ? ['none'] : at.acme.slack.notifies(line)).toEqual([])
  })
})

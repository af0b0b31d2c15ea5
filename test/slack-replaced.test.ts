// A17 on Slack: two houses on one record, each with a connection of its own, are replaced one after the other while people
// go on clicking.

import { afterEach, expect, test } from 'vitest'
import type { Message } from './fakes/slack/town.ts'
import { slackTheatre } from './journeys/slack.ts'
import { openWire, type Wire } from './journeys/slack-wire.ts'
import { draftCardOf, entriesOf, held, type Play } from './slack-play.ts'

const open: (() => PromiseLike<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

const lanes = 3
const clicksOfEach = 7

test('A17 houses are replaced one after the other while people click: nothing of what they want is lost, and none counts twice', async () => {
  const faults: string[] = []
  const log = { info: () => undefined, fault: (what: string, cause: unknown) => void faults.push(`${what}: ${cause}`) }
  const stage = await slackTheatre({ log })
  open.push(() => stage[Symbol.asyncDispose]())
  const { acme, now } = stage
  const at: Play = {
    ...stage,
    faults,
    cards: (user, draft) =>
      acme.slack
        .person(user)
        .reads()
        .filter((one) => JSON.stringify(one.now.blocks).includes(`"block_id":"${draft}:`)),
  }
  await at.second()
  const wire = async (of: { house: Wire['house']; workspaces: ReturnType<typeof at.workspaces> }): Promise<Wire> => {
    const opened = await openWire('socket', { acme, now, log, ...of })
    open.push(() => opened.close())
    return opened
  }
  const one = await wire({ house: at.house(), workspaces: at.workspaces() })
  const two = await wire(at.other())

  const cards: { readonly draft: Awaited<ReturnType<typeof held>>; readonly card: Message }[] = []
  for (let index = 0; index < lanes * clicksOfEach; index++) {
    const draft = await held(at, `Answer ${index}.`)
    cards.push({ draft, card: await draftCardOf(at, 'U0ADA', draft) })
  }
  const answered: boolean[] = []
  const ada = acme.slack.person('U0ADA')
  const flow = async (from: number): Promise<void> => {
    for (const { card } of cards.slice(from, from + clicksOfEach)) {
      const { heard } = await ada.clicks(card, 'cs:approve')
      answered.push(heard)
      // What was on its way in the very moment of closing cannot be answered any more: Slack says so, and one clicks again.
      if (!heard && JSON.stringify(card.now.blocks).includes('cs:approve')) await ada.clicks(card, 'cs:approve')
    }
  }
  const clicked = (count: number) =>
    expect.poll(() => answered.length, { interval: 2, timeout: 20_000 }).toBeGreaterThan(count)
  const flowing = Promise.all(Array.from({ length: lanes }, (_, lane) => flow(lane * clicksOfEach)))

  await clicked(3)
  await one.close()
  const before = answered.length
  await at.restart()
  await wire({ house: at.house(), workspaces: at.workspaces() })
  await clicked(before + 3)
  const more = answered.length
  await two.close()
  await at.closeOther()
  await flowing

  // People clicked before, between and after. At most what was on its way when one of the two closed went unanswered.
  expect(more).toBeLessThan(cards.length)
  expect(answered.filter((heard) => !heard).length).toBeLessThanOrEqual(2 * lanes)
  for (const { draft } of cards) {
    await at.until(draft, 'published')
    expect((await entriesOf(at, draft)).filter((event) => event === 'approved')).toHaveLength(1)
  }
  expect(await at.readersSee()).toHaveLength(cards.length)
  expect(await at.broken()).toEqual([])
  expect(faults.filter((one) => one.includes('answering Slack'))).toEqual([])
})

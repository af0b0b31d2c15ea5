// D4: Slack takes connections away and sends things twice. Two sockets are open, so that one of them is always there.

import { afterEach, describe, expect, test } from 'vitest'
import { draftCardOf, entriesOf, held, openPlay, type Play } from './slack-play.ts'

const open: (() => PromiseLike<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})
const play = async (): Promise<Play> => {
  const at = await openPlay('socket')
  open.push(() => at[Symbol.asyncDispose]())
  await at.acme.slack.until(() => at.acme.slack.connections(at.acme.app) === 2)
  return at
}

describe('D4 what comes over two sockets', () => {
  test('D4 an envelope that comes twice, on one and on the other, is one decision', async () => {
    const at = await play()
    const draft = await held(at)
    const card = await draftCardOf(at, 'U0ADA', draft)
    await at.acme.slack.person('U0ADA').clicks(card, 'cs:approve')
    expect(await at.acme.slack.repeats()).toMatchObject({ heard: true })
    await at.until(draft, 'published')
    expect((await entriesOf(at, draft)).filter((event) => event === 'approved')).toHaveLength(1)
    expect(await at.readersSee()).toHaveLength(1)
    expect(await at.broken()).toEqual([])
  })

  test('D4 a question that comes twice is one invocation', async () => {
    const at = await play()
    await at.acme.slack.person('U0ADA').mentions('C0HELP', 'ask Deploy Helper when does staging deploy?')
    await at.acme.slack.repeats()
    const all = await at.house().record.entries({ limit: 500 })
    expect(all.filter(({ leaf }) => leaf.includes('"event":"asked"'))).toHaveLength(1)
  })

  test.each(['warning', 'refresh_requested', 'too_many_websockets'] as const)(
    'D4 one of them is told to leave (%s): the next click is heard by the other at once, and counts once',
    async (reason) => {
      const at = await play()
      const { slack, app } = at.acme
      const draft = await held(at)
      const card = await draftCardOf(at, 'U0ADA', draft)
      slack.disconnect(app, reason, 'first')
      await slack.until(() => slack.connections(app) === 1)
      expect(await slack.person('U0ADA').clicks(card, 'cs:approve')).toMatchObject({ heard: true, tries: 1 })
      await at.until(draft, 'published')
      expect((await entriesOf(at, draft)).filter((event) => event === 'approved')).toHaveLength(1)
      await slack.until(() => slack.connections(app) === 2)
    },
  )
})

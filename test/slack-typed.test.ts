// A secret that somebody types into Slack: the question in a thread, and the reason in a form. What we keep and show has a
// mark in its place, and one private line tells its typist.

import { afterEach, describe, expect, test } from 'vitest'
import { spokenRemoved } from '../src/screening/typed.ts'
import type { SlackTheatre } from './journeys/slack.ts'
import { asks, cardOf, closePlays, held, openPlay, pageOf, person, presses, ways } from './slack-scene.ts'

afterEach(closePlays)

const secret = `gh${'p_'}q8Zr2LkV0pXw7Nt3YcHd5Jm1Gf6Sb9Ta4Ue0`

const toldOf = (at: SlackTheatre, user: string) =>
  person(at, user)
    .reads()
    .filter((one) => one.now.text === spokenRemoved)

describe.each(ways)('over %s', (way) => {
  test('a secret in a question is not in what the agent is asked, and the one who asked is told alone', async () => {
    const at = await openPlay(way)
    const id = await asks(at, `ask Deploy Helper why is ${secret} refused?`)
    const { seen } = await at.house().record.look({ invocation: { kind: 'invocation', id } })
    expect(seen.invocation?.is.asked).toBe('why is [secret removed: github] refused?')
    await at.acme.slack.until(() => toldOf(at, 'U0ADA').length === 1)
    expect(toldOf(at, 'U0BO')).toEqual([])
  })

  test('a secret in the reason of a reject is on no card, and the no holds at once', async () => {
    const at = await openPlay(way)
    const draft = await held(at)
    const card = await cardOf(at, 'U0ADA', draft)
    await presses(at, 'U0ADA', card, 'reject')
    const page = await pageOf(at, 'U0ADA')
    await person(at, 'U0ADA').submits(page, { reason: { reason: `it shows ${secret}` } })
    expect(page.closed).toBe(true)
    expect(await at.until(draft, 'rejected')).toMatchObject({ reason: 'it shows [secret removed: github]' })
    await at.acme.slack.until(() => toldOf(at, 'U0ADA').length === 1)
    await at.acme.slack.until(() => JSON.stringify(card.now).includes('[secret removed: github]'))
    expect(JSON.stringify(at.acme.slack.truth)).not.toContain(secret)
  })
})

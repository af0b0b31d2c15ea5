// Away and back on Slack, from end to end: the words and the page, and who gets the card instead, on a Slack that keeps the
// truth and says who somebody is by their id alone.

import { afterEach, describe, expect, test } from 'vitest'
import type { DraftId } from '../src/id.ts'
import { hour, minute } from '../src/time.ts'
import type { SlackTheatre } from './journeys/slack.ts'
import {
  cardOf,
  cardsOf,
  closePlays,
  count,
  held,
  line,
  loosens,
  openPlay,
  person,
  presses,
  stateOf,
  ways,
} from './slack-scene.ts'

afterEach(closePlays)

const types = (at: SlackTheatre, user: string, words: string) =>
  person(at, user).types(`/countersign ${words}`, 'C0HELP')
const cardText = (at: SlackTheatre, user: string, draft: DraftId): string =>
  cardsOf(at, user, draft).at(-1)?.now.text ?? ''
const shows = (at: SlackTheatre, user: string, draft: DraftId, part: string) =>
  at.acme.slack.until(() => cardText(at, user, draft).includes(part))
const homeText = (at: SlackTheatre, user: string): string => JSON.stringify(person(at, user).home()?.view ?? {})

describe.each(ways)('somebody who is away, over %s', (way) => {
  test('has their draft decided by the colleague whom they named', async () => {
    const at = await openPlay(way)
    await types(at, 'U0ADA', 'away 3 days to @bo')
    await line(at, 'U0ADA', 'Drafts that wait for you go to Bo')
    const draft = await held(at)
    await shows(at, 'U0BO', draft, 'so Bo, whom Ada named, is asked to decide; Ada still can.')
    await shows(at, 'U0ADA', draft, 'May decide instead: Bo, named by Ada')
    await person(at, 'U0BO').clicks(await cardOf(at, 'U0BO', draft), 'cs:approve')
    await at.until(draft, 'published')
    expect((await at.readersSee()).join()).toContain('allowed by Bo')
    expect(await count(at, 'invoker-went-away', draft)).toBe(1)
  })

  test('hands over what waited already, everywhere it is shown, and takes nothing back', async () => {
    const at = await openPlay(way)
    const draft = await held(at)
    await shows(at, 'U0ADA', draft, 'AI draft')
    expect(cardsOf(at, 'U0BO', draft)).toEqual([])
    await person(at, 'U0ADA').mentions('C0HELP', 'away until 2199-01-01')
    await line(at, 'U0ADA', 'at most a year from now')
    await person(at, 'U0ADA').mentions('C0HELP', `away for a week to <@U0BO>`)
    await line(at, 'U0ADA', 'go to Bo')
    await shows(at, 'U0BO', draft, 'Ada is away until')
    await shows(at, 'U0ADA', draft, 'Ada is away until')
    await types(at, 'U0ADA', 'back')
    await line(at, 'U0ADA', 'Welcome back')
    for (const user of ['U0ADA', 'U0BO']) await shows(at, user, draft, 'Ada and Bo may both decide')
    await types(at, 'U0ADA', 'back')
    await line(at, 'U0ADA', 'You are not away')
    await person(at, 'U0BO').clicks(await cardOf(at, 'U0BO', draft), 'cs:approve')
    await at.until(draft, 'published')
  })

  test('reads on their page who decides, and is back with one click', async () => {
    const at = await openPlay(way)
    await person(at, 'U0ADA').opensHome()
    expect(homeText(at, 'U0ADA')).not.toContain('You are away')
    await types(at, 'U0ADA', 'away 2 days to @bo')
    await at.wait(10_000)
    await at.acme.slack.until(() => homeText(at, 'U0ADA').includes('Bo decides for you'))
    const home = person(at, 'U0ADA').home()
    if (home === undefined) throw new Error('Ada has no page')
    await person(at, 'U0ADA').clicks(home, 'cs:back')
    await at.acme.slack.until(() => !homeText(at, 'U0ADA').includes('You are away'))
    expect(await count(at, 'came-back')).toBe(1)
    // The page of before: nothing is to be ended, and nothing happens.
    await person(at, 'U0BO').opensHome()
    expect(homeText(at, 'U0BO')).not.toContain('cs:back')
  })
})

describe('a colleague', () => {
  test('without rights in the channel is not asked; those whom the rule names are, and can say no', async () => {
    const at = await openPlay('http')
    await person(at, 'U0BO').leaves('C0HELP')
    await types(at, 'U0ADA', 'away 3 days to @bo')
    await line(at, 'U0ADA', 'go to Bo')
    const draft = await held(at)
    await shows(at, 'U0MIA', draft, 'Bo, whom Ada named, may not decide here in their place')
    expect(cardsOf(at, 'U0BO', draft)).toEqual([])
    expect(JSON.stringify((await cardOf(at, 'U0MIA', draft)).now.blocks)).not.toContain('cs:approve')
    await presses(at, 'U0MIA', await cardOf(at, 'U0MIA', draft), 'reject')
    await at.acme.slack.until(() => person(at, 'U0MIA').modal() !== undefined)
    const page = person(at, 'U0MIA').modal()
    if (page === undefined) throw new Error('no page')
    await person(at, 'U0MIA').submits(page, { reason: { reason: 'not while Ada is away' } })
    await at.until(draft, 'rejected')
  })

  test('is nobody that Slack does not know by an id, a guest, a bot, or oneself', async () => {
    const at = await openPlay('http')
    for (const name of ['@gus', '@ada']) {
      await types(at, 'U0ADA', `away 3 days to ${name}`)
      await line(at, 'U0ADA', 'Name somebody else')
    }
    await types(at, 'U0ADA', 'away 3 days to Bo, who else')
    await line(at, 'U0ADA', 'Slack does not tell us who that is')
    await person(at, 'U0ADA').mentions('C0HELP', `away 3 days to <@${at.acme.agents.botUser}>`)
    await types(at, 'U0ADA', 'away with the fairies')
    await line(at, 'U0ADA', 'Say until when')
    expect(await count(at, 'went-away')).toBe(0)
  })

  test('who is away too hands it no further, whoever names whom', async () => {
    const at = await openPlay('http')
    await types(at, 'U0BO', 'away 3 days to @ada')
    await types(at, 'U0ADA', 'away 3 days to @bo')
    await line(at, 'U0ADA', 'Bo is away too')
    const draft = await held(at)
    await shows(at, 'U0MIA', draft, 'Bo, whom Ada named, is away too, so it is shown to a moderator as well')
    expect(cardsOf(at, 'U0BO', draft)).toEqual([])
    expect(await stateOf(at, draft)).not.toHaveProperty('colleague')
  })

  test('is not the second person as well, for high risk', async () => {
    const at = await openPlay('http')
    await types(at, 'U0ADA', 'away 3 days to @bo')
    const draft = await held(at, loosens, [])
    await shows(at, 'U0BO', draft, 'Ada is away')
    const { screened } = await at.until(draft, 'pending')
    const shown = { revision: 1, fingerprint: screened.fingerprint.slice(0, 8) }
    const approve = { do: 'approve', shown, ticked: [], did: 'read' } as const
    await at.wait(2 * minute)
    expect(await at.click('colleague', draft, approve)).toMatchObject({ state: 'pending' })
    await at.wait(2 * minute)
    expect(await at.click('colleague', draft, approve)).toMatchObject({ refused: 'already-approved' })
    expect(await at.click('asker', draft, approve)).toMatchObject({ refused: 'not-yours' })
    expect(await at.click('moderator', draft, approve)).toMatchObject({ state: 'approved' })
  })
})

test('An absence ends by itself, by the clock of the record, and the card says so', async () => {
  const at = await openPlay('http')
  await types(at, 'U0ADA', 'away 2 hours to @bo')
  await line(at, 'U0ADA', 'go to Bo')
  const draft = await held(at)
  await shows(at, 'U0BO', draft, 'Ada is away')
  await at.wait(2 * hour + minute)
  await shows(at, 'U0BO', draft, 'Ada was away and is back since')
  expect(await count(at, 'came-back')).toBe(1)
})

test('An app whose command is not escaped says where a colleague can be named, and takes nobody by their name', async () => {
  const at = await openPlay('http')
  at.acme.app.escapes = false
  await types(at, 'U0ADA', 'away 3 days to @bo')
  await line(at, 'U0ADA', 'Mention Countersign with the same words and “to @name”')
  expect(await count(at, 'went-away')).toBe(0)
  await types(at, 'U0ADA', 'away 3 days')
  await line(at, 'U0ADA', 'You named nobody')
})

test('A command reads as it was typed, whatever Slack makes of names, channels and links', async () => {
  const at = await openPlay('http')
  await types(at, 'U0ADA', 'ask Deploy Helper is https://wiki.example.com/a?b=1&c=2 of #help right, @bo?')
  await line(at, 'U0ADA', 'was asked, as inv_')
  const [asked] = await at.house().record.walk('invocation', '', 10)
  expect(asked?.is.asked).toBe('is https://wiki.example.com/a?b=1&c=2 of #help right, <@U0BO>?')
})

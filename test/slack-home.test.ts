// The page of one person on Slack: what stands on it, that it follows what happens, and that it shows nobody what they
// have no part in.

import { afterEach, describe, expect, test } from 'vitest'
import { touchHomes } from '../src/gateway/homes.ts'
import type { View } from './fakes/slack/town.ts'
import type { SlackTheatre } from './journeys/slack.ts'
import {
  cardOf,
  cardsOf,
  closePlays,
  count,
  held,
  loosens,
  openPlay,
  pageOf,
  person,
  stateOf,
  ways,
} from './slack-scene.ts'

afterEach(closePlays)

const drawnHome = (at: SlackTheatre, user: string): string => JSON.stringify(person(at, user).home()?.view ?? {})
async function homeOf(at: SlackTheatre, user: string): Promise<View> {
  await person(at, user).opensHome()
  const home = person(at, user).home()
  if (home === undefined) throw new Error(`${user} has no page`)
  return home
}
/** The buttons, by the beginning of their names. */
const buttons = (view: View, name: string): readonly string[] =>
  [...JSON.stringify(view.view).matchAll(/"action_id":"(cs:[^"]+)"/g)].flatMap(([, id = '']) =>
    id.startsWith(name) ? [id] : [],
  )
const published = (at: SlackTheatre) => at.acme.slack.calls.filter((one) => one.method === 'views.publish').length

describe.each(ways)('the page of a person, over %s', (way) => {
  test('shows each what waits for them, and nobody what does not concern them', async () => {
    const at = await openPlay(way)
    const draft = await held(at)
    await at.until(draft, 'pending')
    const [ada, bo, mia] = [await homeOf(at, 'U0ADA'), await homeOf(at, 'U0BO'), await homeOf(at, 'U0MIA')]
    expect(JSON.stringify(ada.view)).toContain('Waiting for you: 1 draft')
    expect(JSON.stringify(ada.view)).toContain('You asked for these')
    expect(JSON.stringify(bo.view)).toContain('Nothing waits for you')
    expect(JSON.stringify(bo.view)).not.toContain(draft)
    expect(JSON.stringify(mia.view)).toContain('Also waiting where you moderate')
    expect(buttons(bo, 'cs:rule')).toEqual([])
    expect(buttons(await homeOf(at, 'U0SEC'), 'cs:rule')).toEqual(['cs:rule'])
    // Who is not in the channel moderates nothing there.
    await person(at, 'U0MIA').leaves('C0HELP')
    expect(JSON.stringify((await homeOf(at, 'U0MIA')).view)).not.toContain(draft)
  })

  test('follows what happens, by itself, and only where somebody looks', async () => {
    const at = await openPlay(way)
    const draft = await held(at, loosens, [])
    await at.until(draft, 'pending')
    await homeOf(at, 'U0ADA')
    await homeOf(at, 'U0BO')
    const before = published(at)
    await at.wait(60_000)
    await person(at, 'U0ADA').clicks(await cardOf(at, 'U0ADA', draft), 'cs:approve')
    await person(at, 'U0ADA').submits(await pageOf(at, 'U0ADA'), { did: { did: 'read' } })
    await at.wait(10_000)
    await at.acme.slack.until(() => drawnHome(at, 'U0BO').includes('You are asked to review these'))
    await at.acme.slack.until(() => drawnHome(at, 'U0ADA').includes('waiting for a second person'))
    expect(published(at) - before).toBeLessThanOrEqual(4)
    expect(person(at, 'U0SEC').home()).toBeUndefined()
  })

  test('is drawn at most once every few seconds, however much happens', async () => {
    const at = await openPlay(way)
    await homeOf(at, 'U0ADA')
    const before = published(at)
    const ada = { platform: 'slack', workspace: 'T0ACME', user: 'U0ADA' } as const
    for (let times = 0; times < 20; times++) await touchHomes(at.house(), [ada])
    expect(published(at)).toBe(before)
    await at.wait(10_000)
    await at.acme.slack.until(() => published(at) > before)
    expect(published(at)).toBe(before + 1)
  })

  test('leads to the card, also one that was never sent', async () => {
    const at = await openPlay(way)
    const draft = await held(at)
    await at.until(draft, 'pending')
    const mia = await homeOf(at, 'U0MIA')
    expect(cardsOf(at, 'U0MIA', draft)).toEqual([])
    await person(at, 'U0MIA').clicks(mia, `cs:review:${draft}`)
    const card = await cardOf(at, 'U0MIA', draft)
    const page = await pageOf(at, 'U0MIA')
    expect(JSON.stringify(page.view)).toContain(`p${card.ts.replace('.', '')}`)
    expect(JSON.stringify(page.view)).not.toContain('09:00 and 15:00')
    expect(await stateOf(at, draft)).toMatchObject({ state: 'pending', approvals: [] })
  })

  test('stops the agents that one asked, and an admin stops and lifts them all', async () => {
    const at = await openPlay(way)
    const draft = await held(at)
    // As it stood before any stop: a click may still come from there.
    const waiting = { ...(await cardOf(at, 'U0ADA', draft)) }
    const ada = await homeOf(at, 'U0ADA')
    await person(at, 'U0ADA').clicks(ada, 'cs:stop')
    await person(at, 'U0ADA').submits(await pageOf(at, 'U0ADA'), { reason: { reason: 'it rambles' } })
    expect(JSON.stringify((await pageOf(at, 'U0ADA')).view)).toContain('Stopped: Deploy Helper')
    expect(drawnHome(at, 'U0ADA')).toContain('Stopped now')
    expect(drawnHome(at, 'U0ADA')).toMatch(/Deploy Helper.{1,200} \(AI agent\), in #help/)
    expect(buttons(ada, 'cs:resume')).toEqual([])
    const mia = await homeOf(at, 'U0MIA')
    await person(at, 'U0MIA').clicks(mia, buttons(mia, 'cs:resume')[0] ?? '')
    await at.acme.slack.until(() => !drawnHome(at, 'U0MIA').includes('Stopped now'))

    const sec = await homeOf(at, 'U0SEC')
    await person(at, 'U0SEC').clicks(sec, 'cs:stop')
    await person(at, 'U0SEC').submits(await pageOf(at, 'U0SEC'), { reason: { reason: 'an incident' } })
    expect(await count(at, 'stopped', 'stops')).toBe(2)
    await person(at, 'U0ADA').clicks(waiting, 'cs:approve')
    expect(await stateOf(at, draft)).toMatchObject({ state: 'pending', approvals: [] })
    expect(buttons(await homeOf(at, 'U0MIA'), 'cs:resume')).toEqual([])
    // Stopped everywhere already: nothing is left to stop, and nothing looks as if it were.
    expect(buttons(await homeOf(at, 'U0SEC'), 'cs:stop:')).toEqual([])
  })

  test('leads an admin to the rule of a channel', async () => {
    const at = await openPlay(way)
    await person(at, 'U0SEC').clicks(await homeOf(at, 'U0SEC'), 'cs:rule')
    await person(at, 'U0SEC').submits(await pageOf(at, 'U0SEC'), { place: { place: 'C0HELP' } })
    expect(JSON.stringify((await pageOf(at, 'U0SEC')).view)).toContain('Rule for #help')
  })
})

// What a card on Slack says of the world round its draft: what was said in the thread since, and how the agent's earlier
// drafts ended; and who is told of a recall. From end to end, on a Slack that keeps the truth.

import { afterEach, expect, test } from 'vitest'
import { tellReaders } from '../src/gateway/recall-told.ts'
import { toldOf } from '../src/gateway/told.ts'
import { mostTracked } from '../src/gateway/track.ts'
import type { DraftId } from '../src/id.ts'
import { hour, minute, second } from '../src/time.ts'
import type { SlackTheatre } from './journeys/slack.ts'
import { cardOf, closePlays, held, openPlay, person, stateOf } from './slack-scene.ts'

afterEach(closePlays)

async function shows(at: SlackTheatre, user: string, draft: DraftId, part: string): Promise<void> {
  const seen = async () => {
    const card = await cardOf(at, user, draft)
    return `${card.now.text}\n${JSON.stringify(card.now.blocks)}`
  }
  await expect.poll(seen, { timeout: 5000 }).toContain(part)
}
/** As time passes, for what was said is heard a moment later. */
async function comesToShow(at: SlackTheatre, draft: DraftId, part: string): Promise<void> {
  const seen = async () => {
    await at.wait(6 * second)
    return (await cardOf(at, 'U0ADA', draft)).now.text
  }
  await expect.poll(seen, { timeout: 8000, interval: 200 }).toContain(part)
}
/** As with the profile `watch`. */
function hearsChannels({ acme }: SlackTheatre): void {
  acme.app.events = new Set([...acme.app.events, 'message.channels'])
}
const threadOf = async (at: SlackTheatre, draft: DraftId): Promise<string> => {
  const { thread } = (await stateOf(at, draft)).destination
  if (thread === undefined) throw new Error(`${draft} is in no thread`)
  return thread
}
async function shownOf(at: SlackTheatre, draft: DraftId) {
  const { revision, screened } = await at.until(draft, 'pending')
  return { revision: revision.number, fingerprint: screened.fingerprint.slice(0, 8) }
}
async function publishes(at: SlackTheatre, draft: DraftId) {
  const shown = await shownOf(at, draft)
  await at.wait(2 * minute)
  await at.click('asker', draft, { do: 'approve', shown, ticked: [0], did: 'read' })
  return at.until(draft, 'published')
}
const updates = (at: SlackTheatre) => at.acme.slack.calls.filter((one) => one.method === 'chat.update').length

test('New replies in the thread are counted on the card, soon after they are said, and change nothing else', async () => {
  const at = await openPlay('http')
  hearsChannels(at)
  const draft = await held(at)
  await shows(at, 'U0ADA', draft, 'New replies: none in the thread since the draft was received')
  const before = await shownOf(at, draft)
  const thread = await threadOf(at, draft)
  await person(at, 'U0BO').says('C0HELP', 'It moved to 16:00.', thread)
  await person(at, 'U0BO').says('C0HELP', 'Somewhere else.')
  await comesToShow(at, draft, '1 new reply in the thread since the draft was received; read it before you approve')
  expect(await shownOf(at, draft)).toEqual(before)
  await publishes(at, draft)
  const { revision, screened } = await stateOf(at, draft).then((is) => {
    if (is.state !== 'published') throw new Error(is.state)
    return is
  })
  expect([revision.number, screened.fingerprint.slice(0, 8)]).toEqual([before.revision, before.fingerprint])
})

test('Nobody counts replies while somebody waits for the answer to a click', async () => {
  const at = await openPlay('http')
  const draft = await held(at)
  await shows(at, 'U0ADA', draft, 'New replies: none')
  const before = at.acme.slack.calls.length
  await person(at, 'U0ADA').clicks(await cardOf(at, 'U0ADA', draft), 'cs:approve')
  await at.until(draft, 'published')
  const asked = at.acme.slack.calls.slice(before).map((call) => call.method)
  expect(asked).not.toContain('conversations.replies')
})

test('New replies are counted at each redraw, where Slack tells of none', async () => {
  const at = await openPlay('http')
  const draft = await held(at)
  await shows(at, 'U0ADA', draft, 'New replies: none')
  const thread = await threadOf(at, draft)
  for (const line of ['one', 'two', 'three']) await person(at, 'U0BO').says('C0HELP', line, thread)
  const shown = await shownOf(at, draft)
  await at.click('asker', draft, { do: 'edit', shown, text: 'At 16:00 UTC.' })
  await shows(
    at,
    'U0ADA',
    draft,
    '3 new replies in the thread since the draft was received; read them before you approve',
  )
})

test('New replies that come fast do not draw a card anew each time', async () => {
  const at = await openPlay('http')
  hearsChannels(at)
  const draft = await held(at)
  await shows(at, 'U0ADA', draft, 'New replies: none')
  const thread = await threadOf(at, draft)
  const before = updates(at)
  for (let line = 0; line < 30; line++) await person(at, 'U0BO').says('C0HELP', `line ${line}`, thread)
  await comesToShow(at, draft, '30 new replies')
  await at.wait(6 * second)
  // Saying all that may take longer than the shortest time between two.
  expect(updates(at) - before).toBeLessThanOrEqual(3)
})

test('Nothing is said of new replies where Slack does not let us read, and the card is there', async () => {
  const at = await openPlay('http')
  at.acme.ours.scopes = new Set([...at.acme.ours.scopes].filter((scope) => !scope.endsWith('s:history')))
  const draft = await held(at)
  const card = await cardOf(at, 'U0ADA', draft)
  expect(card.now.text).toContain('Who will see it')
  expect(JSON.stringify(card.now)).not.toMatch(/new repl|New repl/)
})

test('A card waits for no count of replies that does not come', async () => {
  const at = await openPlay('http')
  at.acme.slack.script([{ on: 'conversations.replies', fault: 'delay', ms: 20_000 }])
  const draft = await held(at)
  const began = performance.now()
  const card = await cardOf(at, 'U0ADA', draft)
  expect(performance.now() - began).toBeLessThan(6000)
  expect(JSON.stringify(card.now)).not.toContain('New replies')
  expect(card.now.text).toContain('Track record')
})

test('The track record of an agent without one says so, and then how its drafts ended', async () => {
  const at = await openPlay('http')
  const first = await held(at)
  await shows(at, 'U0ADA', first, 'Track record: none yet; no draft of this agent has ended before')
  const { post } = await publishes(at, first)
  const second = await held(at, 'On Fridays.')
  await at.click('asker', second, { do: 'edit', shown: await shownOf(at, second), text: 'On Mondays.' })
  await publishes(at, second)
  const third = await held(at, 'Never.')
  await at.until(third, 'pending')
  await at.click('asker', third, { do: 'reject', reason: 'wrong' })
  const fourth = await held(at, 'Perhaps.')
  await at.until(fourth, 'pending')
  await at.click('asker', fourth, { do: 'keep' })
  await at.touch('asker', post, { do: 'recall', reason: 'the hours have changed' })
  await at.wait(minute)
  const fifth = await held(at, 'At noon.')
  await shows(
    at,
    'U0ADA',
    fifth,
    'Track record: of its last 4 drafts here: 1 posted after changes, 1 recalled, 1 kept private, 1 rejected',
  )
  expect((await stateOf(at, fifth)).revision.number).toBe(1)
})

test('The track record is of the latest drafts only', async () => {
  const at = await openPlay('http')
  for (let count = 0; count < mostTracked + 2; count++) {
    const draft = await held(at, `Answer ${count}.`)
    await at.until(draft, 'pending')
    await at.click('asker', draft, { do: 'reject', reason: 'wrong' })
  }
  await at.wait(minute)
  await shows(at, 'U0ADA', await held(at), `of its last ${mostTracked} drafts here: ${mostTracked} rejected`)
})

/** A post of Ada’s question, in its thread, and what people did with it. */
async function followed(at: SlackTheatre) {
  const draft = await held(at)
  await person(at, 'U0SEC').says('C0HELP', 'Said before it.', await threadOf(at, draft))
  const { post } = await publishes(at, draft)
  const found = () =>
    at.acme.slack.truth.find(
      (one) => one.channel === 'C0HELP' && one.appId === at.acme.app.id && one.onlyFor === undefined,
    )
  await at.acme.slack.until(() => found() !== undefined)
  const message = found()
  if (message === undefined) throw new Error('nothing is published')
  await person(at, 'U0BO').says('C0HELP', 'Thanks, done.', message.threadTs)
  await person(at, 'U0BO').reacts(message, 'eyes')
  await person(at, 'U0GUS').reacts(message, 'thumbsup')
  // A bot, and an account that has ended since: nobody can tell them.
  message.reactions.set('robot_face', new Set([at.acme.agents.botUser, 'U0DEX']))
  return { draft, post, message }
}
const told = (at: SlackTheatre, user: string): readonly string[] =>
  person(at, user)
    .reads()
    .filter((one) => one.channel.startsWith('D') && one.now.text.includes('Do not follow the answer'))
    .map((one) => one.now.text)

test('A recall tells those who replied or reacted, once and in private, though the post is weeks old', async () => {
  const at = await openPlay('http')
  const { draft, post, message } = await followed(at)
  await person(at, 'U0ADA').says('C0HELP', 'Good.', message.threadTs)
  await at.touch('colleague', post, { do: 'report', complaint: 'wrong', words: '' })
  await at.wait(15 * 24 * hour)
  await at.touch('asker', post, { do: 'recall', reason: 'the hours have changed' })
  await shows(
    at,
    'U0ADA',
    draft,
    'Told in private: 2 people, of those who opened a step, said that they ran it, reported it, replied or reacted. Those who only read cannot be found.',
  )
  expect(told(at, 'U0GUS')).toHaveLength(1)
  expect(told(at, 'U0GUS')[0]).toContain('“the hours have changed”. You replied or reacted to it')
  expect(told(at, 'U0BO')).toHaveLength(1)
  expect(told(at, 'U0BO')[0]).toContain('You opened, ran or reported it')
  await tellReaders(at.house(), post)
  expect(told(at, 'U0BO').length + told(at, 'U0GUS').length).toBe(2)
  // Who recalled it knows; who spoke before it, or only reads there, has followed nothing.
  for (const user of ['U0ADA', 'U0SEC', 'U0MIA']) expect(told(at, user)).toEqual([])
  expect(await at.broken()).toEqual([])
})

test('A recall finds no replies and no reactions without the scopes, and the card says so', async () => {
  const at = await openPlay('http')
  const { draft, post } = await followed(at)
  at.acme.ours.scopes = new Set([...at.acme.ours.scopes].filter((scope) => !/s:history|reactions/.test(scope)))
  await at.touch('asker', post, { do: 'recall', reason: 'the hours have changed' })
  await shows(at, 'U0ADA', draft, 'Those who only read, replied or reacted cannot be found.')
  for (const user of ['U0BO', 'U0GUS']) expect(told(at, user)).toEqual([])
})

test('A recall with some of the scopes says what it did not see', async () => {
  const at = await openPlay('http')
  const { draft, post } = await followed(at)
  at.acme.ours.scopes = new Set([...at.acme.ours.scopes].filter((scope) => scope !== 'reactions:read'))
  await at.touch('moderator', post, { do: 'recall', reason: 'the hours have changed' })
  await shows(
    at,
    'U0ADA',
    draft,
    'Told in private: 1 person, of those who opened a step, said that they ran it, reported it or replied. Those who only read or reacted cannot be found.',
  )
  expect(told(at, 'U0BO')).toHaveLength(1)
  // Her question, with which the thread begins, is no answer to it.
  expect(told(at, 'U0ADA')).toEqual([])
})

test('A recall finds more than the fifty that Slack names of itself, and no more than a hundred', async () => {
  const at = await openPlay('http')
  const { draft, post, message } = await followed(at)
  const crowd = Array.from({ length: 120 }, (_, index) => `U0C${String(index).padStart(3, '0')}`)
  for (const id of crowd) {
    at.acme.slack.user('T0ACME', id, `Reader ${id}`)
    message.reactions.set('eyes', (message.reactions.get('eyes') ?? new Set()).add(id))
  }
  await at.touch('asker', post, { do: 'recall', reason: 'the hours have changed' })
  await expect.poll(async () => (await toldOf(at.house(), post))?.people, { timeout: 20_000 }).toBeGreaterThan(90)
  await shows(at, 'U0ADA', draft, 'There are more of them than could be looked for.')
  expect(crowd.filter((id) => told(at, id).length === 1).length).toBeGreaterThan(90)
  expect(crowd.filter((id) => told(at, id).length > 0).length).toBeLessThan(100)
}, 40_000)

test('A recall that Slack throttles goes on where it was, and tells nobody twice', async () => {
  const at = await openPlay('http')
  const { draft, post } = await followed(at)
  at.acme.slack.script([{ on: 'reactions.get', nth: 1, fault: 'throttle', ms: 30_000 }])
  await at.touch('colleague', post, { do: 'report', complaint: 'wrong', words: '' })
  await at.touch('asker', post, { do: 'recall', reason: 'the hours have changed' })
  await shows(at, 'U0ADA', draft, 'is being told')
  const seen = async () => {
    await at.wait(31 * second)
    return (await toldOf(at.house(), post))?.people
  }
  await expect.poll(seen, { timeout: 8000 }).toBe(2)
  for (const user of ['U0BO', 'U0GUS']) expect(told(at, user)).toHaveLength(1)
})

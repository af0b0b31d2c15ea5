// Slack tells by itself that a message with our marker stands. In all of these nothing can be read back, as in the profile
// `core`, unless the case says so: what settles the draft is what was told, and nothing that anybody else can write.

import { afterEach, describe, expect, test } from 'vitest'
import type { DraftId } from '../src/id.ts'
import { second } from '../src/time.ts'
import type { FaultScript } from './fakes/fault-script.ts'
import { isThing } from './fakes/slack/form.ts'
import { tokenOf } from './fakes/slack/oauth.ts'
import type { Message } from './fakes/slack/town.ts'
import type { SlackTheatreOf } from './journeys/slack.ts'
import { openWire } from './journeys/slack-wire.ts'
import { post } from './slack-desk.ts'
import { entriesOf, held, openPlay, type Play, stateOf } from './slack-play.ts'

const quietLog = { info: () => undefined, fault: () => undefined }
const opened: (() => PromiseLike<unknown>)[] = []
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close()
})

const unreadable = ['conversations.replies', 'conversations.history'].map(
  (on) => ({ on, fault: 'refuse', why: 'missing_scope' }) as const,
)
const long = 'A line that says what to do next on the cluster.\n\n'.repeat(120)

async function openTold(of: SlackTheatreOf = {}): Promise<Play> {
  const at = await openPlay('http', of)
  opened.push(() => at[Symbol.asyncDispose]())
  return at
}

/** Slack tells nothing by itself until the case says so. */
function hush({ acme }: Play): void {
  acme.app.hearsOwnMetadata = false
}
async function tells({ acme }: Play, ...messages: readonly Message[]): Promise<void> {
  acme.app.hearsOwnMetadata = true
  for (const message of messages) await acme.slack.tells(message)
}

async function allow(at: Play, draft: DraftId, script: FaultScript): Promise<void> {
  const { revision, screened } = await at.until(draft, 'pending')
  const shown = { revision: revision.number, fingerprint: screened.fingerprint }
  at.acme.slack.script([...unreadable, ...script])
  await at.click('asker', draft, { do: 'approve', shown, ticked: [0], did: 'read' })
}
const takenInSilence: FaultScript = [{ on: 'chat.postMessage', fault: 'accept-then-drop' }]

const posts = ({ acme }: Play): readonly Message[] =>
  acme.slack.truth.filter((one) => one.channel === 'C0HELP' && one.now.metadata !== undefined)
function only(at: Play): Message {
  const [message, ...more] = posts(at)
  if (message === undefined || more.length > 0) throw new Error(`${posts(at).length} posts`)
  return message
}

async function lost(at: Play, text?: string): Promise<DraftId> {
  hush(at)
  const draft = await held(at, text)
  await allow(at, draft, takenInSilence)
  await at.until(draft, 'unconfirmed')
  return draft
}
/** A post of several messages, of which Slack took all and answered the last with silence. */
async function lostLong(at: Play): Promise<{ readonly draft: DraftId; readonly messages: readonly Message[] }> {
  hush(at)
  const draft = await held(at, long)
  await allow(at, draft, [{ on: 'chat.postMessage', nth: sentBefore(at) + 3, fault: 'accept-then-drop' }])
  await at.until(draft, 'unconfirmed')
  expect(posts(at)).toHaveLength(3)
  return { draft, messages: posts(at) }
}
const sentBefore = ({ acme }: Play) => acme.slack.calls.filter((one) => one.method === 'chat.postMessage').length

async function postOf(at: Play, draft: DraftId) {
  const { post: id } = await at.until(draft, 'published')
  return at.post(id)
}
/** Whatever was told has been heard and written down, and every look that followed is over. */
async function unchanged(at: Play, draft: DraftId, during: () => Promise<unknown>): Promise<void> {
  const [before, entries] = [await stateOf(at, draft), await entriesOf(at, draft)]
  await during()
  await at.acme.slack.settled()
  await at.wait(second)
  expect(await entriesOf(at, draft)).toEqual(entries)
  expect(await stateOf(at, draft)).toEqual(before)
}

describe('Slack took a post, answered nothing, and tells of it', () => {
  test('while the answer is waited for: it is published without being found, and no person is asked', async () => {
    const at = await openTold()
    const draft = await held(at)
    await allow(at, draft, [{ on: 'chat.postMessage', fault: 'accept-then-drop', ms: 500 }])
    expect(await postOf(at, draft)).toMatchObject({ ref: only(at).ts, altered: false })
    const [, seen, lost, ...more] = (await entriesOf(at, draft)).slice((await entriesOf(at, draft)).indexOf('claimed'))
    expect([seen, lost, ...more]).toEqual(['part-seen', 'lost-sight', 'published'])
    expect(await at.broken()).toEqual([])
  })

  test('after nobody could say where it is: it is published', async () => {
    const at = await openTold()
    const draft = await lost(at)
    await tells(at, only(at))
    expect(await postOf(at, draft)).toMatchObject({ ref: only(at).ts, altered: false })
    expect(await at.broken()).toEqual([])
  })

  test('after a person was asked: they need not look any more', async () => {
    const at = await openTold()
    const draft = await lost(at)
    for (let asked = false; !asked; ) {
      await at.wait(30 * second)
      asked = (await at.until(draft, 'unconfirmed')).askPeople
    }
    await tells(at, only(at))
    expect(await postOf(at, draft)).toMatchObject({ ref: only(at).ts })
  })

  test('and answers as well, sooner or later: the answer says whether it was altered', async () => {
    const at = await openTold()
    const draft = await held(at)
    await allow(at, draft, [{ on: 'chat.postMessage', fault: 'alter' }])
    expect(await postOf(at, draft)).toMatchObject({ ref: only(at).ts, altered: true })
    expect((await entriesOf(at, draft)).filter((event) => event === 'published')).toHaveLength(1)
  })

  test('with other words than those allowed: where they can be read it is found altered', async () => {
    const at = await openTold()
    const draft = await lost(at)
    only(at).now = { ...only(at).now, text: 'Something else altogether.' }
    at.acme.slack.script([])
    await tells(at, only(at))
    expect(await postOf(at, draft)).toMatchObject({ ref: only(at).ts, altered: true })
  })

  test('and the process that sent it is dead: it is published when its claim is over', async () => {
    let dies = true
    const reach = (point: string) => {
      if (point === 'publish.sent' && dies) throw new Error('the process is dead')
    }
    const at = await openTold({ reach })
    const draft = await held(at)
    await allow(at, draft, [])
    await at.acme.slack.until(() => posts(at).length === 1)
    await at.acme.slack.settled()
    expect(await stateOf(at, draft)).toMatchObject({ state: 'publishing' })
    dies = false
    await at.wait(25 * second)
    expect(await postOf(at, draft)).toMatchObject({ ref: only(at).ts })
    expect(await at.broken()).toEqual([])
  })

  test('in another process than the one that sent it', async () => {
    const at = await openTold()
    await at.second()
    const draft = await lost(at)
    const wire = await openWire('http', { acme: at.acme, ...at.other(), now: at.now, log: quietLog })
    opened.push(() => wire.close())
    await tells(at, only(at))
    expect(await postOf(at, draft)).toMatchObject({ ref: only(at).ts })
  })

  test('after a stop: what stands is on record, and nothing more is sent', async () => {
    const at = await openTold()
    const draft = await lost(at)
    await at.stop('asker', draft, 'channel')
    await tells(at, only(at))
    expect(await postOf(at, draft)).toMatchObject({ ref: only(at).ts })
    expect(await at.broken()).toEqual([])
  })

  test('over and over: it is one post, and nothing is written twice', async () => {
    const at = await openTold()
    const draft = await lost(at)
    await tells(at, only(at), only(at))
    await at.until(draft, 'published')
    await unchanged(at, draft, () => tells(at, only(at), only(at)))
    expect((await entriesOf(at, draft)).filter((event) => event === 'part-seen')).toHaveLength(1)
  })
})

describe('a post of several messages', () => {
  test('is published once all of them are told of, in whatever order and however often', async () => {
    const at = await openTold()
    const { draft, messages } = await lostLong(at)
    await tells(at, ...messages.slice(1).reverse(), ...messages.slice(1))
    expect(await stateOf(at, draft)).toMatchObject({ state: 'unconfirmed' })
    expect((await entriesOf(at, draft)).filter((event) => event === 'part-seen')).toHaveLength(2)
    await tells(at, ...messages)
    expect(await postOf(at, draft)).toMatchObject({ ref: messages.map((one) => one.ts).join(',') })
    expect(await at.broken()).toEqual([])
  })

  test('of which one is told of is not whole: a person is asked', async () => {
    const at = await openTold()
    const { draft, messages } = await lostLong(at)
    await tells(at, ...messages.slice(0, 1))
    for (let asked = false; !asked; ) {
      await at.wait(30 * second)
      asked = (await at.until(draft, 'unconfirmed')).askPeople
    }
    expect(posts(at)).toHaveLength(3)
  })

  test('keeps what was told when the rest is sent on', async () => {
    const at = await openTold()
    const draft = await held(at, long)
    await allow(at, draft, [])
    expect(await postOf(at, draft)).toMatchObject({
      ref: posts(at)
        .map((one) => one.ts)
        .join(','),
    })
    expect(await at.broken()).toEqual([])
  })
})

describe('D11: what anybody else writes', () => {
  test('another app’s message with our marker, our name for the post and all: nobody takes it for ours', async () => {
    const at = await openTold()
    hush(at)
    const draft = await held(at)
    // Nothing of ours was taken; the other app has the marker from wherever.
    await allow(at, draft, takenInSilence)
    await at.until(draft, 'unconfirmed')
    const ours = only(at)
    ours.gone = true
    at.acme.slack.script(unreadable)
    const { metadata } = ours.now
    if (metadata === undefined || !isThing(metadata)) throw new Error('no marker')
    const values = { thread_ts: ours.threadTs ?? '', metadata, blocks: [...ours.now.blocks] }
    const forged = await post(at.acme, values, tokenOf(at.acme.agents))
    await unchanged(at, draft, () => tells(at, forged))
    expect(await stateOf(at, draft)).toMatchObject({ state: 'unconfirmed' })
  })

  test.each([
    ['another app', { appId: 'A0EVIL' }],
    ['our app in another workspace', { botId: 'B0OTHER' }],
    ['a person, through our app', { user: 'U0ADA' }],
  ] as const)('the event itself names %s: it is heard, and nothing comes of it', async (_, named) => {
    const at = await openTold()
    const draft = await lost(at)
    await unchanged(at, draft, () => tells(at, { ...only(at), ...named }))
    await tells(at, only(at))
    expect(await postOf(at, draft)).toMatchObject({ ref: only(at).ts })
  })

  test.each([
    ['another marker', { marker: 'n'.repeat(24) }],
    ['another post', { post: 'p_01K7Q2M8AA0000000009' }],
    ['more parts than were allowed', { parts: 2 }],
    ['a part that there is not', { part: 2 }],
    ['no part', { part: 0 }],
  ] as const)('our own message under %s is another message', async (_, other) => {
    const at = await openTold()
    const draft = await lost(at)
    const { metadata } = only(at).now
    const payload = metadata?.event_payload
    if (metadata === undefined || !isThing(payload)) throw new Error('no marker')
    const message = {
      ...only(at),
      now: { ...only(at).now, metadata: { ...metadata, event_payload: { ...payload, ...other } } },
    }
    await unchanged(at, draft, () => tells(at, message))
  })
})

// What becomes of a post on Slack when Slack fails, refuses, lags or answers half: the cases of our list by their names.
// What readers really have is asked of the fake, and never of us.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { slackChannel } from '../adapters/slack/channel.ts'
import { connect } from '../adapters/slack/client.ts'
import { openPeople } from '../adapters/slack/people.ts'
import { fill, slotsFor } from '../src/draft/envelope.ts'
import type { Json } from '../src/json.ts'
import type { Account, Destination } from '../src/place.ts'
import type { Channel, Sending, Sent } from '../src/port/channel.ts'
import type { FaultName } from './fakes/fault-script.ts'
import { type Acme, openAcme, readerScopes } from './fakes/slack/acme.ts'
import { isThing } from './fakes/slack/form.ts'
import { tokenOf } from './fakes/slack/oauth.ts'
import { harmless, storyOf, type Wrote } from './slack-cards.ts'
import { post, section } from './slack-desk.ts'

const help: Destination = { platform: 'slack', workspace: 'T0ACME', channel: 'C0HELP' }
const marker = 'm'.repeat(24)
const long: Wrote = { ...harmless, text: 'A line that says what to do next on the cluster.\n\n'.repeat(120) }

let acme: Acme
let clock = 0
let channel: Channel
let people: ReturnType<typeof openPeople>

function open(of: Acme): Channel {
  const slack = connect({ token: tokenOf(of.ours), apiUrl: of.slack.apiUrl, timeoutMs: 700 })
  people = openPeople(slack, () => clock)
  return slackChannel({ slack, people, now: () => clock })
}

beforeEach(async () => {
  clock = 1_792_490_000_000
  acme = await openAcme({ now: () => clock, scopes: readerScopes, pace: { answerMs: 1000, retryMs: [] } })
  channel = open(acme)
})
afterEach(async () => {
  await acme.slack[Symbol.asyncDispose]()
})

function payloadsOf(wrote: Wrote): readonly Json[] {
  const { envelope } = storyOf(wrote).screened
  const approvals = [{ name: 'Ada', did: 'read', asked: true }] as const
  return fill(envelope, slotsFor({ approvals, allowedAt: clock }, 'p_01K7Q2M8AA0000000004', marker))
}
function sending(more: Partial<Sending> = {}): Sending {
  const mayGoOn = async () => 'yes' as const
  return { destination: help, intent: 'post', payloads: payloadsOf(harmless), marker, mayGoOn, ...more }
}
const look = (since = clock, payloads = payloadsOf(harmless)) => channel.find(help, marker, since, payloads)
const fails = (fault: FaultName, more: object = {}) =>
  acme.slack.script([{ on: 'chat.postMessage', nth: 1, fault, ...more }])
/** What readers of #help have before them. */
const readers = () => acme.slack.truth.filter((one) => one.channel === 'C0HELP' && !one.gone)
function refOf(sent: Sent): string {
  if (sent.sent !== 'yes') throw new Error(`not sent: ${sent.why}`)
  return sent.ref
}

describe('a post that Slack takes', () => {
  test('stands there once, in its thread, with its marker, and nobody fetches or is called', async () => {
    const asked = await acme.slack.person('U0ADA').says('C0HELP', 'why does staging lag?')
    const sent = await channel.send(sending({ destination: { ...help, thread: asked.ts } }))
    const [, message, ...more] = readers()
    expect(more).toEqual([])
    expect(sent).toEqual({ sent: 'yes', ref: message?.ts, altered: false })
    expect(message).toMatchObject({ threadTs: asked.ts, linksUnfurl: false, mediaUnfurls: false })
    expect(message?.now.metadata).toMatchObject({ event_payload: { marker, part: 1, parts: 1 } })
    expect(acme.slack.fetched).toEqual([])
  })

  test('is in as many messages as were approved, in their order', async () => {
    const payloads = payloadsOf(long)
    const sent = await channel.send(sending({ payloads }))
    expect(payloads.length).toBeGreaterThan(1)
    expect(sent).toEqual({
      sent: 'yes',
      ref: readers()
        .map((one) => one.ts)
        .join(','),
      altered: false,
    })
    expect(readers().map((one) => one.now.metadata)).toMatchObject(
      payloads.map((_, index) => ({ event_payload: { part: index + 1, parts: payloads.length } })),
    )
  })

  test('goes nowhere when the destination is another workspace', async () => {
    const elsewhere = { ...help, workspace: 'T0PART' }
    expect(await channel.send(sending({ destination: elsewhere }))).toMatchObject({ sent: 'no', next: 'blocked' })
    expect(acme.slack.truth).toEqual([])
  })
})

describe('D6: nobody knows whether it was posted', () => {
  test.each([
    ['Slack took it and says nothing', 'accept-then-drop', { ms: 5000 }],
    ['Slack took it and answers 500', 'error-after-accept', {}],
    ['Slack took it and the connection ends', 'accept-then-drop', {}],
    ['Slack took it and half the answer arrives', 'truncate-answer', {}],
    ['Slack took it and speaks of a fatal error', 'error-after-accept', { why: 'fatal_error' }],
    ['Slack took it and speaks of an internal error', 'error-after-accept', { why: 'internal_error' }],
    ['Slack took it and gives an error that nobody listed', 'error-after-accept', { why: 'a_new_error' }],
  ] as const)('%s: it is not sent again, and is found', async (_, fault, more) => {
    fails(fault, more)
    const sent = await channel.send(sending())
    expect(sent).toMatchObject({ sent: 'unclear' })
    expect(JSON.stringify(sent)).not.toContain('Staging')
    expect(readers()).toHaveLength(1)
    expect(await look()).toEqual({ found: 'yes', ref: readers()[0]?.ts, altered: false })
    expect(acme.slack.calls.filter((call) => call.method === 'chat.postMessage')).toHaveLength(1)
  })

  test('Slack never took it: it is not sent again, and is not there', async () => {
    fails('drop')
    expect(await channel.send(sending())).toMatchObject({ sent: 'unclear' })
    const since = clock
    clock += 31_000
    expect(await look(since)).toEqual({ found: 'no' })
    expect(readers()).toEqual([])
  })

  test('its first message alone is there: that is what is found, and who goes on sends the rest of it', async () => {
    acme.slack.script([{ on: 'chat.postMessage', nth: 2, fault: 'drop' }])
    const payloads = payloadsOf(long)
    expect(await channel.send(sending({ payloads }))).toMatchObject({ sent: 'unclear' })
    const since = clock
    clock += 3_600_000
    const found = await look(since, payloads)
    expect(found).toEqual({ found: 'part', part: { payloads: 1, ref: readers()[0]?.ts }, altered: false })
    if (found.found !== 'part') return
    const sent = await channel.send(sending({ payloads, standing: found.part }))
    expect(refOf(sent).split(',')).toEqual(readers().map((one) => one.ts))
    expect(readers().map((one) => one.now.metadata)).toMatchObject(
      payloads.map((_, index) => ({ event_payload: { part: index + 1, parts: payloads.length } })),
    )
  })

  test('a message in the middle is missing: it is not found, and not “not there” either', async () => {
    const payloads = payloadsOf(long)
    await channel.send(sending({ payloads }))
    const [, second, third] = readers()
    if (second === undefined || third === undefined) throw new Error('the post is not long enough')
    await acme.slack.person('U0SEC').deletes(second)
    expect(await look(clock - 3_600_000, payloads)).toEqual({ found: 'unclear' })
  })
})

describe('between two messages of one post', () => {
  test('somebody stops it: no part of it stays', async () => {
    const sent = await channel.send(sending({ payloads: payloadsOf(long), mayGoOn: async () => 'no' }))
    expect(sent).toMatchObject({ sent: 'no', next: 'again' })
    expect(readers()).toEqual([])
  })

  test('another process took it over: nothing is sent and nothing is taken away', async () => {
    const sent = await channel.send(sending({ payloads: payloadsOf(long), mayGoOn: async () => 'not-ours' }))
    expect(sent).toMatchObject({ sent: 'unclear' })
    expect(readers()).toHaveLength(1)
  })
})

describe('D7: Slack throttles', () => {
  test('with a time: it was certainly not posted, and its channel waits that long', async () => {
    fails('throttle', { ms: 30_000 })
    expect(await channel.send(sending())).toMatchObject({ sent: 'no', next: 'again', afterMs: 30_000, holdLane: true })
    expect(readers()).toEqual([])
  })

  test('without a time: it was certainly not posted, and its channel waits', async () => {
    fails('throttle')
    expect(await channel.send(sending())).toMatchObject({ sent: 'no', next: 'again', holdLane: true })
    expect(readers()).toEqual([])
  })

  test('in the middle of a long post: no part of it stays', async () => {
    acme.slack.script([{ on: 'chat.postMessage', nth: 2, fault: 'throttle', ms: 1000 }])
    const sent = await channel.send(sending({ payloads: payloadsOf(long) }))
    expect(sent).toMatchObject({ sent: 'no', next: 'again', afterMs: 1000 })
    expect(readers()).toEqual([])
  })

  test('in the middle of a long post that cannot be taken back: nobody says that nothing was posted', async () => {
    acme.slack.script([
      { on: 'chat.postMessage', nth: 2, fault: 'throttle', ms: 1000 },
      { on: 'chat.delete', fault: 'refuse', why: 'compliance_exports_prevent_deletion' },
    ])
    const sent = await channel.send(sending({ payloads: payloadsOf(long) }))
    expect(sent).toMatchObject({ sent: 'unclear', why: expect.stringContaining('only 1 of') })
  })
})

describe('D8: Slack refuses', () => {
  test.each([
    ['we are not in the channel', 'C0RANDOM', 'not_in_channel'],
    ['the channel is archived', 'C0OLD', 'is_archived'],
    ['we cannot see the channel', 'C0BOARD', 'channel_not_found'],
    ['only some may post there', 'C0NEWS', 'restricted_action_read_only_channel'],
  ] as const)('%s: it is blocked, with what to do', async (_, id, word) => {
    const sent = await channel.send(sending({ destination: { ...help, channel: id } }))
    expect(sent).toMatchObject({
      sent: 'no',
      next: 'blocked',
      why: expect.stringMatching(new RegExp(`.{20}\\(${word}\\)`)),
    })
    expect(acme.slack.calls.filter((call) => call.method === 'chat.postMessage')).toHaveLength(1)
  })

  test('our token was revoked: it is blocked, with what to do', async () => {
    await people.us()
    acme.ours.ended = 'token_revoked'
    expect(await channel.send(sending())).toMatchObject({
      sent: 'no',
      next: 'blocked',
      why: expect.stringContaining('install'),
    })
  })

  test('what we drew is not taken: it fails for good', async () => {
    const payloads = [{ text: 'x', blocks: [section('x'.repeat(4000))] }]
    expect(await channel.send(sending({ payloads }))).toEqual({ sent: 'no', why: 'invalid_blocks', next: 'failed' })
  })

  test('nobody listens there: it certainly did not leave', async () => {
    await people.us()
    const closed = await openAcme()
    await closed.slack[Symbol.asyncDispose]()
    const nowhere = connect({ token: 'xoxb-none', apiUrl: closed.slack.apiUrl })
    const cut = slackChannel({ slack: nowhere, people, now: () => clock })
    expect(await cut.send(sending())).toMatchObject({ sent: 'no', next: 'again' })
  })
})

describe('looking for a post', () => {
  test('D9: while the history lags, nobody says that it is not there; then it is found', async () => {
    fails('lag', { ms: 20_000 })
    await channel.send(sending())
    const since = clock
    expect(await look(since)).toEqual({ found: 'unclear' })
    clock += 20_000
    expect(await look(since)).toEqual({ found: 'yes', ref: readers()[0]?.ts, altered: false })
  })

  test.each([
    ['throttled', { fault: 'throttle', ms: 1000 }],
    ['down', { fault: 'drop' }],
    ['forbidden', { fault: 'refuse', why: 'missing_scope' }],
    ['half an answer', { fault: 'truncate-answer' }],
  ] as const)('D10: reading is %s: it stays unclear for as long as that', async (_, fault) => {
    await channel.send(sending())
    acme.slack.script([{ on: 'conversations.history', ...fault }])
    const since = clock
    clock += 3_600_000
    expect(await look(since)).toEqual({ found: 'unclear' })
    expect(readers()).toHaveLength(1)
  })

  test('D11: somebody else’s message with our marker is not taken for our post', async () => {
    const [payload] = payloadsOf(harmless)
    if (!isThing(payload)) throw new Error('no payload')
    await post(acme, payload, tokenOf(acme.agents))
    const since = clock
    clock += 31_000
    expect(readers()).toHaveLength(1)
    expect(await look(since)).toEqual({ found: 'no' })
  })

  test('D11: our own post under another marker is another post', async () => {
    await channel.send(sending())
    const since = clock
    clock += 31_000
    expect(await channel.find(help, 'n'.repeat(24), since)).toEqual({ found: 'no' })
  })

  test('in a thread: it is found there, and only there', async () => {
    const asked = await acme.slack.person('U0ADA').says('C0HELP', 'why?')
    const thread = { ...help, thread: asked.ts }
    await channel.send(sending({ destination: thread }))
    expect(await channel.find(thread, marker, clock)).toMatchObject({ found: 'yes', ref: readers()[1]?.ts })
    clock += 31_000
    expect(await look(clock - 31_000)).toEqual({ found: 'no' })
  })

  test('with more said since than a page holds: it is read to the end', async () => {
    await channel.send(sending())
    for (let said = 0; said < 130; said++) await acme.slack.person('U0ADA').says('C0HELP', `line ${said}`)
    expect(await look()).toMatchObject({ found: 'yes', ref: readers()[0]?.ts })
  })

  test('of several messages: all of them are named in order', async () => {
    const payloads = payloadsOf(long)
    const ref = refOf(await channel.send(sending({ payloads })))
    expect(await look(clock, payloads)).toEqual({ found: 'yes', ref, altered: false })
    expect(await channel.find(help, marker, clock)).toEqual({ found: 'yes', ref, altered: false })
  })
})

describe('G7: readers have other words than were allowed', () => {
  test('the answer shows it', async () => {
    fails('alter')
    expect(await channel.send(sending())).toMatchObject({ sent: 'yes', altered: true })
  })

  test('a search shows it, where the answer was lost', async () => {
    const [payload = null] = payloadsOf(harmless)
    const changed: Json = JSON.parse(JSON.stringify(payload).replaceAll('Staging', 'Stagimg'))
    expect(JSON.stringify(changed)).not.toBe(JSON.stringify(payload))
    await channel.send(sending({ payloads: [changed] }))
    expect(await look()).toMatchObject({ found: 'yes', altered: true })
  })

  test('links, ampersands and angle brackets that Slack spells in its own way are no change', async () => {
    const wrote = { ...harmless, text: 'See https://wiki.example/a?b=1&c=2 if a < b && c > d.\n\n`<!channel>`' }
    const sent = await channel.send(sending({ payloads: payloadsOf(wrote) }))
    expect(sent).toMatchObject({ sent: 'yes', altered: false })
    expect(readers().map((one) => acme.slack.notifies(one))).toEqual([[]])
    expect(readers()[0]?.now.text).toContain('<https://')
  })
})

describe('a post that is changed or taken back', () => {
  const story = storyOf(harmless)
  const recalled = (wrote = harmless) => {
    const found = storyOf(wrote).all.find((one) => one.what === 'post' && one.card.card === 'tombstone')
    if (found?.what !== 'post') throw new Error('no tombstone is drawn')
    return found.card
  }

  test('becomes its notice in place, weeks later too, and as often as it is told', async () => {
    const ref = refOf(await channel.send(sending()))
    clock += 30 * 24 * 3_600_000
    for (const _ of [1, 2]) expect(await channel.redraw(help, ref, recalled())).toMatchObject({ sent: 'yes', ref })
    expect(readers()).toHaveLength(1)
    expect(readers()[0]?.now.text).not.toContain('Staging')
  })

  test('every part of it becomes the notice', async () => {
    const ref = refOf(await channel.send(sending({ payloads: payloadsOf(long) })))
    expect(await channel.redraw(help, ref, recalled(long))).toMatchObject({ sent: 'yes' })
    expect(readers().length).toBeGreaterThan(1)
    for (const one of readers()) expect(one.now.text).not.toContain('what to do next')
  })

  test('is deleted where Slack lets nobody change it any more', async () => {
    const ref = refOf(await channel.send(sending()))
    acme.slack.script([{ on: 'chat.update', fault: 'refuse', why: 'edit_window_closed' }])
    expect(await channel.redraw(help, ref, recalled())).toMatchObject({ sent: 'yes' })
    expect(readers()).toEqual([])
  })

  test('is not deleted when only its buttons were to be drawn anew', async () => {
    const ref = refOf(await channel.send(sending()))
    acme.slack.script([{ on: 'chat.update', fault: 'refuse', why: 'edit_window_closed' }])
    expect(await channel.redraw(help, ref, story.up)).toMatchObject({ sent: 'no' })
    expect(readers()).toHaveLength(1)
  })

  test('that an admin deleted counts as done', async () => {
    const ref = refOf(await channel.send(sending()))
    const [message] = readers()
    if (message === undefined) throw new Error('nothing was posted')
    await acme.slack.person('U0SEC').deletes(message)
    expect(await channel.redraw(help, ref, recalled())).toMatchObject({ sent: 'yes' })
  })

  test('is taken back although Slack fails twice in between', async () => {
    const ref = refOf(await channel.send(sending()))
    acme.slack.script([1, 2].map((nth) => ({ on: 'chat.update', nth, fault: 'error-after-accept' }) as const))
    expect(await channel.redraw(help, ref, recalled())).toMatchObject({ sent: 'yes' })
  })

  test('an allowed edit takes its place, and what is too much of the old goes', async () => {
    const ref = refOf(await channel.send(sending({ payloads: payloadsOf(long) })))
    const edited = await channel.send(sending({ intent: 'edit', target: ref, marker: 'n'.repeat(24) }))
    expect(edited).toEqual({ sent: 'yes', ref: ref.split(',')[0], altered: false })
    expect(readers().map((one) => one.now.text)).toEqual([expect.stringContaining('Staging')])
    expect(await channel.send(sending({ intent: 'delete', target: refOf(edited), payloads: [] }))).toMatchObject({
      sent: 'yes',
    })
    expect(readers()).toEqual([])
  })

  test('an edit that needs more messages than there are changes nothing', async () => {
    const ref = refOf(await channel.send(sending()))
    const before = readers()[0]?.now
    const edited = await channel.send(sending({ intent: 'edit', target: ref, payloads: payloadsOf(long) }))
    expect(edited).toMatchObject({ sent: 'no', next: 'failed' })
    expect(readers().map((one) => one.now)).toEqual([before])
  })
})

describe('who is there', () => {
  const account = (user: string, workspace = 'T0ACME'): Account => ({ platform: 'slack', workspace, user })
  const joint: Destination = { ...help, channel: 'C0JOINT' }

  test.each([
    ['a member', account('U0ADA'), help, { name: 'Ada', active: true, bot: false, member: 'full', roles: [] }],
    ['a guest', account('U0GUS'), help, { member: 'guest' }],
    ['an admin of the workspace', account('U0SEC'), help, { roles: ['admin'] }],
    ['somebody of another company', account('U0XIA', 'T0PART'), joint, { member: 'outsider', roles: [] }],
    ['somebody who was deactivated', account('U0DEX'), help, { active: false }],
    ['somebody who is not in the channel', account('U0MIA'), { ...help, channel: 'C0OPS' }, { member: 'none' }],
  ] as const)('%s is seen as such', async (_, who, at, expected) => {
    expect(await channel.membership(who, at)).toMatchObject(expected)
  })

  test('an app is no person, not even ours', async () => {
    for (const bot of [acme.ours.botUser, acme.agents.botUser])
      expect(await channel.membership(account(bot), help)).toMatchObject({ bot: true })
  })

  test('nobody is somebody of a workspace that they are not of', async () => {
    expect(await channel.membership(account('U0XIA'), joint)).toBeUndefined()
    expect(await channel.membership(account('U0NONE'), help)).toBeUndefined()
  })

  test('whoever left a moment ago is no member any more', async () => {
    await acme.slack.person('U0ADA').leaves('C0HELP')
    expect(await channel.membership(account('U0ADA'), help)).toMatchObject({ member: 'none' })
  })

  test('a user group makes moderators', async () => {
    acme.slack.group('T0ACME', 'countersign-moderators', ['U0MIA'])
    expect(await channel.membership(account('U0MIA'), help)).toMatchObject({
      roles: ['moderator'],
      groups: ['reviewers', 'countersign-moderators'],
    })
  })

  test('Slack does not answer who it is: nobody is let through', async () => {
    acme.slack.script([{ on: 'users.info', fault: 'drop' }])
    await expect(channel.membership(account('U0ADA'), help)).rejects.toThrow('asking who U0ADA is')
  })
})

describe('who reads a place', () => {
  test('a public channel: its name and everybody but us', async () => {
    expect(await channel.audience(help)).toEqual({ name: '#help', people: 6, outsiders: 0, open: true })
  })

  test('a private channel is not open', async () => {
    expect(await channel.audience({ ...help, channel: 'C0OPS' })).toMatchObject({ people: 2, open: false })
  })

  test('D12: a channel that is shared with a company counts its people, and one where nobody has come yet', async () => {
    expect(await channel.audience({ ...help, channel: 'C0JOINT' })).toMatchObject({ outsiders: 1 })
    await acme.slack.shares('C0HELP', 'T0PART')
    expect(await channel.audience(help)).toMatchObject({ outsiders: 1 })
  })

  test('a place that we cannot see has no audience', async () => {
    expect(await channel.audience({ ...help, channel: 'C0BOARD' })).toBeUndefined()
    expect(await channel.audience({ ...help, channel: 'C0NONE' })).toBeUndefined()
    expect(await channel.audience({ ...help, workspace: 'T0PART' })).toBeUndefined()
  })
})

describe('an announcement', () => {
  test('is one line of ours that calls nobody', async () => {
    expect(await channel.announce(help, 'Deploy <!channel> & Helper may post here')).toMatchObject({
      sent: 'yes',
      altered: false,
    })
    expect(readers().map((one) => acme.slack.notifies(one))).toEqual([[]])
  })
})

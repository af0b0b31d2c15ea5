// What happens to a workspace while something waits there: a card is deleted, a channel is renamed, closed, shared or taken
// from us, an account ends, our access ends. Played over the socket and by signed requests, on the fake that keeps the truth.

import { afterEach, describe, expect, test } from 'vitest'
import type { Way } from './journeys/slack-wire.ts'
import { draftCardOf, entriesOf, held, nowText, openPlay, type Play, quiet, stateOf } from './slack-play.ts'

const open: (() => PromiseLike<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})
const play = async (way: Way = 'socket'): Promise<Play> => {
  const at = await openPlay(way)
  open.push(() => at[Symbol.asyncDispose]())
  return at
}

describe.each(['socket', 'http'] as const)('D12 while a draft waits, over %s,', (way) => {
  test('D12 its card is deleted by somebody: it is put before them anew, and the buttons work', async () => {
    const at = await play(way)
    const draft = await held(at)
    const card = await draftCardOf(at, 'U0ADA', draft)
    await at.acme.slack.deletes(card)
    await at.acme.slack.until(() => at.cards('U0ADA', draft).length > 0)
    const again = await draftCardOf(at, 'U0ADA', draft)
    expect(again.ts).not.toBe(card.ts)
    await at.acme.slack.person('U0ADA').clicks(again, 'cs:approve')
    await at.until(draft, 'published')
    expect(await at.readersSee()).toHaveLength(1)
  })

  test('D12 the channel is renamed: the card says the new name, and nothing is asked anew', async () => {
    const at = await play(way)
    const draft = await held(at)
    expect(nowText(await draftCardOf(at, 'U0ADA', draft))).toContain('#help')
    await at.acme.slack.renames('C0HELP', 'helpdesk')
    await at.acme.slack.until(() => at.cards('U0ADA', draft).some((card) => nowText(card).includes('#helpdesk')))
    expect(await stateOf(at, draft)).toMatchObject({ state: 'pending', revision: { number: 1 } })
    expect(await entriesOf(at, draft)).toContain('place-changed')
  })

  test('D12 the channel is made private: fewer can read it, and the approval still counts', async () => {
    const at = await play(way)
    const draft = await held(at)
    await at.acme.slack.makesPrivate('C0HELP')
    await expect.poll(async () => stateOf(at, draft)).toMatchObject({ screened: { audience: { open: false } } })
    await at.acme.slack.person('U0ADA').clicks(await draftCardOf(at, 'U0ADA', draft), 'cs:approve')
    await at.until(draft, 'published')
  })

  test('D12 the channel is shared with another company: the first approval is void, and everybody is asked anew', async () => {
    const at = await play(way)
    const draft = await at.submit(await at.ask('asker', 'how?'), {
      text: 'Loosen the access control lists on atlas so that everyone can read it.',
      assumptions: ['atlas holds nothing secret'],
    })
    const pending = await at.until(draft, 'pending')
    await at.wait(30_000)
    const shown = { revision: 1, fingerprint: pending.screened.fingerprint.slice(0, 8) }
    await at.click('asker', draft, { do: 'approve', shown, ticked: [0], did: 'read' })
    expect(await stateOf(at, draft)).toMatchObject({ approvals: [{ asked: true }] })
    await at.acme.slack.shares('C0HELP', 'T0PART')
    await expect.poll(async () => (await stateOf(at, draft)).revision.number).toBe(2)
    expect(await at.until(draft, 'pending')).toMatchObject({ approvals: [], screened: { audience: { outsiders: 1 } } })
    await at.acme.slack.until(() => at.cards('U0ADA', draft).some((card) => nowText(card).includes('1 from outside')))
    expect(await entriesOf(at, draft)).toContain('audience-widened')
    expect(await at.readersSee()).toEqual([])
  })
})

describe('a channel that gets another id, since it is shared with another company', () => {
  test('is the same place to what waits there, is asked anew for more readers, and old posts can still be recalled', async () => {
    const at = await play('http')
    const before = await held(at, 'An earlier answer.')
    await at.acme.slack.person('U0ADA').clicks(await draftCardOf(at, 'U0ADA', before), 'cs:approve')
    const { post } = await at.until(before, 'published')
    const draft = await held(at)
    await at.acme.slack.makesPrivate('C0HELP')
    at.acme.slack.town.channels.get('C0HELP')?.sharedWith.add('T0PART')
    await at.acme.slack.changesId('C0HELP', 'C0SHARED')
    await expect.poll(async () => (await stateOf(at, draft)).revision.number).toBe(2)
    await at.until(draft, 'pending')
    await at.acme.slack.until(() => at.cards('U0ADA', draft).some((card) => nowText(card).includes('1 from outside')))
    await at.touch('moderator', post, { do: 'recall', reason: 'the hours have changed' })
    const readers = () =>
      at.acme.slack.truth.filter((one) => one.channel === 'C0SHARED' && one.appId === at.acme.app.id)
    await at.acme.slack.until(() => readers().some((one) => nowText(one).includes('the hours have changed')))
    expect(await entriesOf(at, 'installation:slack/T0ACME')).toEqual(['installed', 'channel-moved'])
  })
})

describe('a place that is taken from us', () => {
  test('archived: the card says so and what to do; what is approved all the same is blocked, and goes out after the cure', async () => {
    const at = await play()
    const draft = await held(at)
    await at.acme.slack.archives('C0HELP')
    await at.acme.slack.until(() => at.cards('U0ADA', draft).some((card) => nowText(card).includes('unarchive')))
    await at.acme.slack.person('U0ADA').clicks(await draftCardOf(at, 'U0ADA', draft), 'cs:approve')
    expect(await at.until(draft, 'blocked')).toMatchObject({ why: expect.stringContaining('is_archived') })
    await at.acme.slack.unarchives('C0HELP')
    await at.acme.slack.until(() => at.cards('U0ADA', draft).some((card) => nowText(card).includes('Blocked')))
    await at.acme.slack.person('U0ADA').clicks(await draftCardOf(at, 'U0ADA', draft), 'cs:try-again')
    await at.until(draft, 'published')
    expect(await at.readersSee()).toHaveLength(1)
  })

  test('we are removed from the channel, and invited again: the card says so, each time', async () => {
    const at = await play()
    const draft = await held(at)
    await at.acme.slack.removes(at.acme.ours, 'C0HELP')
    await at.acme.slack.until(() => at.cards('U0ADA', draft).some((card) => nowText(card).includes('/invite')))
    expect(await entriesOf(at, draft)).toContain('place-lost')
    await at.acme.slack.invites(at.acme.ours, 'C0HELP')
    await at.acme.slack.until(() => at.cards('U0ADA', draft).every((card) => !nowText(card).includes('/invite')))
  })

  test('what was approved and not yet sent is blocked at once', async () => {
    const at = await play()
    const draft = await held(at)
    const card = await draftCardOf(at, 'U0ADA', draft)
    at.acme.slack.script([{ on: 'chat.postMessage', fault: 'throttle', ms: 60_000 }])
    await at.acme.slack.person('U0ADA').clicks(card, 'cs:approve')
    await expect.poll(async () => entriesOf(at, draft)).toContain('released')
    await at.acme.slack.removes(at.acme.ours, 'C0HELP')
    expect(await at.until(draft, 'blocked')).toMatchObject({ why: expect.stringContaining('not_in_channel') })
    expect(await at.readersSee()).toEqual([])
  })

  test('the account of the one who asked ends: the moderators are asked, and the card says why', async () => {
    const at = await play()
    const draft = await held(at)
    await draftCardOf(at, 'U0ADA', draft)
    expect(at.cards('U0MIA', draft)).toEqual([])
    await at.acme.slack.deactivates('U0ADA')
    const card = await draftCardOf(at, 'U0MIA', draft)
    expect(nowText(card)).toContain('Ada, who has left')
    expect(await entriesOf(at, draft)).toContain('handed-over')
    await at.acme.slack.person('U0MIA').clicks(card, 'cs:approve')
    await at.until(draft, 'published')
  })

  test('the app is uninstalled: what was approved is blocked with what to do, and Slack is not asked over and over', async () => {
    const at = await play()
    const draft = await held(at)
    const approved = await held(at, 'Another answer.')
    const card = await draftCardOf(at, 'U0ADA', approved)
    await draftCardOf(at, 'U0ADA', draft)
    at.acme.slack.script([{ on: 'chat.postMessage', fault: 'throttle', ms: 60_000 }])
    await at.acme.slack.person('U0ADA').clicks(card, 'cs:approve')
    await expect.poll(async () => entriesOf(at, approved)).toContain('released')
    await at.acme.slack.uninstalls(at.acme.ours)
    expect(await at.until(approved, 'blocked')).toMatchObject({ why: expect.stringContaining('install us again') })
    expect(await stateOf(at, draft)).toMatchObject({ state: 'pending', outOfReach: expect.stringContaining('install') })
    await at.acme.slack.settled()
    await quiet(at)
    const before = at.acme.slack.calls.length
    await at.wait(10 * 60_000)
    expect(at.acme.slack.calls.length - before).toBeLessThan(20)
    expect(await at.broken()).toEqual([])
  })
})

describe('D8 what Slack refuses for good', () => {
  test.each([
    ['channel_not_found', 'invite'],
    ['is_archived', 'unarchive'],
    ['not_in_channel', 'invite'],
    ['restricted_action', 'admin'],
    ['token_revoked', 'install'],
  ])('D8 %s blocks the draft, says what to do, and is asked once', async (error, cure) => {
    const at = await play()
    const draft = await held(at)
    const card = await draftCardOf(at, 'U0ADA', draft)
    const sends = () =>
      at.acme.slack.calls.filter((one) => one.method === 'chat.postMessage' && one.values.channel === 'C0HELP').length
    at.acme.slack.script([{ on: 'chat.postMessage', fault: 'refuse', why: error }])
    await at.acme.slack.person('U0ADA').clicks(card, 'cs:approve')
    expect(await at.until(draft, 'blocked')).toMatchObject({ why: expect.stringContaining(error) })
    await at.acme.slack.until(() => at.cards('U0ADA', draft).some((one) => nowText(one).includes(cure)))
    await at.wait(60_000)
    expect(sends()).toBe(1)
  })

  test('D8 a place that cannot even be asked about, since we are shut out, blocks the draft and is not asked again', async () => {
    const at = await play()
    const draft = await held(at)
    const card = await draftCardOf(at, 'U0ADA', draft)
    const asked = () => at.acme.slack.calls.filter((one) => one.method === 'conversations.info').length
    at.acme.slack.script([{ on: 'conversations.info', fault: 'refuse', why: 'token_revoked' }])
    await at.acme.slack.person('U0ADA').clicks(card, 'cs:approve')
    expect(await at.until(draft, 'blocked')).toMatchObject({ why: expect.stringContaining('install us again') })
    await quiet(at)
    const before = asked()
    await at.wait(60_000)
    await quiet(at)
    expect(asked()).toBe(before)
  })

  test('D8 a card that Slack will never take is given up, and the others of that draft are drawn', async () => {
    const at = await play()
    const draft = await held(at)
    const card = await draftCardOf(at, 'U0ADA', draft)
    const updates = () => at.acme.slack.calls.filter((one) => one.method === 'chat.update').length
    at.acme.slack.script([{ on: 'chat.update', fault: 'refuse', why: 'msg_blocks_too_long' }])
    await at.acme.slack.person('U0ADA').clicks(card, 'cs:approve')
    await at.until(draft, 'published')
    // Once for the approval and once for the post, or once for both.
    await expect.poll(() => at.faults.some((line) => line.includes('refused for good'))).toBe(true)
    await quiet(at)
    expect(updates()).toBeLessThanOrEqual(2)
    const before = updates()
    await at.wait(10 * 60_000)
    await quiet(at)
    expect(updates()).toBe(before)
  })

  test('D8 a recall that Slack refuses is on record once and on the card, and is done when the place is back', async () => {
    const at = await play()
    const draft = await held(at)
    await at.acme.slack.person('U0ADA').clicks(await draftCardOf(at, 'U0ADA', draft), 'cs:approve')
    const { post } = await at.until(draft, 'published')
    await at.acme.slack.archives('C0HELP')
    await at.touch('moderator', post, { do: 'recall', reason: 'the hours have changed' })
    await expect.poll(async () => at.post(post)).toMatchObject({ undrawn: expect.stringContaining('is_archived') })
    await at.acme.slack.until(() => at.cards('U0ADA', draft).some((card) => nowText(card).includes('old version')))
    await at.wait(10 * 60_000)
    expect((await entriesOf(at, post)).filter((event) => event === 'not-redrawn')).toHaveLength(1)
    await at.acme.slack.unarchives('C0HELP')
    await expect.poll(async () => (await at.readersSee()).join()).toContain('the hours have changed')
    await expect.poll(async () => (await at.post(post)).undrawn).toBeUndefined()
  })
})

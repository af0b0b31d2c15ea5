// Slack as people use it: they mention, click, fill in and type in the fake, and what came of it is read from the record
// and from what each of them has before them. Everything is played over the socket and over signed requests.

import { afterEach, describe, expect, test } from 'vitest'
import { connect } from '../adapters/slack/client.ts'
import { signedDoor } from '../adapters/slack/receiver.ts'
import { type DraftId, draftId, sure } from '../src/id.ts'
import { hour, minute } from '../src/time.ts'
import type { Thing } from './fakes/slack/form.ts'
import { tokenOf } from './fakes/slack/oauth.ts'
import { signedRequest } from './fakes/slack/signed.ts'
import type { SlackTheatre } from './journeys/slack.ts'
import {
  asks,
  cardOf,
  cardsOf,
  closePlays,
  count,
  held,
  line,
  linesOf,
  loosens,
  openPlay,
  pageOf,
  person,
  presses,
  stateOf,
  ways,
} from './slack-scene.ts'

afterEach(closePlays)

describe.each(ways)('over %s', (way) => {
  test('a question in a thread makes an invocation of the one who asked, in that place', async () => {
    const at = await openPlay(way)
    const id = await asks(at)
    const { seen } = await at.house().record.look({ invocation: { kind: 'invocation', id } })
    const asked = at.acme.slack.truth.findLast((one) => one.user === 'U0ADA')
    expect(seen.invocation?.is).toMatchObject({
      invoker: { name: 'Ada' },
      asked: 'when does staging deploy?',
      destination: { platform: 'slack', workspace: 'T0ACME', channel: 'C0HELP', thread: asked?.ts },
    })
    expect(linesOf(at, 'U0BO')).toEqual([])
  })

  test('one click approves what is low in risk, and readers get exactly that', async () => {
    const at = await openPlay(way)
    const draft = await held(at)
    expect(await person(at, 'U0ADA').clicks(await cardOf(at, 'U0ADA', draft), 'cs:approve')).toMatchObject({
      heard: true,
    })
    await at.until(draft, 'published')
    const [seen = '', ...more] = await at.readersSee()
    expect(more).toEqual([])
    expect(seen).toContain('At 09:00 and 15:00 UTC.')
    expect(seen).toContain('Ada (asked; read it)')
  })

  test('high risk asks for every assumption first, and for a second person', async () => {
    const at = await openPlay(way)
    const draft = await held(at, loosens, ['atlas holds nothing that needs clearance', 'only your job is affected'])
    await at.until(draft, 'pending')
    await at.wait(minute)
    const ada = person(at, 'U0ADA')
    await ada.clicks(await cardOf(at, 'U0ADA', draft), 'cs:approve')
    const page = await pageOf(at, 'U0ADA')
    expect(JSON.stringify(page.view)).toContain('atlas holds nothing that needs clearance')
    await ada.submits(page, { ticked: { ticked: ['0'] }, did: { did: 'checked' } })
    expect(page).toMatchObject({ closed: false, errors: { ticked: expect.stringContaining('Tick each assumption') } })
    await ada.submits(page, { ticked: { ticked: ['0', '1'] }, did: { did: 'checked' } })
    expect(page.closed).toBe(true)
    expect(await stateOf(at, draft)).toMatchObject({ state: 'pending', approvals: [{ name: 'Ada', did: 'checked' }] })
    expect(await at.readersSee()).toEqual([])
    const theirs = await cardOf(at, 'U0BO', draft)
    expect(theirs.now.text).toContain('Second review needed')
    await at.wait(minute)
    await person(at, 'U0BO').clicks(theirs, 'cs:approve')
    await person(at, 'U0BO').submits(await pageOf(at, 'U0BO'), { ticked: { ticked: ['0', '1'] }, did: { did: 'ran' } })
    const { post } = await at.until(draft, 'published')
    await at.acme.slack.until(() => at.acme.slack.truth.some((one) => one.now.text.includes('AI draft, allowed by')))
    const published = at.acme.slack.truth.find((one) => one.now.text.includes('AI draft, allowed by'))
    if (published === undefined) throw new Error('nothing is published')
    expect(published.now.text).not.toContain('Loosen')

    await person(at, 'U0MIA').clicks(published, 'cs:reveal:s1')
    const gate = await pageOf(at, 'U0MIA')
    expect(JSON.stringify(gate.view)).not.toContain('Loosen')
    await person(at, 'U0MIA').submits(gate, { confirm: { confirm: ['allowed'] } })
    expect(JSON.stringify(gate.view)).not.toContain('Loosen')
    await person(at, 'U0MIA').submits(gate, { confirm: { confirm: ['allowed', 'know'] } })
    expect(JSON.stringify(gate.view)).toContain('Loosen')
    expect((await at.post(post)).readers).toMatchObject([{ name: 'Mia', opened: [{ step: 's1' }] }])

    await presses(at, 'U0ADA', published, 'recall')
    await person(at, 'U0ADA').submits(await pageOf(at, 'U0ADA'), { reason: { reason: 'it opens the store' } })
    await at.acme.slack.until(() => published.now.text.includes('it opens the store'))
    expect(published.now.text).not.toContain('permissions problem')
  })

  test('edit, ask for a revision, keep, reject and stop do what they say', async () => {
    const at = await openPlay(way)
    const ada = person(at, 'U0ADA')
    const edited = await held(at)
    await presses(at, 'U0ADA', await cardOf(at, 'U0ADA', edited), 'edit')
    await ada.submits(await pageOf(at, 'U0ADA'), { text: { text: 'Ask the release team.' } })
    await at.acme.slack.until(
      () => cardsOf(at, 'U0ADA', edited)[0]?.now.text.includes('Ask the release team.') === true,
    )
    expect((await at.until(edited, 'pending')).revision.number).toBe(2)

    const revised = await held(at)
    await presses(at, 'U0ADA', await cardOf(at, 'U0ADA', revised), 'revise')
    await ada.submits(await pageOf(at, 'U0ADA'), { words: { words: 'shorter' } })
    expect(await at.until(revised, 'revising')).toMatchObject({ asked: { words: 'shorter' } })

    const kept = await held(at)
    await presses(at, 'U0ADA', await cardOf(at, 'U0ADA', kept), 'keep')
    await at.until(kept, 'kept')

    const rejected = await held(at)
    await presses(at, 'U0ADA', await cardOf(at, 'U0ADA', rejected), 'reject')
    const page = await pageOf(at, 'U0ADA')
    await ada.submits(page, { reason: { reason: ' ' } })
    expect(page.errors).toEqual({ reason: 'Please give a reason.' })
    await ada.submits(page, { reason: { reason: 'wrong' } })
    expect(await at.until(rejected, 'rejected')).toMatchObject({ reason: 'wrong' })

    const stopped = await held(at)
    const stopCard = await cardOf(at, 'U0ADA', stopped)
    await presses(at, 'U0ADA', stopCard, 'stop')
    await ada.submits(await pageOf(at, 'U0ADA'), { reason: { reason: 'it looks wrong' } })
    expect(await at.click('asker', stopped, { do: 'retract' })).toMatchObject({ refused: expect.any(String) })
    await ada.clicks(stopCard, 'cs:approve')
    await line(at, 'U0ADA', 'A stop is on')
    expect(await at.readersSee()).toEqual([])
  })

  test('the word stop, said to us alone, freezes the agent of the one who says it', async () => {
    const at = await openPlay(way)
    const draft = await held(at)
    const card = await cardOf(at, 'U0ADA', draft)
    await person(at, 'U0BO').whispers('stop')
    await line(at, 'U0BO', 'Nothing of yours is open')
    await person(at, 'U0ADA').whispers('Stop!')
    await line(at, 'U0ADA', 'Stopped: Deploy Helper')
    await person(at, 'U0ADA').clicks(card, 'cs:approve')
    await line(at, 'U0ADA', 'A stop is on')
    expect(await stateOf(at, draft)).toMatchObject({ state: 'pending', approvals: [] })
  })

  test('a command approves only the revision and fingerprint that it names', async () => {
    const at = await openPlay(way)
    const draft = await held(at)
    const { screened } = await at.until(draft, 'pending')
    const ada = person(at, 'U0ADA')
    await ada.types(`/countersign approve ${draft}`, 'C0HELP')
    await line(at, 'U0ADA', 'revision and fingerprint')
    await ada.types(`/countersign approve ${draft} r1 00000000`, 'C0HELP')
    await line(at, 'U0ADA', 'changed since you were shown it')
    await person(at, 'U0BO').types(`/countersign approve ${draft} r1 ${screened.fingerprint.slice(0, 8)}`, 'C0HELP')
    expect(await stateOf(at, draft)).toMatchObject({ state: 'pending', approvals: [] })
    await ada.types(`/countersign approve ${draft} r1 ${screened.fingerprint.slice(0, 8)}`, 'C0HELP')
    await at.until(draft, 'published')
    expect(await at.readersSee()).toHaveLength(1)
  })

  test('D5: a double click is one decision, and the loser of two is told who won', async () => {
    const at = await openPlay(way)
    const draft = await held(at)
    const card = await cardOf(at, 'U0ADA', draft)
    const ada = person(at, 'U0ADA')
    await Promise.all([ada.clicks(card, 'cs:approve'), ada.clicks(card, 'cs:approve')])
    await at.until(draft, 'published')
    expect(await count(at, 'approved', draft)).toBe(1)
    expect(await at.readersSee()).toHaveLength(1)
    await at.acme.slack.until(() => card.now.text.startsWith('Published'))
  })

  test('F1: whoever may not decide is told so, and nothing changes', async () => {
    const at = await openPlay(way)
    const draft = await held(at)
    const card = await cardOf(at, 'U0ADA', draft)
    // Somebody who got hold of the card, though it is not theirs: the button selects and gives no right.
    const direct = at.acme.slack.town.channels.get(card.channel)
    for (const user of ['U0BO', 'U0GUS', 'U0XIA']) direct?.members.add(user)
    for (const user of ['U0BO', 'U0GUS', 'U0XIA']) {
      await person(at, user).clicks(card, 'cs:approve')
      // They are not even told that it exists.
      await line(at, user, 'There is no such draft.')
    }
    await person(at, 'U0ADA').leaves('C0HELP')
    await person(at, 'U0ADA').clicks(card, 'cs:approve')
    await line(at, 'U0ADA', 'not a member of that place')
    expect(await stateOf(at, draft)).toMatchObject({ state: 'pending', approvals: [] })
    expect(await at.readersSee()).toEqual([])
  })

  test('F3: an old card cannot approve what it does not show', async () => {
    const at = await openPlay(way)
    const draft = await held(at)
    const card = await cardOf(at, 'U0ADA', draft)
    const old = card.now
    const first = await at.until(draft, 'pending')
    const shown = { revision: 1, fingerprint: first.screened.fingerprint.slice(0, 8) }
    await at.click('asker', draft, { do: 'edit', shown, text: 'Ask the release team.' })
    await at.acme.slack.until(() => card.now.text.includes('Ask the release team.'))
    card.now = old
    await person(at, 'U0ADA').clicks(card, 'cs:approve')
    await line(at, 'U0ADA', 'changed since you were shown it')
    expect(await at.readersSee()).toEqual([])
  })

  test('a click after the time has passed gets one plain line', async () => {
    const at = await openPlay(way)
    const draft = await held(at)
    const card = await cardOf(at, 'U0ADA', draft)
    const old = card.now
    await at.wait(5 * hour)
    await at.until(draft, 'expired')
    card.now = old
    await person(at, 'U0ADA').clicks(card, 'cs:approve')
    await line(at, 'U0ADA', 'already expired')
  })

  test('a bot that mentions us asks nobody anything', async () => {
    const at = await openPlay(way)
    const { acme } = at
    const bot = connect({ token: tokenOf(acme.agents), apiUrl: acme.slack.apiUrl })
    await bot.once('chat.postMessage', { channel: 'C0HELP', text: `<@${acme.ours.botUser}> ask Deploy Helper why?` })
    await acme.slack.settled()
    await acme.slack.until(() => acme.slack.delivered.some((one) => one.name === 'app_mention' && one.heard))
    expect(await count(at, 'asked')).toBe(0)
    expect(acme.slack.truth.filter((one) => one.appId === acme.app.id)).toEqual([])
  })
})

describe('signed requests', () => {
  async function signed(): Promise<{
    at: SlackTheatre
    draft: DraftId
    again: (change: Partial<Sent>) => Promise<number>
  }> {
    const at = await openPlay('http')
    const draft = await held(at)
    await person(at, 'U0ADA').clicks(await cardOf(at, 'U0ADA', draft), 'cs:approve')
    await at.until(draft, 'published')
    const sent = at.acme.slack.sent.findLast((one) => one.body.includes('block_actions'))
    if (sent === undefined) throw new Error('no click was sent')
    const again = async (change: Partial<Sent>) => {
      const { url, body, headers } = { ...sent, ...change, headers: { ...sent.headers, ...change.headers } }
      return (await fetch(url, { method: 'POST', headers, body })).status
    }
    return { at, draft, again }
  }
  type Sent = { readonly url: string; readonly headers: { readonly [name: string]: string }; readonly body: string }

  test('D1: without a signature, with a wrong one, too old or from the future they are refused', async () => {
    const { at, again } = await signed()
    const now = Math.floor(at.now() / 1000)
    const before = await count(at, 'approved')
    for (const headers of [
      { 'x-slack-signature': '' },
      { 'x-slack-signature': `v0=${'0'.repeat(64)}` },
      { 'x-slack-request-timestamp': String(now - 301) },
      { 'x-slack-request-timestamp': String(now + 302) },
      { 'x-slack-request-timestamp': '' },
    ])
      expect(await again({ headers })).toBe(401)
    expect(await again({ body: 'ssl_check=1&payload=%7B%7D' })).toBe(401)
    expect(await count(at, 'approved')).toBe(before)
  })

  test('D1: a well signed one from the future or long ago is refused too', async () => {
    const { at, again } = await signed()
    await at.wait(6 * minute)
    expect(await again({})).toBe(401)
    const log = { info: () => undefined, fault: () => undefined }
    const sent = at.acme.slack.sent.at(-1)
    const early = signedDoor({ secret: at.acme.app.signingSecret, now: () => at.now() - 20 * minute, log })
    const request = new Request('http://here/slack/events', {
      method: 'POST',
      headers: { ...sent?.headers },
      body: sent?.body ?? '',
    })
    expect((await early.fetch(request)).status).toBe(401)
    expect(() => signedDoor({ secret: '', now: at.now, log })).toThrow('signing secret is empty')
  })

  test('D2: one that comes again is answered and decides nothing', async () => {
    const { at, draft, again } = await signed()
    expect(await again({})).toBe(200)
    expect(await again({})).toBe(200)
    expect(await count(at, 'approved', draft)).toBe(1)
    expect(await at.readersSee()).toHaveLength(1)
  })

  test('D3: a question that is delivered four times is asked once, though the first failed', async () => {
    const at = await openPlay('http')
    at.acme.slack.script([{ on: 'auth.test', fault: 'drop' }])
    await person(at, 'U0ADA').mentions('C0HELP', 'ask Deploy Helper when?')
    const failed = at.acme.slack.sent.findLast((one) => one.body.includes('app_mention'))
    if (failed === undefined) throw new Error('no mention was sent')
    at.acme.slack.script([])
    const send = async () =>
      (
        await fetch(failed.url, {
          method: 'POST',
          headers: { ...failed.headers, 'x-slack-retry-num': '1' },
          body: failed.body,
        })
      ).status
    expect([await send(), await send(), await send()]).toEqual([200, 200, 200])
    // Signed anew, as Slack does when it sends an event again later: the record knows it too.
    const body: Thing = JSON.parse(failed.body)
    const later = signedRequest(at.acme.app, { name: 'app_mention', kind: 'event', body }, at.now() + 60_000)
    expect((await fetch(later.url, { method: 'POST', headers: later.headers, body: later.body })).status).toBe(200)
    expect(await count(at, 'asked')).toBe(1)
  })

  test('F2: a forged button changes nothing and tells nothing', async () => {
    const at = await openPlay('http')
    const draft = await held(at)
    const card = await cardOf(at, 'U0ADA', draft)
    const real = JSON.stringify(card.now.blocks)
    const { screened } = await at.until(draft, 'pending')
    const own = `${draft}|1|${screened.fingerprint.slice(0, 8)}|approve`
    expect(real).toContain(own)
    const other = sure(draftId, 'd_01K7Q2M8AA0000000003')
    for (const forged of [
      `${draft}|١|00000000|approve`,
      `${draft}|2|00000000|approve`,
      `${other}|1|00000000|approve`,
      `${draft}|1||approve`,
      'x'.repeat(1900),
    ]) {
      card.now = { ...card.now, blocks: JSON.parse(real.replace(own, forged)) }
      expect(await person(at, 'U0ADA').clicks(card, 'cs:approve')).toMatchObject({ heard: true })
    }
    expect(await stateOf(at, draft)).toMatchObject({ state: 'pending', approvals: [] })
    expect(linesOf(at, 'U0ADA').length).toBeGreaterThanOrEqual(5)
    expect(linesOf(at, 'U0ADA').join()).not.toContain(other)
  })
})

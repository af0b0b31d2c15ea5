// What is typed to us on Slack, and what is picked from the menu of a message: each is answered to one person alone.

import { afterEach, describe, expect, test } from 'vitest'
import { commands } from '../adapters/slack/command.ts'
import { offerClaim } from '../src/gateway/claiming.ts'
import { rulesNow } from '../src/gateway/ruling.ts'
import type { Message } from './fakes/slack/town.ts'
import type { SlackTheatre } from './journeys/slack.ts'
import {
  cardOf,
  closePlays,
  count,
  held,
  line,
  linesOf,
  openPlay,
  pageOf,
  person,
  presses,
  stateOf,
  ways,
} from './slack-scene.ts'

afterEach(closePlays)

const types = (at: SlackTheatre, user: string, words: string) =>
  person(at, user).types(`/countersign ${words}`, 'C0HELP')
const page = async (at: SlackTheatre, user: string) => JSON.stringify((await pageOf(at, user)).view)
async function published(at: SlackTheatre): Promise<Message> {
  const draft = await held(at)
  await person(at, 'U0ADA').clicks(await cardOf(at, 'U0ADA', draft), 'cs:approve')
  await at.until(draft, 'published')
  const found = () => at.acme.slack.truth.find((one) => one.now.text.includes('AI draft, allowed by'))
  await at.acme.slack.until(() => found() !== undefined)
  const post = found()
  if (post === undefined) throw new Error('nothing is published')
  return post
}
const asked = async (at: SlackTheatre) => {
  const entries = await at.house().record.entries({ limit: 200 })
  return entries.filter((entry) => entry.leaf.includes('"event":"asked"')).length
}

describe.each(ways)('what is typed, over %s', (way) => {
  test('help names every command, and so does whatever is not understood', async () => {
    const at = await openPlay(way)
    await types(at, 'U0BO', 'help')
    const shown = await page(at, 'U0BO')
    for (const word of Object.keys(commands)) expect(shown).toContain(`/countersign ${word}`)
    await types(at, 'U0BO', 'abracadabra')
    for (const word of Object.keys(commands)) expect(await line(at, 'U0BO', 'Say one of')).toContain(word)
  })

  test('queue shows what waits, to the one who asks', async () => {
    const at = await openPlay(way)
    await at.until(await held(at), 'pending')
    await types(at, 'U0ADA', 'queue')
    expect(await page(at, 'U0ADA')).toContain('Will be posted to')
    await types(at, 'U0BO', 'queue')
    await line(at, 'U0BO', 'Nothing waits for you')
    await person(at, 'U0ADA').mentions('C0HELP', 'queue')
    await line(at, 'U0ADA', 'Waiting for you: 1 draft')
  })

  test('reject wants a reason, and is for those who have a say', async () => {
    const at = await openPlay(way)
    const draft = await held(at)
    await at.until(draft, 'pending')
    await types(at, 'U0ADA', 'reject d_1')
    await line(at, 'U0ADA', 'Say which draft')
    await types(at, 'U0ADA', `reject ${draft}`)
    await line(at, 'U0ADA', 'Please give a reason')
    await types(at, 'U0BO', `reject ${draft} because I can`)
    expect(await stateOf(at, draft)).toMatchObject({ state: 'pending' })
    await types(at, 'U0ADA', `reject ${draft} it is out of date`)
    expect(await at.until(draft, 'rejected')).toMatchObject({ reason: 'it is out of date' })
  })

  test('stop and resume: here, everywhere, all, each by who may', async () => {
    const at = await openPlay(way)
    const draft = await held(at)
    await at.until(draft, 'pending')
    await types(at, 'U0BO', 'stop Deploy Helper')
    await line(at, 'U0BO', 'somebody else to decide')
    await types(at, 'U0ADA', 'stop')
    await line(at, 'U0ADA', 'Stopped: Deploy Helper')
    await types(at, 'U0ADA', 'resume')
    await line(at, 'U0ADA', 'somebody else to decide')
    await types(at, 'U0MIA', 'resume')
    await line(at, 'U0MIA', 'Lifted: the stop over')
    await types(at, 'U0MIA', 'stop all')
    await line(at, 'U0MIA', 'somebody else to decide')
    await types(at, 'U0SEC', 'stop all')
    await line(at, 'U0SEC', 'Stopped everywhere: every agent')
    await types(at, 'U0SEC', 'resume')
    await line(at, 'U0SEC', 'No such stop is on here')
    await types(at, 'U0SEC', 'resume all')
    await line(at, 'U0SEC', 'Lifted: the stop over every agent')
    await types(at, 'U0MIA', 'stop Deploy Helper everywhere')
    await line(at, 'U0MIA', 'Stopped everywhere: Deploy Helper')
    const { screened } = await at.until(draft, 'pending')
    await types(at, 'U0ADA', `approve ${draft} r1 ${screened.fingerprint.slice(0, 8)}`)
    await line(at, 'U0ADA', 'A stop is on')
  })

  test('the word stop in a thread freezes the agent of the one who says it, on whichever side of our name', async () => {
    const at = await openPlay(way)
    const draft = await held(at)
    const { destination } = await at.until(draft, 'pending')
    const { botUser } = at.acme.ours
    await person(at, 'U0ADA').says('C0HELP', `stop <@${botUser}>`, destination.thread)
    await line(at, 'U0ADA', 'Stopped: Deploy Helper')
    expect(await count(at, 'stopped', 'stops')).toBe(1)
    await person(at, 'U0BO').mentions('C0HELP', 'stop', destination.thread)
    await line(at, 'U0BO', 'Nothing of yours is open')
    await person(at, 'U0ADA').says('C0HELP', `do not stop <@${botUser}>`, destination.thread)
    expect(await count(at, 'stopped', 'stops')).toBe(1)
  })

  test('grant only asks, and says what is missing', async () => {
    const at = await openPlay(way)
    await types(at, 'U0ADA', 'grant Deploy Helper')
    await line(at, 'U0ADA', 'for how many minutes')
    await types(at, 'U0ADA', 'grant Deploy Helper 15')
    await line(at, 'U0ADA', 'not “auto”')
  })

  test('ask without words opens a form, and asks in the channel', async () => {
    const at = await openPlay(way)
    await types(at, 'U0ADA', 'ask')
    const form = await pageOf(at, 'U0ADA')
    expect(JSON.stringify(form.view)).toContain('Deploy Helper (AI agent)')
    const [, agent = ''] = /"value":"(a_[^"]+)"/.exec(JSON.stringify(form.view)) ?? []
    await person(at, 'U0ADA').submits(form, { agent: { agent }, words: { words: 'when does staging deploy?' } })
    expect(await page(at, 'U0ADA')).toContain('was asked, as inv_')
    expect(await asked(at)).toBe(1)
    expect(linesOf(at, 'U0BO')).toEqual([])
  })

  test('claim makes the one who types the code an admin, and no mention does', async () => {
    const at = await openPlay(way)
    const offer = await offerClaim(at.house(), { known: undefined, alone: true })
    if (offer.claim !== 'offered') throw new Error('no code was made')
    const { code } = offer
    await person(at, 'U0BO').mentions('C0HELP', `claim ${code}`)
    await line(at, 'U0BO', 'read by everybody')
    await types(at, 'U0BO', 'rule')
    await line(at, 'U0BO', 'Only an admin')
    await types(at, 'U0BO', `claim ${code}`)
    await line(at, 'U0BO', 'You are an admin')
    await types(at, 'U0BO', 'rule')
    expect(await page(at, 'U0BO')).toContain('Rule for #help')
  })

  test('nobody is asked anything where only one person reads', async () => {
    const at = await openPlay(way)
    const direct = (await person(at, 'U0ADA').whispers('hello')).channel
    await person(at, 'U0ADA').types('/countersign ask Deploy Helper why?', direct)
    await line(at, 'U0ADA', 'in the channel')
    expect(await asked(at)).toBe(0)
  })
})

describe.each(ways)('the rule of a channel, over %s', (way) => {
  const typed = { first: { first: 'role:moderator' }, autonomy: { autonomy: 'two-person' } }

  test('is for admins to set, and holds at once', async () => {
    const at = await openPlay(way)
    await types(at, 'U0ADA', 'rule')
    await line(at, 'U0ADA', 'Only an admin')
    await types(at, 'U0SEC', 'rule')
    const form = await pageOf(at, 'U0SEC')
    await person(at, 'U0SEC').submits(form, typed)
    expect(await page(at, 'U0SEC')).toContain('The rule of #help is set, as version 1 of the rules.')
    const { book } = await rulesNow(at.house())
    expect(book.rules).toMatchObject([{ channel: 'C0HELP', autonomy: 'two-person' }])
    expect(await at.until(await held(at), 'pending')).toMatchObject({ screened: { verdict: { people: 2 } } })
  })

  test('is not set by who is no admin any more when the form is sent', async () => {
    const at = await openPlay(way)
    await types(at, 'U0SEC', 'rule')
    const form = await pageOf(at, 'U0SEC')
    const sec = at.acme.slack.town.users.get('U0SEC')
    if (sec === undefined) throw new Error('there is no Sec')
    sec.kind = 'full'
    await at.wait(60_000)
    await person(at, 'U0SEC').submits(form, typed)
    expect(JSON.stringify(form.errors)).toContain('somebody else to decide')
    expect((await rulesNow(at.house())).version).toBe(0)
  })

  test('names what cannot be a rule, and changes nothing', async () => {
    const at = await openPlay(way)
    await types(at, 'U0SEC', 'rule')
    const form = await pageOf(at, 'U0SEC')
    await person(at, 'U0SEC').submits(form, { expires: { expires: 'soon' } })
    expect(JSON.stringify(form.errors)).toContain('expires')
    expect((await rulesNow(at.house())).version).toBe(0)
  })

  test('is not set over what somebody else has set meanwhile', async () => {
    const at = await openPlay(way)
    await types(at, 'U0SEC', 'rule')
    const old = await pageOf(at, 'U0SEC')
    at.acme.slack.user('T0ACME', 'U0ADM', 'Adm', 'admin')
    at.acme.slack.town.channels.get('C0HELP')?.members.add('U0ADM')
    await types(at, 'U0ADM', 'rule')
    await person(at, 'U0ADM').submits(await pageOf(at, 'U0ADM'), typed)
    await person(at, 'U0SEC').submits(old, { autonomy: { autonomy: 'closed' } })
    expect(JSON.stringify(old.errors)).toContain('Somebody changed the rules')
    expect((await rulesNow(at.house())).book.rules).toMatchObject([{ autonomy: 'two-person' }])
  })

  test('opens from a card, by who may set it', async () => {
    const at = await openPlay(way)
    const draft = await held(at)
    await presses(at, 'U0ADA', await cardOf(at, 'U0ADA', draft), 'why')
    expect((await pageOf(at, 'U0ADA')).view.submit).toBeUndefined()
    const direct = at.acme.slack.town.channels.get((await cardOf(at, 'U0ADA', draft)).channel)
    direct?.members.add('U0SEC')
    at.acme.slack.group('T0ACME', 'countersign-moderators', ['U0MIA', 'U0SEC'])
    await at.wait(60_000)
    await presses(at, 'U0SEC', await cardOf(at, 'U0ADA', draft), 'why')
    await person(at, 'U0SEC').submits(await pageOf(at, 'U0SEC'))
    expect(await page(at, 'U0SEC')).toContain('Rule for #help')
  })
})

describe.each(ways)('the menu of a message, over %s', (way) => {
  test('asks an agent in the thread of that message, as the one who picked it', async () => {
    const at = await openPlay(way)
    const said = await person(at, 'U0BO').says('C0HELP', 'why is staging slow?')
    await person(at, 'U0ADA').messageShortcut(said, 'cs:ask')
    const form = await pageOf(at, 'U0ADA')
    const [, agent = ''] = /"value":"(a_[^"]+)"/.exec(JSON.stringify(form.view)) ?? []
    await person(at, 'U0ADA').submits(form, { agent: { agent }, words: { words: 'look into this' } })
    const [, id = ''] = /(inv_[0-9A-Z]+)/.exec(await page(at, 'U0ADA')) ?? []
    const { seen } = await at.house().record.look({ invocation: { kind: 'invocation', id } })
    expect(seen.invocation?.is).toMatchObject({
      invoker: { name: 'Ada' },
      asked: 'look into this',
      destination: { channel: 'C0HELP', thread: said.ts },
    })
    // The same form once more, as Slack might send it, asks nobody again.
    expect(await asked(at)).toBe(1)
  })

  test('reports, recalls or asks anew about a post of ours, each as they may', async () => {
    const at = await openPlay(way)
    const post = await published(at)
    await person(at, 'U0BO').messageShortcut(post, 'cs:about')
    const offered = await pageOf(at, 'U0BO')
    expect(JSON.stringify(offered.view)).not.toContain('Recall it')
    await person(at, 'U0BO').submits(offered, { pick: { pick: 'report' } })
    await person(at, 'U0BO').submits(offered, { complaint: { complaint: 'wrong' } })
    expect(await count(at, 'reported')).toBe(1)

    await person(at, 'U0BO').messageShortcut(post, 'cs:about')
    const again = await pageOf(at, 'U0BO')
    await person(at, 'U0BO').submits(again, { pick: { pick: 'again' } })
    expect(JSON.stringify(again.view)).toContain('Ask an agent')

    await person(at, 'U0ADA').messageShortcut(post, 'cs:about')
    const mine = await pageOf(at, 'U0ADA')
    await person(at, 'U0ADA').submits(mine, { pick: { pick: 'recall' } })
    await person(at, 'U0ADA').submits(mine, { reason: { reason: 'the hours have changed' } })
    await at.acme.slack.until(() => post.now.text.includes('the hours have changed'))
    await person(at, 'U0ADA').messageShortcut(post, 'cs:about')
    expect(await page(at, 'U0ADA')).toContain('no AI post of ours')
  })

  test('gives no right by a choice that nobody was offered', async () => {
    const at = await openPlay(way)
    const post = await published(at)
    await person(at, 'U0BO').messageShortcut(post, 'cs:about')
    const offered = await pageOf(at, 'U0BO')
    const drawn = JSON.stringify(offered.view)
    expect(drawn).toContain('"value":"again"')
    offered.view = JSON.parse(drawn.replace('"value":"again"', '"value":"recall"'))
    await person(at, 'U0BO').submits(offered, { pick: { pick: 'recall' } })
    expect(JSON.stringify(offered.errors)).toContain('out of date')
    expect(JSON.stringify(offered.view)).not.toContain('Recall this post')
    expect(await count(at, 'recalled')).toBe(0)
  })

  test('gives no right by a message that somebody made up', async () => {
    const at = await openPlay(way)
    const post = await published(at)
    const value = /"value":"(p_[^"|]+)\|report"/.exec(JSON.stringify(post.now.blocks))?.[1]
    const other = await person(at, 'U0BO').says('C0HELP', 'look')
    other.now = {
      ...other.now,
      blocks: [
        {
          type: 'actions',
          block_id: 'b',
          elements: [
            { type: 'button', action_id: 'x', text: { type: 'plain_text', text: 'x' }, value: `${value}|recall` },
          ],
        },
      ],
    }
    await person(at, 'U0BO').messageShortcut(other, 'cs:about')
    const offered = await pageOf(at, 'U0BO')
    expect(JSON.stringify(offered.view)).not.toContain('Recall it')
    await person(at, 'U0MIA').messageShortcut(await person(at, 'U0BO').says('C0HELP', 'plain'), 'cs:about')
    expect(await page(at, 'U0MIA')).toContain('no AI post of ours')
  })
})

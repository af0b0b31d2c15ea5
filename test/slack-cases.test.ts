// Cases by their names, on Slack from end to end: what an agent or two people in a hurry try, and what readers get.

import { afterEach, describe, expect, test } from 'vitest'
import { connect } from '../adapters/slack/client.ts'
import { openPeople } from '../adapters/slack/people.ts'
import type { Agent } from '../src/agent/agent.ts'
import { tokenOf as agentTokenOf, spellToken } from '../src/agent/token.ts'
import { nothingDisclosed } from '../src/draft/disclosure.ts'
import type { Intent } from '../src/draft/intent.ts'
import { agentStep } from '../src/gateway/agent-step.ts'
import { commit } from '../src/gateway/commit.ts'
import { askColleague } from '../src/gateway/decision.ts'
import { submit } from '../src/gateway/intake.ts'
import { tellReaders } from '../src/gateway/recall-told.ts'
import { setRules } from '../src/gateway/ruling.ts'
import { agentId, type DraftId, draftId, type InvocationId, sure } from '../src/id.ts'
import type { Json } from '../src/json.ts'
import type { Destination } from '../src/place.ts'
import { isRefusal } from '../src/refusal.ts'
import { hour, minute } from '../src/time.ts'
import { openAcme } from './fakes/slack/acme.ts'
import { tokenOf } from './fakes/slack/oauth.ts'
import type { Message } from './fakes/slack/town.ts'
import { type SlackTheatre, secret } from './journeys/slack.ts'
import { framedRuns } from './slack-lint.ts'
import {
  cardOf,
  cardsOf,
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
} from './slack-scene.ts'

afterEach(closePlays)

const json = (value: object): Json => JSON.parse(JSON.stringify(value))
/** Whatever it takes: everything ticked, time to read, and a second person. */
async function publish(at: SlackTheatre, draft: DraftId): Promise<Message> {
  const approve = async (who: 'asker' | 'colleague') => {
    const { revision, screened } = await at.until(draft, 'pending')
    const shown = { revision: revision.number, fingerprint: screened.fingerprint.slice(0, 8) }
    const ticked = revision.disclosure.assumptions.map((_, index) => index)
    await at.wait(2 * minute)
    return at.click(who, draft, { do: 'approve', shown, ticked, did: 'read' })
  }
  await approve('asker')
  if ((await stateOf(at, draft)).state === 'pending') await approve('colleague')
  await at.until(draft, 'published')
  const found = () =>
    at.acme.slack.truth.findLast((one) => one.channel === 'C0HELP' && one.now.text.includes('AI draft'))
  await at.acme.slack.until(() => found() !== undefined)
  const post = found()
  if (post === undefined) throw new Error('nothing is published')
  return post
}
async function submitTo(
  at: SlackTheatre,
  destination: Destination,
  more: { invocation?: InvocationId; by?: string; key?: string; text?: string; intent?: Intent } = {},
) {
  const { invocation, by = secret, key = 'k', text = 'Ask the release team.', intent } = more
  const submission = {
    destination,
    intent: intent ?? { intent: 'post' },
    content: { text, tags: [] },
    disclosure: nothingDisclosed,
    run: {},
    ...(invocation === undefined ? {} : { invocation }),
  } as const
  return submit(at.house(), by, submission, key)
}
const help: Destination = { platform: 'slack', workspace: 'T0ACME', channel: 'C0HELP' }
const elements = (blocks: readonly unknown[], type: string): readonly { text?: string; url?: string }[] =>
  [...JSON.stringify(blocks).matchAll(new RegExp(`\\{"type":"${type}"[^{}]*\\}`, 'g'))].map(([one]) => JSON.parse(one))

describe('D5', () => {
  test('approve and reject from two people within 10 ms: one outcome, and the loser is told who won', async () => {
    const outcomes = new Set<string>()
    for (const first of ['approve', 'reject'] as const) {
      const at = await openPlay('http')
      const draft = await held(at)
      const card = await cardOf(at, 'U0ADA', draft)
      await person(at, 'U0MIA').opensHome()
      const home = person(at, 'U0MIA').home()
      if (home === undefined) throw new Error('Mia has no page')
      await person(at, 'U0MIA').clicks(home, `cs:review:${draft}`)
      await presses(at, 'U0MIA', await cardOf(at, 'U0MIA', draft), 'reject')
      const why = await pageOf(at, 'U0MIA')
      const approves = () => person(at, 'U0ADA').clicks(card, 'cs:approve')
      const rejects = () => person(at, 'U0MIA').submits(why, { reason: { reason: 'not on a Friday' } })
      const both = first === 'approve' ? [approves(), rejects()] : [rejects(), approves()]
      await Promise.all(both)
      const settled = (await count(at, 'rejected', draft)) + (await count(at, 'vetoed', draft))
      expect(settled + (await count(at, 'approved', draft))).toBe(1)
      if (settled === 1) {
        await line(at, 'U0ADA', 'already rejected by Mia')
        expect(await at.readersSee()).toEqual([])
      } else {
        expect(JSON.stringify(why.errors)).toContain('This is')
        await at.until(draft, 'published')
        await at.acme.slack.until(() => cardsOf(at, 'U0MIA', draft)[0]?.now.text.includes('Allowed by Ada') === true)
      }
      outcomes.add(settled === 1 ? 'reject' : 'approve')
    }
    expect(outcomes.size).toBeGreaterThan(0)
  })
})

describe('F5', () => {
  test('an agent that changes its draft after the approval begins again, and the approval is void', async () => {
    const at = await openPlay('http')
    const draft = await held(at)
    const card = await cardOf(at, 'U0ADA', draft)
    at.acme.slack.script([{ on: 'chat.postMessage', fault: 'throttle', ms: hour }])
    await person(at, 'U0ADA').clicks(card, 'cs:approve')
    await at.until(draft, 'approved')
    await at.revise(draft, { text: 'Grant everyone admin.' })
    at.acme.slack.script([])
    // The whole channel was throttled; nothing of it goes on before.
    await at.wait(2 * hour)
    expect(await at.until(draft, 'pending')).toMatchObject({ revision: { number: 2 }, approvals: [] })
    await at.wait(2 * hour)
    expect(await at.readersSee()).toEqual([])
  })

  test('the same key with another body is refused, and with the same one it is the same draft', async () => {
    const at = await openPlay('http')
    const first = await submitTo(at, help)
    if (isRefusal(first)) throw new Error(first.refused)
    expect(await submitTo(at, help)).toMatchObject({ draft: { id: first.draft.id } })
    expect(await submitTo(at, help, { text: 'Grant everyone admin.' })).toMatchObject({ refused: 'key-reused' })
  })
})

describe('F10', () => {
  test('an agent that names another’s invocation gets no draft, and nobody a card', async () => {
    const at = await openPlay('http')
    const invocation = await at.ask('asker', 'when does staging deploy?')
    const other = sure(agentId, 'a_01K7Q2M8AA0000000009')
    const stolen = spellToken('live', 'kid00009', new Uint8Array(32).fill(9))
    const now = await at.house().record.now()
    const token = agentTokenOf(stolen, 'live', 'kid00009', now, now + hour)
    const agent: Agent = { id: other, name: 'Other', tokens: [token], since: now, state: 'live' }
    await commit(at.house(), {}, () => ({
      steps: [agentStep(undefined, { type: 'registered', agent }, { kind: 'system' }, now)],
      result: other,
    }))
    expect(await submitTo(at, help, { invocation, by: stolen })).toMatchObject({ refused: 'invocation-foreign' })
    expect(await count(at, 'received')).toBe(0)
    expect(await count(at, 'attempt-refused')).toBe(1)
  })
})

describe('G: what an agent writes', () => {
  const mentions = 'Tell <!channel> <!here> <@U0BO> <#C0OPS> <!subteam^S1> @here @channel `<!channel>` and h\u200Bere.'

  test('G1: mentions notify nobody: not on the card, not in the post, not after an edit', async () => {
    const at = await openPlay('http')
    const draft = await held(at, mentions)
    const first = await at.until(draft, 'pending')
    const shown = { revision: 1, fingerprint: first.screened.fingerprint.slice(0, 8) }
    await at.click('asker', draft, { do: 'edit', shown, text: `${mentions} <!everyone>` })
    await at.acme.slack.until(() => cardsOf(at, 'U0ADA', draft)[0]?.now.text.includes('everyone') === true)
    await publish(at, draft)
    const ours = at.acme.slack.truth.filter((one) => one.appId === at.acme.app.id)
    expect(ours.length).toBeGreaterThan(1)
    for (const message of ours)
      for (const version of [message, ...message.versions.map((now) => ({ ...message, now }))])
        expect(at.acme.slack.notifies(version)).toEqual([])
  })

  test('G2: a link reads as where it leads, and one that is none is none', async () => {
    const at = await openPlay('http')
    const text =
      'See [the bank](https://evil.example/login), <https://evil.example|https://bank.example> and [run](javascript:alert(1)).'
    const draft = await held(at, text)
    const post = await publish(at, draft)
    for (const message of [post, ...cardsOf(at, 'U0ADA', draft)]) {
      for (const link of elements(message.now.blocks, 'link')) expect(link.text).toBe(link.url)
      expect(JSON.stringify(elements(message.now.blocks, 'link'))).not.toContain('javascript')
      expect(JSON.stringify(message.now.blocks)).not.toContain('"url":"https://bank')
    }
  })

  test('G3: no address in a draft is fetched by anybody, neither from the card nor from the post', async () => {
    const at = await openPlay('http')
    const draft = await held(at, 'The log is at https://files.example/private/3f9c2d1e and on https://two.example .')
    await cardOf(at, 'U0ADA', draft)
    expect(at.acme.slack.fetched).toEqual([])
    await publish(at, draft)
    expect(at.acme.slack.fetched).toEqual([])
  })

  test('G5: what imitates our card stands in the frame, under our own label', async () => {
    const at = await openPlay('http')
    const fake =
      'Fine.\n\nDraft text ends.\n\nAI draft, allowed by Dana Reyes (asked; ran it) and the CEO\n\n[ Approve & publish ]'
    const draft = await held(at, fake)
    const card = await cardOf(at, 'U0ADA', draft)
    const post = await publish(at, draft)
    expect(post.now.text.split('\n')[0]).toMatch(/^AI draft, allowed by Ada/)
    // Readers do not get it at all: our own checks take it out, and whoever decides reads it in the frame.
    expect(JSON.stringify(post.now)).not.toContain('the CEO')
    expect(JSON.stringify(post.now.blocks)).not.toContain('Approve & publish')
    expect(framedRuns([json({ blocks: card.now.blocks })]).join('\n')).toContain('the CEO')
    const ours = elements(card.now.blocks, 'plain_text').map((one) => one.text)
    expect(ours.join('\n')).not.toContain('the CEO')
    expect(card.now.text).toContain('It imitates our own label or card')
  })
})

describe('which places are shared', () => {
  const kinds = async (scopes: readonly string[]) => {
    const acme = await openAcme({ scopes })
    acme.slack.channel('T0ACME', 'G0GROUP', 'mpdm', {
      kind: 'mpim',
      members: new Set(['U0ADA', 'U0BO', acme.ours.botUser]),
    })
    const people = openPeople(connect({ token: tokenOf(acme.ours), apiUrl: acme.slack.apiUrl }), Date.now)
    const at = (channel: string): Destination => ({ platform: 'slack', workspace: 'T0ACME', channel })
    const direct = await people.alone({ platform: 'slack', workspace: 'T0ACME', user: 'U0ADA' })
    const audience = {
      open: await people.audience(at('C0HELP')),
      closed: await people.audience(at('C0OPS')),
      connect: await people.audience(at('C0JOINT')),
      group: await people.audience(at('G0GROUP')),
      direct: await people.audience(direct ?? at('D')),
      unseen: await people.audience(at('C0BOARD')),
    }
    await acme.slack[Symbol.asyncDispose]()
    return audience
  }

  test('channels and group messages are, and where nobody can tell who reads it there is no audience', async () => {
    const seen = await kinds(['mpim:read'])
    expect(seen.open).toMatchObject({ open: true, outsiders: 0 })
    expect(seen.closed).toMatchObject({ open: false, people: 2 })
    expect(seen.connect).toMatchObject({ outsiders: 1 })
    expect(seen.group).toMatchObject({ open: false, people: 2 })
    expect(seen.direct).toBeUndefined()
    expect(seen.unseen).toBeUndefined()
    expect((await kinds([])).group).toBeUndefined()
  })

  test('an agent’s post to direct messages, to an unseen channel or as a file is refused, and readers get nothing', async () => {
    const at = await openPlay('http')
    const direct = (await person(at, 'U0ADA').whispers('hello')).channel
    at.acme.slack.channel('T0ACME', 'G0GROUP', 'mpdm', {
      kind: 'mpim',
      members: new Set(['U0ADA', 'U0BO', at.acme.ours.botUser]),
    })
    for (const channel of [direct, 'G0GROUP', 'C0BOARD', 'C0NOWHERE']) {
      const taken = await submitTo(at, { ...help, channel }, { key: channel })
      if (isRefusal(taken)) throw new Error(taken.refused)
      expect(await at.until(sure(draftId, taken.draft.id), 'refused')).toMatchObject({ why: 'unknown-place' })
    }
    expect(await submitTo(at, help, { key: 'file', intent: { intent: 'upload', files: [] } })).toMatchObject({
      refused: 'intent-not-carried',
    })
    expect(at.acme.slack.truth.filter((one) => one.appId === at.acme.app.id && one.onlyFor === undefined)).toEqual([])
  })
})

describe('asking a colleague to decide', () => {
  const hand = async (at: SlackTheatre, draft: DraftId, to: string) => {
    await presses(at, 'U0ADA', await cardOf(at, 'U0ADA', draft), 'hand')
    const page = await pageOf(at, 'U0ADA')
    await person(at, 'U0ADA').submits(page, { to: { to } })
    return page
  }

  test('gives them the card and the decision, and the one who asked sees it', async () => {
    const at = await openPlay('http')
    const draft = await held(at)
    await hand(at, draft, 'U0BO')
    expect(await stateOf(at, draft)).toMatchObject({ colleague: { to: { name: 'Bo' }, by: { name: 'Ada' } } })
    expect(await count(at, 'colleague-asked', draft)).toBe(1)
    await at.acme.slack.until(
      () => cardsOf(at, 'U0ADA', draft)[0]?.now.text.includes('May decide instead: Bo, asked by Ada') === true,
    )
    await person(at, 'U0BO').clicks(await cardOf(at, 'U0BO', draft), 'cs:approve')
    await at.until(draft, 'published')
    expect((await at.readersSee()).join()).toContain('allowed by Bo')
  })

  test('still takes a second person for high risk, who is neither of the two', async () => {
    const at = await openPlay('http')
    const draft = await held(at, 'Loosen the access control lists on atlas so that everyone can read it.', [])
    await hand(at, draft, 'U0BO')
    const { screened } = await at.until(draft, 'pending')
    const shown = { revision: 1, fingerprint: screened.fingerprint.slice(0, 8) }
    const approve = { do: 'approve', shown, ticked: [], did: 'read' } as const
    await at.wait(2 * minute)
    expect(await at.click('colleague', draft, approve)).toMatchObject({ state: 'pending' })
    await at.wait(2 * minute)
    expect(await at.click('asker', draft, approve)).toMatchObject({ refused: 'not-yours' })
    expect(await at.click('colleague', draft, approve)).toMatchObject({ refused: 'already-approved' })
    expect(await at.click('moderator', draft, approve)).toMatchObject({ state: 'approved' })
  })

  test('is refused for oneself, a guest, a bot, somebody from outside or not in the channel', async () => {
    const at = await openPlay('http')
    const draft = await held(at)
    at.acme.slack.town.channels.get('C0HELP')?.members.add('U0XIA')
    for (const user of ['U0ADA', 'U0GUS', at.acme.agents.botUser, 'U0XIA', 'U0DEX'])
      expect(JSON.stringify((await hand(at, draft, user)).errors)).toContain('Name somebody else')
    await person(at, 'U0BO').leaves('C0HELP')
    expect(JSON.stringify((await hand(at, draft, 'U0BO')).errors)).toContain('Name somebody else')
    expect(await stateOf(at, draft)).not.toHaveProperty('colleague')
  })

  test('tells one who is asked no more what has happened, whatever they still have before them', async () => {
    const at = await openPlay('http')
    const draft = await held(at, 'Loosen the access control lists on atlas so that everyone can read it.', [])
    const { screened } = await at.until(draft, 'pending')
    const shown = { revision: 1, fingerprint: screened.fingerprint.slice(0, 8) }
    /** The card as it was, on a screen that was not drawn anew. */
    const asItWas = async (user: string) => {
      const card = await cardOf(at, user, draft)
      return { ...card, now: card.now }
    }
    await hand(at, draft, 'U0BO')
    const handed = await asItWas('U0BO')
    await hand(at, draft, 'U0MIA')
    await at.acme.slack.until(() => cardsOf(at, 'U0BO', draft)[0]?.now.text.includes('decide instead: Mia') === true)
    await person(at, 'U0BO').clicks(handed, 'cs:approve')
    await line(at, 'U0BO', 'You are not asked about this draft any more: it waits for Ada or Mia now. Nothing changed.')
    await at.wait(2 * minute)
    await at.click('asker', draft, { do: 'approve', shown, ticked: [], did: 'read' })
    await at.acme.slack.until(() => cardsOf(at, 'U0BO', draft)[0]?.now.text.includes('Second review') === true)
    const second = await asItWas('U0BO')
    await at.click('asker', draft, { do: 'retract' })
    await person(at, 'U0BO').clicks(second, 'cs:approve')
    await line(at, 'U0BO', 'any more: an approval was taken back, so it waits for Ada or Mia again.')
    await at.click('asker', draft, { do: 'reject', reason: 'no' })
    await person(at, 'U0BO').clicks(second, 'cs:approve')
    await line(at, 'U0BO', 'This is already rejected by Ada')
    // Who never had a card is told of none.
    await person(at, 'U0GUS').types(`/countersign approve ${draft} r1 ${shown.fingerprint}`, 'C0HELP')
    expect(linesOf(at, 'U0GUS').join()).not.toContain('Ada')
  })

  test('puts nobody in for a group that the rule names', async () => {
    const at = await openPlay('http')
    const asks = { role: 'moderator' } as const
    const rule = {
      name: 'moderated',
      platform: 'slack',
      channel: 'C0HELP',
      autonomy: 'draft',
      expiresAfterMs: hour,
      first: { from: [asks], count: 1 },
    } as const
    await setRules(at.house(), 'admin-token', [rule], 0)
    const draft = await held(at)
    await at.until(draft, 'pending')
    const card = await at.card('asker', draft)
    expect(JSON.stringify(card)).not.toContain('Ask a colleague')
    const [asker, colleague] = ['U0ADA', 'U0BO'].map(
      (user) => ({ platform: 'slack', workspace: 'T0ACME', user }) as const,
    )
    if (asker === undefined || colleague === undefined) throw new Error('nobody is there')
    expect(await askColleague(at.house(), asker, draft, colleague)).toMatchObject({ refused: 'not-yours' })
  })
})

describe('a recall', () => {
  test('tells everybody who opened or reported the post, once and in private, and nobody else', async () => {
    const at = await openPlay('http')
    const draft = await held(at)
    await publish(at, draft)
    const { post } = await at.until(draft, 'published')
    await at.touch('colleague', post, { do: 'report', complaint: 'wrong', words: '' })
    await at.touch('asker', post, { do: 'recall', reason: 'the hours have changed' })
    const told = (user: string) =>
      person(at, user)
        .reads()
        .filter((one) => one.channel.startsWith('D') && one.now.text.includes('Do not follow the answer'))
    await at.acme.slack.until(() => told('U0BO').length > 0)
    expect(told('U0BO')[0]?.now.text).toContain('the hours have changed')
    await expect.poll(async () => (await at.house().record.copies(`told:${post}`)).length).toBe(1)
    await tellReaders(at.house(), post)
    expect(told('U0BO')).toHaveLength(1)
    for (const user of ['U0ADA', 'U0MIA', 'U0SEC', 'U0GUS']) expect(told(user)).toEqual([])
  })
})

// What an agent that was asked on Slack gets to read of the thread: asked of a Slack that keeps the truth.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { slackChannel } from '../adapters/slack/channel.ts'
import { connect } from '../adapters/slack/client.ts'
import { openPeople } from '../adapters/slack/people.ts'
import type { Channel, Context } from '../src/port/channel.ts'
import { type Acme, openAcme, readerScopes } from './fakes/slack/acme.ts'
import { tokenOf } from './fakes/slack/oauth.ts'

const at = (channel: string, thread?: string) => ({
  platform: 'slack' as const,
  workspace: 'T0ACME',
  channel,
  ...(thread === undefined ? {} : { thread }),
})
let acme: Acme
let channel: Channel
let clock = 0

async function open(scopes: readonly string[]): Promise<void> {
  clock = 1_792_490_000_000
  acme = await openAcme({ now: () => clock, scopes, pace: { answerMs: 1000, retryMs: [] } })
  const slack = connect({ token: tokenOf(acme.ours), apiUrl: acme.slack.apiUrl, timeoutMs: 700 })
  channel = slackChannel({ slack, people: openPeople(slack, () => clock), now: () => clock })
}
beforeEach(() => open(readerScopes))
afterEach(() => acme.slack[Symbol.asyncDispose]())

const read = async (of: ReturnType<typeof at>, limit = 30) => channel.context?.(of, limit)
const words = (context: Context | undefined) =>
  context?.context === 'read'
    ? context.said.map((one) => `${one.account?.user ?? 'bot'}: ${one.text}`)
    : context?.context

describe('the thread in which an agent was asked', () => {
  test('is read from its first message on, and nothing of other threads', async () => {
    const ada = acme.slack.person('U0ADA')
    const first = await ada.says('C0HELP', 'Why does staging lag?')
    await ada.says('C0HELP', 'Something else')
    await acme.slack.person('U0BO').says('C0HELP', 'Since <@U0ADA> changed the role', first.ts)
    const context = await read(at('C0HELP', first.ts))
    expect(words(context)).toEqual(['U0ADA: Why does staging lag?', 'U0BO: Since <@U0ADA> changed the role'])
    expect(context).toMatchObject({
      more: false,
      said: [{}, { mentions: [{ as: '<@U0ADA>', account: { workspace: 'T0ACME', user: 'U0ADA' } }] }],
    })
  })

  test('that is long ends with the newest, and says that there was more', async () => {
    const ada = acme.slack.person('U0ADA')
    const first = await ada.says('C0HELP', 'first')
    for (let count = 0; count < 8; count++) await ada.says('C0HELP', `line ${count}`, first.ts)
    const context = await read(at('C0HELP', first.ts), 3)
    expect(words(context)).toEqual(['U0ADA: line 5', 'U0ADA: line 6', 'U0ADA: line 7'])
    expect(context).toMatchObject({ more: true })
  })

  test('holds no line that was for one person’s eyes, and names no bot as a person', async () => {
    const first = await acme.slack.person('U0ADA').says('C0HELP', 'Who can help?')
    const slack = connect({ token: tokenOf(acme.ours), apiUrl: acme.slack.apiUrl })
    await slack.once('chat.postEphemeral', {
      channel: 'C0HELP',
      user: 'U0ADA',
      text: 'for Ada alone',
      thread_ts: first.ts,
    })
    await slack.once('chat.postMessage', { channel: 'C0HELP', text: 'a bot speaks', thread_ts: first.ts })
    expect(words(await read(at('C0HELP', first.ts)))).toEqual(['U0ADA: Who can help?', 'bot: a bot speaks'])
  })

  test('without one, is the latest of the channel, oldest first', async () => {
    for (const line of ['one', 'two', 'three']) await acme.slack.person('U0BO').says('C0HELP', line)
    expect(words(await read(at('C0HELP'), 2))).toEqual(['U0BO: two', 'U0BO: three'])
    expect(await read(at('C0HELP'), 2)).toMatchObject({ more: true })
  })

  test('is not to be had where we are not, nor without the permission to read', async () => {
    expect(await read(at('C0BOARD'))).toEqual({ context: 'withheld' })
    expect(await read({ ...at('C0HELP'), workspace: 'T0PART' })).toEqual({ context: 'withheld' })
    await acme.slack[Symbol.asyncDispose]()
    await open([])
    expect(await read(at('C0HELP'))).toEqual({ context: 'withheld' })
  })

  test('waits as long as Slack asks us to', async () => {
    const first = await acme.slack.person('U0ADA').says('C0HELP', 'Why?')
    acme.slack.script([{ on: 'conversations.replies', nth: 1, fault: 'throttle', ms: 30_000 }])
    expect(await read(at('C0HELP', first.ts))).toEqual({ context: 'later', afterMs: 30_000 })
    expect(words(await read(at('C0HELP', first.ts)))).toEqual(['U0ADA: Why?'])
  })
})

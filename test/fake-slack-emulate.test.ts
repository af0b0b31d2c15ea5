// The fake Slack beside an emulator that others wrote: the same request to both, and answers of the same shape. Where the
// two differ, the difference is listed here and why ours stands.

import { createEmulator, type Emulator } from 'emulate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Json } from '../src/json.ts'
import { type Acme, openAcme, readerScopes } from './fakes/slack/acme.ts'
import { isList, isThing, parsed, type Thing } from './fakes/slack/form.ts'
import { tokenOf } from './fakes/slack/oauth.ts'

/** One of the two: where it is, the tokens of its app with and without the right to write, and its ids. */
type Side = {
  readonly url: string
  readonly token: string
  readonly reader: string
  readonly channel: string
  readonly user: string
}
type Case = {
  readonly method: string
  readonly what: string
  readonly by?: 'reader'
  /** Of a message that the app posted just before. */
  values(side: Side, ts: string): Thing
}

let acme: Acme
let emulator: Emulator
let ours: Side
let theirs: Side

beforeAll(async () => {
  acme = await openAcme({ scopes: readerScopes })
  const reading = acme.slack.app({ name: 'Reader', scopes: ['users:read'] })
  const reader = tokenOf(acme.slack.install(reading, 'T0ACME'))
  ours = { url: acme.slack.url, token: tokenOf(acme.ours), reader, channel: 'C0HELP', user: 'U0ADA' }
  emulator = await createEmulator({
    service: 'slack',
    port: 0,
    seed: {
      slack: {
        strict_scopes: true,
        team: { name: 'Acme', domain: 'acme' },
        users: [{ name: 'ada', real_name: 'Ada' }, { name: 'app' }],
        channels: [{ name: 'help' }],
        tokens: [
          { token: 'xoxb-app', user: 'app', scopes: [...acme.app.scopes] },
          { token: 'xoxb-reader', user: 'app', scopes: ['users:read'] },
        ],
      },
    },
  })
  const empty = { url: emulator.url, token: 'xoxb-app', reader: 'xoxb-reader', channel: '', user: '' }
  const idOf = async (method: string, list: string, name: string): Promise<string> => {
    const found = (await call(empty, method, {}))[list]
    const one = isList(found) ? found.filter(isThing).find((each) => each.name === name) : undefined
    return String(one?.id)
  }
  const channel = await idOf('conversations.list', 'channels', 'help')
  theirs = { ...empty, channel, user: await idOf('users.list', 'members', 'ada') }
})
afterAll(async () => {
  await emulator.close()
  await acme.slack[Symbol.asyncDispose]()
})

/** As @slack/web-api sends it: a form, with the token in the header. */
async function call(side: Side, method: string, values: Thing, token = side.token): Promise<Thing> {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(values)) form.set(name, String(value))
  const response = await fetch(`${side.url}/api/${method}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/x-www-form-urlencoded' },
    body: form.toString(),
  })
  const answer = parsed(await response.text())
  if (response.status !== 200 || !isThing(answer)) throw new Error(`calling ${method}: ${response.status}`)
  return answer
}

const says = ({ channel }: Side): Thing => ({ channel, text: 'words' })
const cases: readonly Case[] = [
  { method: 'auth.test', what: 'whose token it is', values: () => ({}) },
  { method: 'chat.postMessage', what: 'a message', values: says },
  { method: 'chat.postMessage', what: 'a reply', values: (side, ts) => ({ ...says(side), thread_ts: ts }) },
  { method: 'chat.postMessage', what: 'no words', values: ({ channel }) => ({ channel }) },
  {
    method: 'chat.postMessage',
    what: 'a place that does not exist',
    values: () => ({ channel: 'C0NONE', text: 'words' }),
  },
  { method: 'chat.postMessage', what: 'no place', values: () => ({ text: 'words' }) },
  { method: 'chat.postMessage', what: 'a token that may not write', values: says, by: 'reader' },
  {
    method: 'chat.postMessage',
    what: 'far too many words',
    values: ({ channel }) => ({ channel, text: 'x'.repeat(40_001) }),
  },
  {
    method: 'chat.postEphemeral',
    what: 'a note to one person',
    values: (side) => ({ ...says(side), user: side.user }),
  },
  { method: 'chat.postEphemeral', what: 'a note to nobody', values: (side) => ({ ...says(side), user: 'U0NONE' }) },
  { method: 'chat.update', what: 'a changed message', values: (side, ts) => ({ ...says(side), ts }) },
  { method: 'chat.update', what: 'a message that does not exist', values: (side) => ({ ...says(side), ts: '1.1' }) },
  { method: 'conversations.info', what: 'a channel', values: ({ channel }) => ({ channel }) },
  { method: 'conversations.info', what: 'a channel that does not exist', values: () => ({ channel: 'C0NONE' }) },
  { method: 'conversations.history', what: 'what was said', values: ({ channel }) => ({ channel, limit: 1 }) },
  { method: 'conversations.history', what: 'what was said nowhere', values: () => ({ channel: 'C0NONE' }) },
  { method: 'users.info', what: 'a person', values: ({ user }) => ({ user }) },
  { method: 'users.info', what: 'a person who does not exist', values: () => ({ user: 'U0NONE' }) },
  { method: 'chat.delete', what: 'a message taken away', values: ({ channel }, ts) => ({ channel, ts }) },
  { method: 'chat.delete', what: 'a message that is not there', values: ({ channel }) => ({ channel, ts: '1.1' }) },
]

/** What the emulator says and ours does not. */
const onlyTheirs: Readonly<Record<string, string>> = {
  'channel.is_open': 'Slack says it of direct messages only',
  'channel.last_read': 'Slack says it to the token of a person only',
  'channel.num_members': 'Slack says it when asked by include_num_members',
  'user.profile.': 'the parts of a profile that nothing here reads',
  'response_metadata.messages': 'a sentence beside the warning',
}

describe('the same request to the fake and to the emulator', () => {
  test.each(cases)('$method: $what', async ({ method, values, by }) => {
    const answers = await Promise.all(
      [ours, theirs].map(async (side) => {
        const before = await call(side, 'chat.postMessage', says(side))
        const token = by === undefined ? side.token : side.reader
        return call(side, method, values(side, String(before.ts)), token)
      }),
    )
    const [our, their] = answers
    if (our === undefined || their === undefined) throw new Error(`calling ${method}: an answer is missing`)
    expect([our.ok, our.error, our.needed, our.warning]).toEqual([their.ok, their.error, their.needed, their.warning])
    const known = new Set(shapeOf(our))
    const exceptions = Object.keys(onlyTheirs)
    expect(
      shapeOf(their).filter((path) => !known.has(path) && !exceptions.some((one) => path.startsWith(one))),
    ).toEqual([])
  })

  test('at least six methods are compared', () => {
    expect(new Set(cases.map(({ method }) => method)).size).toBeGreaterThanOrEqual(6)
  })
})

/** Every path of an answer with the kind of value there: `message.ts: string`. */
function shapeOf(value: Json | undefined, path = ''): string[] {
  if (isList(value)) return value.length === 0 ? [`${path}: list`] : shapeOf(value[0], `${path}[]`)
  if (!isThing(value)) return [`${path}: ${value === null ? 'null' : typeof value}`]
  return Object.entries(value).flatMap(([key, one]) => shapeOf(one, path === '' ? key : `${path}.${key}`))
}

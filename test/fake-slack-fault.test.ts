// Every fault of the script, met by the real client of Slack: what the client says, and what was really posted. Also the
// fact that made us publish through a client without retries.

import { LogLevel, retryPolicies, WebClient, type WebClientOptions } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Acme, openAcme, readerScopes } from './fakes/slack/acme.ts'
import { tokenOf } from './fakes/slack/oauth.ts'

const words = { channel: 'C0HELP', text: 'Staging deploys run at 09:00.' }

function clientOf(acme: Acme, options: WebClientOptions = {}): WebClient {
  return new WebClient(tokenOf(acme.ours), { slackApiUrl: acme.slack.apiUrl, logLevel: LogLevel.ERROR, ...options })
}

describe('a client with the retries it comes with', () => {
  // The first waits as long as the client really does; the others keep its rule and hurry.
  const hurried = { retryConfig: { ...retryPolicies.tenRetriesInAboutThirtyMinutes, minTimeout: 10, factor: 1 } }
  test.concurrent.each([
    ['answers 500', { fault: 'error-after-accept' }, {}],
    ['drops the connection', { fault: 'accept-then-drop' }, hurried],
    [
      'says nothing until the client gives up',
      { fault: 'accept-then-drop', ms: 30_000 },
      { ...hurried, timeout: 2000 },
    ],
  ] as const)(
    'posts four times for one call when Slack accepts and then %s three times',
    async (_how, fault, options) => {
      await using slack = (await openAcme()).slack
      const by = slack.town.installations[0]
      if (by === undefined) throw new Error('no app is installed')
      slack.script([1, 2, 3].map((nth) => ({ on: 'chat.postMessage', nth, ...fault })))
      const client = new WebClient(tokenOf(by), { slackApiUrl: slack.apiUrl, logLevel: LogLevel.ERROR, ...options })
      expect((await client.chat.postMessage(words)).ok).toBe(true)
      expect(slack.truth.map((one) => one.now.text)).toEqual([words.text, words.text, words.text, words.text])
    },
  )
})

describe('a client without retries', () => {
  let acme: Acme
  let clock = 0
  let client: WebClient
  beforeEach(async () => {
    clock = 1_792_490_000_000
    acme = await openAcme({ now: () => clock, scopes: readerScopes })
    client = clientOf(acme, { retryConfig: { retries: 0 }, rejectRateLimitedCalls: true, timeout: 20_000 })
  })
  afterEach(async () => {
    await acme.slack[Symbol.asyncDispose]()
  })
  const posted = (): string[] => acme.slack.truth.map((one) => one.now.text)
  const fate = async (of = client): Promise<unknown> =>
    of.chat.postMessage(words).then(
      (answer) => answer.ok,
      (error: unknown) => error,
    )

  test('is told of a 500, and one message was posted', async () => {
    acme.slack.script([{ on: 'chat.postMessage', fault: 'error-after-accept' }])
    expect(await fate()).toMatchObject({ code: 'slack_webapi_http_error', statusCode: 500 })
    expect(posted()).toEqual([words.text])
  })

  test('is told of a connection that ended, and one message was posted', async () => {
    acme.slack.script([{ on: 'chat.postMessage', fault: 'accept-then-drop' }])
    expect(await fate()).toMatchObject({ code: 'slack_webapi_request_error' })
    expect(posted()).toEqual([words.text])
  })

  test('gives up on a silence, and one message was posted', async () => {
    acme.slack.script([{ on: 'chat.postMessage', fault: 'accept-then-drop', ms: 30_000 }])
    expect(await fate(clientOf(acme, { retryConfig: { retries: 0 }, timeout: 1000 }))).toMatchObject({
      code: 'slack_webapi_request_error',
    })
    expect(posted()).toEqual([words.text])
  })

  test('gives up on a delay, and the message is posted after all', async () => {
    acme.slack.script([{ on: 'chat.postMessage', fault: 'delay', ms: 3000 }])
    expect(await fate(clientOf(acme, { retryConfig: { retries: 0 }, timeout: 1000 }))).toMatchObject({
      code: 'slack_webapi_request_error',
    })
    await acme.slack.until(() => acme.slack.truth.length === 1)
    expect(posted()).toEqual([words.text])
  })

  test('gets half an answer as if it were the name of an error, and one message was posted', async () => {
    acme.slack.script([{ on: 'chat.postMessage', fault: 'truncate-answer' }])
    expect(await fate()).toMatchObject({
      code: 'slack_webapi_platform_error',
      data: { ok: false, error: expect.stringMatching(/^\{"ok":true,"channel":"C0HELP"/) },
    })
    expect(posted()).toEqual([words.text])
  })

  test('is told of a fatal error, and one message was posted', async () => {
    acme.slack.script([{ on: 'chat.postMessage', fault: 'error-after-accept', why: 'fatal_error' }])
    expect(await fate()).toMatchObject({ code: 'slack_webapi_platform_error', data: { error: 'fatal_error' } })
    expect(posted()).toEqual([words.text])
  })

  test('is told of a lost connection, and nothing was posted', async () => {
    acme.slack.script([{ on: 'chat.postMessage', fault: 'drop' }])
    expect(await fate()).toMatchObject({ code: 'slack_webapi_request_error' })
    expect(posted()).toEqual([])
  })

  test('is told to come back after half a minute, and nothing was posted', async () => {
    acme.slack.script([{ on: 'chat.postMessage', nth: 1, fault: 'throttle', ms: 30_000 }])
    expect(await fate()).toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 30 })
    expect(posted()).toEqual([])
    expect(await fate()).toBe(true)
  })

  test('is throttled without a word of when, as an error without a code, and nothing was posted', async () => {
    acme.slack.script([{ on: 'chat.postMessage', fault: 'throttle' }])
    const error = await fate()
    expect(String(error)).toContain('Retry header did not contain a valid timeout')
    expect(error).not.toHaveProperty('code')
    expect(posted()).toEqual([])
  })

  test('is refused in the word of the script, and nothing was posted', async () => {
    acme.slack.script([{ on: 'chat.postMessage', fault: 'refuse', why: 'ekm_access_denied' }])
    expect(await fate()).toMatchObject({ data: { error: 'ekm_access_denied' } })
    expect(posted()).toEqual([])
  })

  test('reads in the echo that one character was changed', async () => {
    acme.slack.script([{ on: 'chat.postMessage', fault: 'alter' }])
    const answer = await client.chat.postMessage(words)
    expect(answer.message?.text).toBe('Staging deploys run at 09:00?')
    expect(posted()).toEqual(['Staging deploys run at 09:00?'])
  })

  test('reads in the echo that one character of a block was changed', async () => {
    acme.slack.script([{ on: 'chat.postMessage', fault: 'alter' }])
    const blocks = [{ type: 'section', text: { type: 'plain_text', text: 'one' } }] as const
    const answer = await client.chat.postMessage({ ...words, blocks: [...blocks] })
    expect(answer.message?.blocks).toMatchObject([{ text: { text: 'on?' } }])
    expect(posted()).toEqual([words.text])
  })

  test('finds a message in the history only when the history has caught up', async () => {
    acme.slack.script([{ on: 'chat.postMessage', fault: 'lag', ms: 20_000 }])
    const { ts } = await client.chat.postMessage(words)
    const read = async (): Promise<unknown[]> =>
      ((await client.conversations.history({ channel: 'C0HELP' })).messages ?? []).map((one) => one.ts)
    expect(await read()).toEqual([])
    clock += 20_000
    expect(await read()).toEqual([ts])
  })

  test('finds a message only at the third look when two looks are behind', async () => {
    acme.slack.script([1, 2].map((nth) => ({ on: 'conversations.history', nth, fault: 'lag' }) as const))
    const { ts } = await client.chat.postMessage(words)
    const looks: unknown[] = []
    for (let look = 1; look <= 3; look += 1)
      looks.push((await client.conversations.history({ channel: 'C0HELP' })).messages?.map((one) => one.ts))
    expect(looks).toEqual([[], [], [ts]])
  })
})

describe('the client and the fake understand each other', () => {
  test('blocks, metadata and switches arrive as they were meant, and the scopes are told', async () => {
    await using slack = (await openAcme()).slack
    const by = slack.town.installations[0]
    if (by === undefined) throw new Error('no app is installed')
    const client = new WebClient(tokenOf(by), { slackApiUrl: slack.apiUrl })
    const parent = await client.chat.postMessage({ ...words, unfurl_links: false, unfurl_media: false })
    const metadata = { event_type: 'countersign_post', event_payload: { ref: 'p1' } }
    const answer = await client.chat.postMessage({
      channel: 'C0HELP',
      text: 'https://wiki.example',
      thread_ts: parent.ts ?? '',
      unfurl_links: false,
      unfurl_media: false,
      blocks: [{ type: 'divider', block_id: 'd' }],
      metadata,
    })
    expect(answer.response_metadata?.scopes).toContain('chat:write')
    expect(slack.truth.at(-1)).toMatchObject({
      threadTs: parent.ts,
      now: { blocks: [{ type: 'divider', block_id: 'd' }], metadata },
      linksUnfurl: false,
      mediaUnfurls: false,
    })
    expect(slack.fetched).toEqual([])
  })
})

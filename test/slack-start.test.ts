// The gate as it starts beside Slack: reached over the socket and by signed requests. And what an admin pastes into Slack.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { readSettings } from '../adapters/cli/settings.ts'
import { happenings } from '../adapters/slack/happening.ts'
import { profiles, slackManifest } from '../adapters/slack/manifest.ts'
import { listen } from '../src/main.ts'
import { openAcme } from './fakes/slack/acme.ts'
import { tokenOf } from './fakes/slack/oauth.ts'

const open: (() => PromiseLike<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

describe('the gate with a token of Slack', () => {
  test.each(['socket', 'http'] as const)('is reached by %s, answers in private, and ends in order', async (by) => {
    const acme = await openAcme({ pace: { answerMs: 3000, retryMs: [] } })
    open.push(() => acme.slack[Symbol.asyncDispose]())
    const folder = await mkdtemp(join(tmpdir(), 'countersign-start-'))
    open.push(() => rm(folder, { recursive: true, force: true }))
    const { app, slack } = acme
    const said: string[] = []
    const settings = readSettings(
      {
        SLACK_BOT_TOKEN: tokenOf(acme.ours),
        SLACK_API_URL: slack.apiUrl,
        ...(by === 'socket' ? { SLACK_APP_TOKEN: app.appToken } : { SLACK_SIGNING_SECRET: app.signingSecret }),
      },
      { practice: false },
    )
    if ('wrong' in settings) throw new Error(settings.wrong.join())
    expect(settings.practice).toBe(false)
    const plan = {
      version: '0',
      data: join(folder, 'data'),
      keys: join(folder, 'keys'),
      practice: false,
      slack: settings.slack,
      log: {
        info: (what: string) => said.push(what),
        fault: (what: string, cause: unknown) => said.push(what, String(cause)),
      },
    }
    const gate = await listen(plan, { host: '127.0.0.1', port: 0 })
    open.push(() => gate[Symbol.asyncDispose]())
    if (by === 'http') {
      app.requestUrl = `${gate.url}/slack/events`
      app.socketMode = false
    }
    const ada = slack.person('U0ADA')
    await ada.mentions('C0HELP', 'ask anybody why')
    const lines = () => ada.reads('C0HELP').filter((one) => one.onlyFor === 'U0ADA')
    await slack.until(() => lines().length > 0)
    expect(lines()[0]?.now.text).toBe('No agent is registered here.')
    expect(slack.person('U0BO').reads('C0HELP')).toHaveLength(1)
    expect(said.join()).not.toContain(tokenOf(acme.ours))
    expect((await fetch(`${gate.url}/slack/events`, { method: 'POST', body: '{}' })).status).toBe(
      by === 'http' ? 401 : 404,
    )
  })
})

describe('the manifest', () => {
  test.each(profiles)(
    'of the profile %s asks for what asking and deciding take, and for no right to read everything',
    (profile) => {
      const text = JSON.stringify(slackManifest(profile, { url: 'https://gate.example' }))
      for (const scope of ['app_mentions:read', 'im:history', 'chat:write', 'users:read'])
        expect(text).toContain(`"${scope}"`)
      expect(text.includes('channels:history')).toBe(profile !== 'core')
      for (const never of ['admin', 'users:read.email', 'channels:join', 'chat:write.customize'])
        expect(text).not.toContain(never)
    },
  )

  test('names the address that Slack calls, or none over a socket', () => {
    const requests = JSON.stringify(slackManifest('core', { url: 'https://gate.example' }))
    expect(requests).toContain('"request_url":"https://gate.example/slack/events"')
    expect(requests).toContain('"socket_mode_enabled":false')
    const socket = JSON.stringify(slackManifest('core', { url: undefined, socket: true }))
    expect(socket).not.toContain('url')
    expect(socket).toContain('"socket_mode_enabled":true')
  })

  test('asks for every event that we hear, for rotation only where that is said, and for what watching takes', () => {
    const core = slackManifest('core', { url: 'https://gate.example' })
    const text = JSON.stringify(core)
    for (const event of ['app_mention', 'message.im', ...happenings]) expect(text).toContain(`"${event}"`)
    expect(core).toMatchObject({
      settings: {
        event_subscriptions: {
          bot_events: expect.arrayContaining(['message_metadata_posted']),
          metadata_subscriptions: [{ app_id: '*', event_type: 'countersign_post' }],
        },
      },
      oauth_config: { scopes: { bot: expect.arrayContaining(['metadata.message:read']) } },
    })
    expect(text).not.toContain('message.channels')
    expect(JSON.stringify(slackManifest('watch', { url: undefined }))).toContain('"message.channels"')
    expect(core).toMatchObject({
      settings: { token_rotation_enabled: false },
      oauth_config: { redirect_urls: ['https://gate.example/slack/oauth_redirect'] },
    })
    expect(slackManifest('core', { url: undefined, rotate: true })).toMatchObject({
      settings: { token_rotation_enabled: true },
    })
  })

  test('keeps to the lengths that Slack allows', () => {
    const read = slackManifest('core', { url: undefined, socket: true })
    expect(read).toMatchObject({ display_information: { name: expect.stringMatching(/^.{1,35}$/) } })
    expect(read).toMatchObject({ display_information: { description: expect.stringMatching(/^.{1,140}$/) } })
    expect(read).toMatchObject({ display_information: { long_description: expect.stringMatching(/^.{174,4000}$/) } })
  })
})

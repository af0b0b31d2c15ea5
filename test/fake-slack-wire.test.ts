// How the fake Slack reaches an app: Socket Mode with Slack's own client, signed HTTP checked by Bolt, events that come
// again when they were not heard, and every gesture as Slack words it.

import { createServer, type Server } from 'node:http'
import { isValidSlackRequest, LogLevel } from '@slack/bolt'
import { SocketModeClient } from '@slack/socket-mode'
import { afterEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type Acme, openAcme } from './fakes/slack/acme.ts'
import { bodyOf, type Thing } from './fakes/slack/form.ts'
import { tokenOf } from './fakes/slack/oauth.ts'
import { actions, button, call, modal, post } from './slack-desk.ts'

/** No clock decides here when an app is late: it is when the app says that it will not answer. */
const late: (() => void)[] = []
const quick = {
  answerMs: 0,
  retryMs: [1, 1, 1],
  timeUp: () => new Promise<void>((resolve) => late.push(resolve)),
}
const open: (() => PromiseLike<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

async function openTown(more: { readonly requestUrl?: string } = {}): Promise<Acme> {
  const acme = await openAcme({ pace: quick, ...more })
  open.push(() => acme.slack[Symbol.asyncDispose]())
  return acme
}

async function connect(acme: Acme, acks: (times: number) => boolean = () => true) {
  const heard: { readonly id: string; readonly retry: number | undefined; readonly body: Thing }[] = []
  const client = new SocketModeClient({
    appToken: acme.app.appToken,
    clientPingTimeout: 500,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: acme.slack.apiUrl },
  })
  client.on('slack_event', async ({ ack, body, envelope_id, retry_num }) => {
    heard.push({ id: envelope_id, retry: retry_num, body })
    if (acks(heard.length)) await ack()
    else for (const end of late.splice(0)) end()
  })
  await client.start()
  open.push(() => client.disconnect())
  return { client, heard }
}

describe('Socket Mode', () => {
  test('brings a mention to one of several connections, and never to two', async () => {
    const acme = await openTown()
    const first = await connect(acme)
    const second = await connect(acme)
    expect(acme.slack.connections(acme.app)).toBe(2)
    const ada = acme.slack.person('U0ADA')
    await ada.mentions('C0HELP', 'ask Deploy Helper why')
    await ada.mentions('C0HELP', 'ask Deploy Helper again')
    expect([first.heard.length, second.heard.length]).toEqual([1, 1])
    expect(first.heard[0]?.body).toMatchObject({
      type: 'event_callback',
      team_id: 'T0ACME',
      api_app_id: acme.app.id,
      event: { type: 'app_mention', user: 'U0ADA', channel: 'C0HELP' },
    })
  })

  test('brings an event again, in a new envelope, until it is acknowledged', async () => {
    const acme = await openTown()
    const { heard } = await connect(acme, (times) => times === 3)
    await acme.slack.person('U0ADA').mentions('C0HELP', 'ask')
    expect(heard.map((one) => one.retry)).toEqual([0, 1, 2])
    expect(new Set(heard.map((one) => one.id)).size).toBe(3)
    expect(new Set(heard.map((one) => one.body.event_id)).size).toBe(1)
    expect(acme.slack.delivered).toMatchObject([{ name: 'app_mention', tries: 3, heard: true }])
  })

  test('brings an event k times more when k acknowledgements are lost', async () => {
    const acme = await openTown()
    const { heard } = await connect(acme)
    acme.slack.script([1, 2].map((nth) => ({ on: 'app_mention', nth, fault: 'accept-then-drop' }) as const))
    await acme.slack.person('U0ADA').mentions('C0HELP', 'ask')
    expect(heard).toHaveLength(3)
  })

  test('does not bring a click again', async () => {
    const acme = await openTown()
    const { heard } = await connect(acme, () => false)
    const card = await post(acme, { blocks: [actions(button('approve', { value: 'd_1|1|a7c19e04' }))] })
    const delivery = await acme.slack.person('U0ADA').clicks(card, 'approve')
    expect(delivery).toMatchObject({ name: 'block_actions', heard: false, tries: 1 })
    expect(heard.map((one) => one.body)).toMatchObject([
      { type: 'block_actions', user: { id: 'U0ADA' }, actions: [{ action_id: 'approve', value: 'd_1|1|a7c19e04' }] },
    ])
  })

  test.each(['warning', 'refresh_requested'] as const)(
    'asks for a new connection (%s), and finds the app again',
    async (reason) => {
      const acme = await openTown()
      const { heard } = await connect(acme)
      acme.slack.disconnect(acme.app, reason)
      await acme.slack.until(() => acme.slack.connections(acme.app) === 0)
      await acme.slack.until(() => acme.slack.connections(acme.app) === 1)
      await acme.slack.person('U0ADA').mentions('C0HELP', 'ask')
      expect(heard).toHaveLength(1)
    },
  )

  test('sends the eleventh connection away', async () => {
    const acme = await openTown()
    for (let one = 1; one <= 10; one += 1) await connect(acme)
    const opened = await call(acme, 'apps.connections.open', {}, acme.app.appToken)
    const socket = new WebSocket(String(opened.url))
    const said = await new Promise<string>((resolve) => socket.once('message', (data) => resolve(String(data))))
    expect(JSON.parse(said)).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' })
    await acme.slack.until(() => acme.slack.connections(acme.app) === 10)
  })

  test('lets nobody in without a fresh ticket', async () => {
    const acme = await openTown()
    const opened = await call(acme, 'apps.connections.open', {}, acme.app.appToken)
    const address = String(opened.url)
    const enter = (): Promise<string> =>
      new Promise((resolve) => {
        const socket = new WebSocket(address)
        socket.once('open', () => resolve('open'))
        socket.once('error', () => resolve('refused'))
        open.push(async () => socket.terminate())
      })
    expect(await enter()).toBe('open')
    expect(await enter()).toBe('refused')
  })
})

describe('every gesture arrives as Slack words it', () => {
  test('shortcuts, menus, tick boxes, a thumb, a page closed', async () => {
    const acme = await openTown()
    const { heard } = await connect(acme)
    const ada = acme.slack.person('U0ADA')
    const plain = (text: string): Thing => ({ type: 'plain_text', text })
    const choices = ['read', 'checked', 'ran'].map((value) => ({ text: plain(value), value }))
    const thumb = (value: string): Thing => ({ text: plain(value), value })
    const card = await post(acme, {
      blocks: [
        actions(
          { type: 'overflow', action_id: 'more', options: choices },
          { type: 'checkboxes', action_id: 'ticks', options: choices },
          { type: 'static_select', action_id: 'how', options: choices },
        ),
        {
          type: 'context_actions',
          elements: [
            {
              type: 'feedback_buttons',
              action_id: 'thumb',
              positive_button: thumb('up'),
              negative_button: thumb('down'),
            },
          ],
        },
      ],
    })
    await ada.clicks(card, 'more', 'ran')
    await ada.clicks(card, 'ticks', ['read', 'ran'])
    await ada.clicks(card, 'how', 'checked')
    await ada.clicks(card, 'thumb', 'down')
    await ada.messageShortcut(card, 'countersign_ms_recall')
    await ada.globalShortcut('countersign_gs_queue')
    const pointed = heard.at(-1)?.body.trigger_id ?? ''
    await call(acme, 'views.open', {
      trigger_id: pointed,
      view: modal({ notify_on_close: true, callback_id: 'queue' }),
    })
    const page = ada.modal()
    if (page === undefined) throw new Error('Ada has no modal')
    await ada.closes(page)
    expect(heard.map(({ body }) => body)).toMatchObject([
      { type: 'block_actions', actions: [{ selected_option: { value: 'ran' } }] },
      { type: 'block_actions', actions: [{ selected_options: [{ value: 'read' }, { value: 'ran' }] }] },
      { type: 'block_actions', actions: [{ selected_option: { value: 'checked' } }] },
      { type: 'block_actions', actions: [{ type: 'feedback_buttons', value: 'down' }] },
      { type: 'message_action', callback_id: 'countersign_ms_recall', message_ts: card.ts },
      { type: 'shortcut', callback_id: 'countersign_gs_queue' },
      { type: 'view_closed', view: { callback_id: 'queue' } },
    ])
    expect(() => ada.clicks(card, 'more', 'guessed')).toThrow('there is no option guessed')
  })

  test('a click of an outsider says whose company they are of', async () => {
    const acme = await openTown()
    const { heard } = await connect(acme)
    const card = await post(acme, { channel: 'C0JOINT', blocks: [actions(button('approve'))] })
    await acme.slack.person('U0XIA').clicks(card, 'approve')
    expect(heard.map(({ body }) => body)).toMatchObject([
      { team: { id: 'T0ACME' }, user: { id: 'U0XIA', team_id: 'T0PART' } },
    ])
  })

  test('an app that its own agent mentions hears of a bot', async () => {
    const acme = await openTown()
    const { heard } = await connect(acme)
    await post(acme, { text: `<@${acme.ours.botUser}> ask Deploy Helper` }, tokenOf(acme.agents))
    await acme.slack.settled()
    expect(heard.map(({ body }) => body.event)).toMatchObject([{ type: 'app_mention', bot_id: acme.agents.botId }])
  })
})

describe('signed HTTP', () => {
  type Got = { readonly headers: { readonly [name: string]: string | string[] | undefined }; readonly body: string }
  async function listen(status: (times: number) => number): Promise<{ url: string; got: Got[] }> {
    const got: Got[] = []
    const server = createServer(async (request, out) => {
      got.push({ headers: request.headers, body: await bodyOf(request) })
      out.writeHead(status(got.length)).end()
    })
    return { url: await port(server), got }
  }
  async function port(server: Server): Promise<string> {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    open.push(() => new Promise((resolve) => server.close(resolve).closeAllConnections()))
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('the app has no port')
    return `http://127.0.0.1:${address.port}/slack/events`
  }
  const isValid = (acme: Acme, { headers, body }: Got): boolean =>
    isValidSlackRequest({
      signingSecret: acme.app.signingSecret,
      body,
      headers: {
        'x-slack-signature': String(headers['x-slack-signature']),
        'x-slack-request-timestamp': Number(headers['x-slack-request-timestamp']),
      },
    })

  test('of an event, a click and a command passes the check of Bolt, and a changed one does not', async () => {
    const app = await listen(() => 200)
    const acme = await openTown({ requestUrl: app.url })
    const ada = acme.slack.person('U0ADA')
    const card = await post(acme, { blocks: [actions(button('approve'))] })
    await ada.mentions('C0HELP', 'ask')
    await ada.clicks(card, 'approve')
    await ada.types('/countersign queue', 'C0HELP')
    expect(app.got.map((one) => [isValid(acme, one), one.headers['content-type']])).toEqual([
      [true, 'application/json'],
      [true, 'application/x-www-form-urlencoded'],
      [true, 'application/x-www-form-urlencoded'],
    ])
    acme.slack.script([{ on: 'block_actions', fault: 'alter' }])
    await ada.clicks(card, 'approve')
    expect(app.got.slice(3).map((one) => isValid(acme, one))).toEqual([false])
  })

  test('of an event comes again with its number and reason, until it is taken', async () => {
    const app = await listen((times) => (times < 3 ? 500 : 200))
    const acme = await openTown({ requestUrl: app.url })
    await acme.slack.person('U0ADA').mentions('C0HELP', 'ask')
    expect(app.got.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
    ])
  })

  test('is given up after three more attempts', async () => {
    const app = await listen(() => 500)
    const acme = await openTown({ requestUrl: app.url })
    await acme.slack.person('U0ADA').mentions('C0HELP', 'ask')
    expect(acme.slack.delivered).toMatchObject([{ tries: 4, heard: false }])
  })
})

describe('what happens in the house is told to the apps', () => {
  test('an uninstalled app, a person who left, a channel renamed, shared, archived', async () => {
    const acme = await openTown()
    const { heard } = await connect(acme)
    const { slack } = acme
    await slack.renames('C0HELP', 'helpdesk')
    await slack.shares('C0HELP', 'T0PART')
    await slack.archives('C0RANDOM')
    await slack.deactivates('U0BO')
    await slack.person('U0GUS').leaves('C0HELP')
    await slack.person('U0ADA').opensHome()
    await slack.person('U0ADA').whispers('stop')
    await slack.uninstalls(acme.ours)
    expect(heard.map(({ body }) => (isEvent(body.event) ? body.event.type : undefined))).toEqual([
      'channel_rename',
      'channel_shared',
      'channel_archive',
      'user_change',
      'member_left_channel',
      'app_home_opened',
      'message',
      'app_uninstalled',
      'tokens_revoked',
    ])
  })

  test('where Slack keeps quiet about our own metadata, so does the fake', async () => {
    const acme = await openTown()
    acme.app.hearsOwnMetadata = false
    const { heard } = await connect(acme)
    await post(acme, { metadata: { event_type: 'countersign_post', event_payload: { ref: 'p1' } } })
    await acme.slack.settled()
    expect(heard).toEqual([])
  })

  test.each([
    ['without the scope', (acme: Acme) => Object.assign(acme.ours, { scopes: new Set(['chat:write']) })],
    ['without the subscription', (acme: Acme) => Object.assign(acme.app, { events: new Set(['app_mention']) })],
    [
      'subscribed to another kind of metadata',
      (acme: Acme) => Object.assign(acme.app, { metadata: [{ app_id: '*', event_type: 'task_created' }] }),
    ],
    [
      'subscribed to another app',
      (acme: Acme) =>
        Object.assign(acme.app, { metadata: [{ app_id: acme.agentsApp.id, event_type: 'countersign_post' }] }),
    ],
  ])('of metadata nobody is told %s', async (_, without) => {
    const acme = await openTown()
    without(acme)
    const { heard } = await connect(acme)
    await post(acme, { metadata: { event_type: 'countersign_post', event_payload: { ref: 'p1' } } })
    await acme.slack.settled()
    expect(heard).toEqual([])
  })

  test('a message without metadata is no such event, nor one in a channel that the app is not in', async () => {
    const acme = await openTown()
    const { heard } = await connect(acme)
    await post(acme, {})
    acme.slack.channel('T0ACME', 'C0AGENTS', 'agents', { members: new Set(['U0ADA', acme.agents.botUser]) })
    const metadata = { event_type: 'countersign_post', event_payload: { ref: 'p1' } }
    await post(acme, { channel: 'C0AGENTS', metadata }, tokenOf(acme.agents))
    await acme.slack.settled()
    expect(heard).toEqual([])
  })

  test('what our app posts with metadata comes back as an event of its own', async () => {
    const acme = await openTown()
    const { heard } = await connect(acme)
    const metadata = { event_type: 'countersign_post', event_payload: { ref: 'p1' } }
    const { ts } = await post(acme, { metadata })
    await acme.slack.settled()
    expect(heard.map(({ body }) => body.event)).toMatchObject([
      { type: 'message_metadata_posted', app_id: acme.app.id, channel_id: 'C0HELP', message_ts: ts, metadata },
    ])
  })
})

function isEvent(value: unknown): value is { readonly type: string } {
  return typeof value === 'object' && value !== null && 'type' in value
}

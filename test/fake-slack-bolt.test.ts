// One whole story through Bolt, over Socket Mode and over signed HTTP: a small app that is not ours, so that what the fake
// says is understood by more than our own adapter.

import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { afterEach, describe, expect, test } from 'vitest'
import { type Acme, openAcme } from './fakes/slack/acme.ts'
import { tokenOf } from './fakes/slack/oauth.ts'

const open: (() => PromiseLike<unknown>)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

describe('a whole story through Bolt', () => {
  async function openBolt(acme: Acme, way: 'socket' | 'http'): Promise<App> {
    const clientOptions = { slackApiUrl: acme.slack.apiUrl }
    const common = { logLevel: LogLevel.ERROR, installerOptions: { clientOptions } }
    const receiver =
      way === 'socket'
        ? new SocketModeReceiver({ appToken: acme.app.appToken, ...common })
        : new HTTPReceiver({ signingSecret: acme.app.signingSecret, ...common })
    const bolt = new App({ token: tokenOf(acme.ours), receiver, clientOptions, logLevel: LogLevel.ERROR })
    bolt.event('app_mention', async ({ event, client }) => {
      const reject = { type: 'button', action_id: 'reject', text: { type: 'plain_text', text: 'Reject' } } as const
      const blocks = [{ type: 'actions', elements: [reject] } as const]
      await client.chat.postEphemeral({ channel: event.channel, user: event.user ?? '', text: 'your draft', blocks })
    })
    bolt.action('reject', async ({ ack, body, client }) => {
      await ack()
      await client.views.open({
        trigger_id: 'trigger_id' in body ? body.trigger_id : '',
        view: {
          type: 'modal',
          callback_id: 'why',
          title: { type: 'plain_text', text: 'Reject' },
          submit: { type: 'plain_text', text: 'Send' },
          blocks: [
            {
              type: 'input',
              block_id: 'reason',
              label: { type: 'plain_text', text: 'Reason' },
              element: { type: 'plain_text_input', action_id: 'v' },
            },
          ],
        },
      })
    })
    bolt.view('why', async ({ ack, view, body, client }) => {
      const reason = view.state.values.reason?.v?.value ?? ''
      if (reason === 'no') return ack({ response_action: 'errors', errors: { reason: 'Say why' } })
      await ack()
      await client.chat.postMessage({ channel: body.user.id, text: `Rejected: ${reason}` })
    })
    bolt.command('/countersign', async ({ ack }) => ack('Nothing waits for you.'))
    if (way === 'socket') {
      await bolt.start()
    } else {
      const server = await bolt.start(0)
      const address = 'address' in server ? server.address() : null
      if (address === null || typeof address === 'string') throw new Error('Bolt has no port')
      acme.app.requestUrl = `http://127.0.0.1:${address.port}/slack/events`
      acme.app.socketMode = false
    }
    open.push(() => bolt.stop())
    return bolt
  }

  test.each(['socket', 'http'] as const)(
    'over %s: a mention, a private card, a click, a modal, an answer',
    async (way) => {
      const acme = await openAcme({ pace: { answerMs: 30_000, retryMs: [] } })
      open.push(() => acme.slack[Symbol.asyncDispose]())
      await openBolt(acme, way)
      const ada = acme.slack.person('U0ADA')
      await ada.mentions('C0HELP', 'ask Deploy Helper why')
      await acme.slack.until(() => ada.reads('C0HELP').some((one) => one.now.text === 'your draft'))
      const card = ada.reads('C0HELP').at(-1)
      if (card === undefined) throw new Error('Ada has no card')
      expect(acme.slack.person('U0BO').reads('C0HELP')).toHaveLength(1)

      expect(await ada.clicks(card, 'reject')).toMatchObject({ heard: true })
      await acme.slack.until(() => ada.modal() !== undefined)
      const page = ada.modal()
      if (page === undefined) throw new Error('Ada has no modal')
      await ada.submits(page, { reason: { v: 'no' } })
      expect(page).toMatchObject({ closed: false, errors: { reason: 'Say why' } })
      await ada.submits(page, { reason: { v: 'It is wrong' } })
      expect(page.closed).toBe(true)
      await acme.slack.until(() => ada.reads().some((one) => one.now.text === 'Rejected: It is wrong'))

      await ada.types('/countersign queue', 'C0HELP')
      expect(ada.reads('C0HELP').at(-1)).toMatchObject({ now: { text: 'Nothing waits for you.' }, onlyFor: 'U0ADA' })
    },
  )
})

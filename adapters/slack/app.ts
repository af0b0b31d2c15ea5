// Everything that people do to us on Slack: mentions, direct messages, commands, clicks and forms, over either receiver.
// It reads who did what, asks the house, and tells only the one who did it what came of it.

import { App, type Receiver } from '@slack/bolt'
import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { openHome } from '../../src/gateway/homes.ts'
import type { House } from '../../src/gateway/house.ts'
import type { Destination } from '../../src/place.ts'
import { answerClick, answerForm } from './answer.ts'
import { quiet, type Slack } from './client.ts'
import { runCommand, usage } from './command.ts'
import { type Doing, outOfDate, type Told } from './deciding.ts'
import { drawLine, readForm } from './form.ts'
import type { People } from './people.ts'
import { lineOf } from './reviewers.ts'
import { pick, picked } from './shortcut.ts'
import { addressed, isStopWord, stopByWord, typed } from './wish.ts'

export type SlackAppOf = {
  readonly house: House
  readonly slack: Slack
  readonly people: People
  readonly receiver: Receiver
}

const id = z.string().min(1).max(255)
const maker = { user: z.object({ id }), team: z.object({ id }).nullish() }
const click = z.object({
  ...maker,
  trigger_id: id,
  container: z.object({ channel_id: id.optional(), message_ts: id.optional(), thread_ts: id.optional() }),
  actions: z
    .array(
      z.looseObject({
        action_id: id,
        action_ts: id,
        value: z.string().max(2000).optional(),
        selected_option: z.object({ value: z.string().max(2000) }).nullish(),
      }),
    )
    .length(1),
})
const answer = z.looseObject({
  type: z.string(),
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_options: z.array(z.object({ value: z.string() })).optional(),
  selected_user: z.string().nullish(),
  selected_conversation: z.string().nullish(),
})
const submission = z.object({
  ...maker,
  view: z.object({
    id,
    private_metadata: z.string().max(3000),
    blocks: z.array(z.looseObject({ type: z.string(), block_id: z.string().optional() })),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), answer)) }),
  }),
})
const message = z.object({
  team_id: id,
  event_id: id,
  event: z.looseObject({
    user: id.optional(),
    bot_id: z.string().optional(),
    subtype: z.string().optional(),
    channel: id,
    channel_type: z.string().optional(),
    text: z.string().max(40_000).default(''),
    ts: id,
    thread_ts: id.optional(),
    client_msg_id: z.string().optional(),
  }),
})
const homeOpened = z.object({
  team_id: id,
  event: z.looseObject({ user: id, tab: z.string().optional() }),
})
const command = z.object({
  team_id: id,
  user_id: id,
  channel_id: id,
  trigger_id: id,
  text: z.string().max(10_000).default(''),
})

/** Slack’s word for what is seen by the one person alone. */
type Place = { readonly channel: string; readonly thread?: string | undefined }

export function openSlackApp({ house, slack, people, receiver }: SlackAppOf): App {
  const bolt = new App({
    receiver,
    // Our clients are our own; Bolt only sorts what arrives, and asks Slack nothing.
    authorize: async () => ({ botToken: 'xoxb-unused' }),
    ignoreSelf: false,
    attachFunctionToken: false,
    logger: quiet,
  })
  bolt.error(async (cause) => {
    throw cause
  })

  const tell = async (user: string, { channel, thread }: Place, line: string): Promise<void> => {
    const where = { channel, user, ...(thread === undefined ? {} : { thread_ts: thread }) }
    try {
      await slack.once('chat.postEphemeral', { ...where, ...lineOf(line) })
    } catch (cause) {
      // What they did is on record; only the line to them is lost.
      house.log.fault('telling somebody on Slack what came of it', cause, { lane: channel })
    }
  }
  const openPage = (trigger: string, view: ModalView) => slack.once('views.open', { trigger_id: trigger, view })
  /** Where there is no place to say a line in, it is a page. */
  const show = async (user: string, trigger: string, { page, line }: Told, place: Place | undefined): Promise<void> => {
    if (page !== undefined) await openPage(trigger, page)
    else if (line !== undefined && place !== undefined) await tell(user, place, line)
    else if (line !== undefined) await openPage(trigger, drawLine('Countersign', line))
  }
  const doing = async (user: string, key: string): Promise<Doing | undefined> => {
    const account = await people.accountOf(user)
    return account === undefined ? undefined : { house, slack, people, account, key }
  }
  const here = async (channel: string, thread?: string): Promise<Destination> => {
    const { team } = await people.us()
    return { platform: 'slack', workspace: team, channel, ...(thread === undefined ? {} : { thread }) }
  }
  const isElsewhere = async (team: string | undefined): Promise<boolean> =>
    team !== undefined && team !== (await people.us()).team

  bolt.action(/^cs:/, async ({ ack, body }) => {
    const read = click.safeParse(body)
    if (!read.success || (await isElsewhere(read.data.team?.id))) return ack()
    const { user, container, trigger_id, actions } = read.data
    const [action] = actions
    const place =
      container.channel_id === undefined ? undefined : { channel: container.channel_id, thread: container.thread_ts }
    const value = action?.value ?? action?.selected_option?.value ?? ''
    // A link of ours: Slack has opened it already.
    if (action === undefined || action.action_id === 'cs:open') return ack()
    const key = `slack:${container.channel_id ?? ''}|${container.message_ts ?? ''}|${action.action_id}|${action.action_ts}|${user.id}`
    const of = await doing(user.id, key)
    const came: Told = of === undefined ? { line: outOfDate } : await answerClick(of, value)
    // The record has it: now Slack may know.
    await ack()
    await show(user.id, trigger_id, came, place)
  })

  bolt.view(/^cs:/, async ({ ack, body }) => {
    const read = submission.safeParse(body)
    if (!read.success || (await isElsewhere(read.data.team?.id))) return ack()
    const { user, view } = read.data
    const of = await doing(user.id, `slack:view|${view.id}|${user.id}`)
    const came: Told =
      of === undefined ? { line: outOfDate } : await answerForm(of, view.private_metadata, readForm(view.state.values))
    if (came.page !== undefined) return ack({ response_action: 'update', view: came.page })
    if (came.line === undefined) return ack()
    const first = view.blocks.find((block) => block.type === 'input')?.block_id
    if (first !== undefined) return ack({ response_action: 'errors', errors: { [first]: came.line } })
    return ack({ response_action: 'update', view: drawLine('Nothing was changed', came.line) })
  })

  /** Whoever is not a person is not answered: two bots would go on for ever. */
  const hear = async (body: unknown, isMention: boolean): Promise<void> => {
    const read = message.safeParse(body)
    if (!read.success || (await isElsewhere(read.data.team_id))) return
    const { event } = read.data
    if (event.user === undefined || event.bot_id !== undefined || event.subtype !== undefined) return
    const us = await people.us()
    if (event.user === us.user) return
    const text = isMention ? addressed(event.text, us.user) : event.text
    if (text === undefined || (!isMention && event.channel_type !== 'im')) return
    const account = await people.accountOf(event.user)
    if (account === undefined) return
    const place: Place = { channel: event.channel, thread: isMention ? event.thread_ts : undefined }
    if (!isMention) {
      if (isStopWord(text)) await tell(event.user, place, await stopByWord(house, account, '', 'anywhere'))
      return
    }
    const at = await here(event.channel, event.thread_ts ?? event.ts)
    // One thing said can arrive as two events; what they have in common is the message.
    const key = `slack:said|${event.channel}|${event.client_msg_id ?? event.ts}`
    const came = await runCommand({ house, slack, people, account, key, at, pages: false }, text)
    if (came.line !== undefined) await tell(event.user, place, came.line)
  }
  bolt.event('app_mention', ({ body }) => hear(body, true))
  bolt.event('message', ({ body }) => hear(body, false))

  bolt.command('/countersign', async ({ ack, body }) => {
    const read = command.safeParse(body)
    if (!read.success || (await isElsewhere(read.data.team_id))) return ack(usage)
    const { user_id, channel_id, trigger_id, text } = read.data
    const of = await doing(user_id, `slack:command|${trigger_id}`)
    if (of === undefined) return ack('Slack does not tell us who you are. Nothing was changed.')
    const came = await runCommand({ ...of, at: await here(channel_id), pages: true }, typed(text))
    if (came.page === undefined) return ack(lineAnswer(came.line ?? usage))
    await ack()
    await openPage(trigger_id, came.page)
  })

  bolt.shortcut({ type: 'message_action', callback_id: /^cs:/ }, async ({ ack, body }) => {
    const read = picked.safeParse(body)
    if (!read.success || (await isElsewhere(read.data.team?.id))) return ack()
    const { user, channel, message: on, trigger_id } = read.data
    const of = await doing(user.id, `slack:shortcut|${trigger_id}`)
    const at = await here(channel.id, on.thread_ts ?? on.ts)
    const came: Told = of === undefined ? { line: outOfDate } : await pick(of, read.data, at)
    await ack()
    await show(user.id, trigger_id, came, undefined)
  })

  bolt.event('app_home_opened', async ({ body }) => {
    const read = homeOpened.safeParse(body)
    if (!read.success || (await isElsewhere(read.data.team_id)) || read.data.event.tab === 'messages') return
    const account = await people.accountOf(read.data.event.user)
    if (account !== undefined) await openHome(house, account)
  })

  // Whatever is not ours, or not ours any more.
  bolt.action(/^(?!cs:)/, ({ ack }) => ack())
  bolt.shortcut(/./, ({ ack }) => ack())
  return bolt
}

/** For the one who typed the command; nothing in it is a mention or a link. */
function lineAnswer(line: string): { response_type: 'ephemeral'; text: string } {
  return { response_type: 'ephemeral', text: lineOf(line).text }
}

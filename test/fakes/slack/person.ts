// A person in front of Slack, in people's words: says, mentions, clicks, submits, types, opens, deletes, leaves. A
// person does only what they really can: they click what they see in the newest version, and change only their own.

import type { Json } from '../../../src/json.ts'
import type { Delivery } from './deliver.ts'
import { isThing, type Thing, word } from './form.ts'
import {
  answerAddress,
  common,
  type Gesture,
  messageClick,
  submission,
  trigger,
  type Values,
  viewClick,
} from './gesture.ts'
import type { Happened } from './method.ts'
import { accept, change, shown } from './post.ts'
import { reply } from './reply.ts'
import type { Parcel } from './signed.ts'
import { type Channel, directChannel, type Message, sees, type Town, type View } from './town.ts'
import { drawn, place, redraw, top, wrongView } from './view.ts'

export type Person = ReturnType<typeof personIn>
type Slack = {
  readonly town: Town
  deliver(parcel: Parcel): Promise<Delivery>
  announce(happened: Happened): Promise<void>
  /** An event that only this app hears, of this very person. */
  tellApp(event: Thing): Promise<Delivery>
}

export function personIn(slack: Slack, gesture: Gesture) {
  const { town, by, user } = gesture
  const inChannel = (id: string): Channel => {
    const channel = town.channels.get(id)
    if (channel?.members.has(user.id) !== true) throw new Error(`${user.name} is not in ${id}`)
    if (user.deactivated) throw new Error(`${user.name} is deactivated`)
    return channel
  }
  const seen = (message: Message): Message => {
    if (!sees(town, user.id, message)) throw new Error(`${user.name} does not see the message ${message.ts}`)
    return message
  }
  const seenView = (view: View): View => {
    if (view.user !== user.id || view.closed) throw new Error(`${user.name} does not have the view ${view.id} open`)
    return view
  }
  const interactive = (body: Thing): Promise<Delivery> =>
    slack.deliver({ name: word(body, 'type'), kind: 'interactive', body })

  const person = {
    user,
    /** Says something in a channel or a thread; resolves when every app that hears it has answered or was given up. */
    async says(channel: string, text: string, threadTs?: string): Promise<Message> {
      const { id, team, archived } = inChannel(channel)
      if (archived) throw new Error(`${user.name} cannot write in ${id}: it is archived`)
      const thread = threadTs === undefined ? {} : { threadTs }
      const message = accept(town, { team, channel: id, user: user.id, now: { text, blocks: [] }, ...thread })
      await slack.announce({ what: 'posted', message })
      return message
    },
    mentions: (channel: string, text: string, threadTs?: string): Promise<Message> =>
      person.says(channel, `<@${by.botUser}> ${text}`, threadTs),
    /** Writes to the app alone. */
    whispers: (text: string): Promise<Message> =>
      person.says(directChannel(town, by.team, [by.botUser, user.id]).id, text),
    async edits(message: Message, text: string): Promise<void> {
      if (seen(message).user !== user.id) throw new Error(`${user.name} did not write ${message.ts}`)
      change(town, message, { ...message.now, text })
      await slack.announce({ what: 'changed', message })
    },
    /** One's own message; a workspace admin may take away any. */
    async deletes(message: Message): Promise<void> {
      if (seen(message).user !== user.id && user.kind !== 'admin')
        throw new Error(`${user.name} may not delete ${message.ts}`)
      message.gone = true
      await slack.announce({ what: 'deleted', message })
    },
    async reacts(message: Message, name: string): Promise<void> {
      const users = seen(message).reactions.get(name) ?? new Set()
      message.reactions.set(name, users.add(user.id))
    },
    async joins(channel: string): Promise<void> {
      const joined = town.channels.get(channel)
      if (joined?.kind !== 'public') throw new Error(`${user.name} cannot join ${channel} alone`)
      joined.members.add(user.id)
      await slack.announce({ what: 'joined', user: user.id, channel: joined })
    },
    async leaves(channel: string): Promise<void> {
      const left = inChannel(channel)
      left.members.delete(user.id)
      await slack.announce({ what: 'left', user: user.id, channel: left })
    },

    /** Clicks what is really before them now. `chosen` is for menus and tick boxes. */
    clicks: (on: Message | View, actionId: string, chosen?: string | readonly string[]): Promise<Delivery> =>
      interactive(
        'ts' in on
          ? messageClick(gesture, seen(on), actionId, chosen)
          : viewClick(gesture, seenView(on), actionId, chosen),
      ),
    async submits(view: View, values: Values = {}): Promise<Delivery> {
      if (top(town, user.id, by.app.id)?.id !== seenView(view).id) throw new Error(`${view.id} is not on top`)
      const delivery = await interactive(submission(gesture, view, values))
      if (delivery.heard) obey(view, delivery.answer)
      return delivery
    },
    async closes(view: View): Promise<Delivery | undefined> {
      seenView(view).closed = true
      if (view.view.notify_on_close !== true) return undefined
      return interactive({ type: 'view_closed', ...common(gesture), view: drawn(view), is_cleared: false })
    },
    /** A slash command, where one can be typed: Slack has none in threads, and none for people of another company. */
    async types(line: string, channel: string): Promise<Delivery> {
      const { id, name } = inChannel(channel)
      if (user.team !== by.team) throw new Error(`${user.name} is of another company and has no commands here`)
      const [command = '', ...rest] = line.split(' ')
      const delivery = await slack.deliver({
        name: command,
        kind: 'command',
        body: {
          token: 'legacy',
          team_id: by.team,
          team_domain: town.teams.get(by.team)?.domain,
          channel_id: id,
          channel_name: name,
          user_id: user.id,
          user_name: user.name.toLowerCase(),
          command,
          text: by.app.escapes ? escapedAs(town, by.team, rest.join(' ')) : rest.join(' '),
          api_app_id: by.app.id,
          is_enterprise_install: 'false',
          response_url: answerAddress(gesture, id),
          trigger_id: trigger(gesture),
        },
      })
      const said = typeof delivery.answer === 'string' ? { text: delivery.answer } : delivery.answer
      if (isThing(said) && Object.keys(said).length > 0) reply(town, lastAddress(town), said)
      return delivery
    },
    messageShortcut: (message: Message, callbackId: string): Promise<Delivery> =>
      interactive({
        type: 'message_action',
        ...common(gesture),
        callback_id: callbackId,
        trigger_id: trigger(gesture),
        message_ts: seen(message).ts,
        action_ts: `${Math.floor(town.now() / 1000)}.000000`,
        channel: { id: message.channel, name: town.channels.get(message.channel)?.name },
        message: shown(town, message, false),
        response_url: answerAddress(gesture, message.channel, message),
      }),
    globalShortcut: (callbackId: string): Promise<Delivery> =>
      interactive({ type: 'shortcut', ...common(gesture), callback_id: callbackId, trigger_id: trigger(gesture) }),
    opensHome: (tab: 'home' | 'messages' = 'home'): Promise<Delivery> => {
      const { id } = directChannel(town, by.team, [by.botUser, user.id])
      const home = person.home()
      return slack.tellApp({
        type: 'app_home_opened',
        user: user.id,
        channel: id,
        tab,
        event_ts: `${Math.floor(town.now() / 1000)}.000000`,
        ...(home === undefined ? {} : { view: drawn(home) }),
      })
    },

    modal: (): View | undefined => top(town, user.id, by.app.id),
    home: (): View | undefined =>
      town.views.find((one) => one.user === user.id && one.appId === by.app.id && one.view.type === 'home'),
    /** What this person has before them, in a channel or everywhere. */
    reads: (channel?: string): Message[] =>
      town.truth.filter((one) => (channel === undefined || one.channel === channel) && sees(town, user.id, one)),
  }

  /** What the app answered to a submission: errors stay on the page, the rest moves it. */
  const obey = (view: View, answer: Json | undefined): void => {
    const said = isThing(answer) ? answer : {}
    const next = isThing(said.view) ? said.view : undefined
    if (next !== undefined) {
      const wrong = wrongView(next, 'modal')
      if (wrong.length > 0) throw new Error(`the app answered with a view that Slack refuses: ${wrong.join('; ')}`)
    }
    const origin = { team: by.team, user: user.id, appId: by.app.id, botId: by.botId }
    if (said.response_action === 'errors' && isThing(said.errors)) view.errors = said.errors
    else if (said.response_action === 'update' && next !== undefined) redraw(town, view, next)
    else if (said.response_action === 'push' && next !== undefined)
      place(town, { ...origin, view: next, previousId: view.id }, view.rootId)
    else if (said.response_action === 'clear') for (const one of town.views) one.closed ||= one.rootId === view.rootId
    else view.closed = true
  }
  return person
}

function lastAddress(town: Town): string {
  const last = [...town.replies.keys()].at(-1)
  if (last === undefined) throw new Error('answering a command: it gave no address')
  return last
}

/** What Slack makes of a command that is to be escaped: whoever is named, as it completes a name, comes by their id. */
function escapedAs(town: Town, team: string, text: string): string {
  const plain = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
  const named = plain.replaceAll(/(^|\s)@([\w-]+)/g, (whole, before: string, name: string) => {
    const user = [...town.users.values()].find(
      (one) => one.team === team && one.name.toLowerCase() === name.toLowerCase(),
    )
    return user === undefined ? whole : `${before}<@${user.id}|${name}>`
  })
  const placed = named.replaceAll(/(^|\s)#([\w-]+)/g, (whole, before: string, name: string) => {
    const channel = [...town.channels.values()].find((one) => one.name === name)
    return channel === undefined ? whole : `${before}<#${channel.id}|${name}>`
  })
  return placed.replaceAll(/https?:\/\/[^\s<>]+/g, (url) => `<${url}>`)
}

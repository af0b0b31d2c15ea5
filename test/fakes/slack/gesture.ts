// What a gesture looks like on the wire: the payloads of clicks, submissions, shortcuts and commands, each with its
// trigger and, where Slack gives one, its address for answers.

import { randomBytes } from 'node:crypto'
import { isList, isThing, type Thing, word } from './form.ts'
import { parts, shown } from './post.ts'
import { replyAddress } from './reply.ts'
import { type Installation, type Message, nextId, type Town, type User, type View } from './town.ts'
import { drawn } from './view.ts'

export type Values = { readonly [block: string]: { readonly [action: string]: string | readonly string[] } }
export type Gesture = { readonly town: Town; readonly by: Installation; readonly user: User; readonly url: string }

/** What every gesture carries of who made it and where the app lives. */
export function common({ town, by, user }: Gesture): Thing {
  const team = town.teams.get(by.team)
  return {
    team: { id: by.team, domain: team?.domain },
    user: { id: user.id, username: user.name.toLowerCase(), name: user.name.toLowerCase(), team_id: user.team },
    api_app_id: by.app.id,
    token: 'legacy',
    enterprise: null,
    is_enterprise_install: false,
  }
}

export function trigger({ town, by, user }: Gesture): string {
  const id = `${nextId(town, '1')}.${by.team}.${randomBytes(16).toString('hex')}`
  town.triggers.set(id, { team: by.team, user: user.id, appId: by.app.id, at: town.now(), used: false })
  return id
}

export function answerAddress(gesture: Gesture, channel: string, message?: Message): string {
  const { town, by, user, url } = gesture
  const from = { user: user.id, channel, ...(message === undefined ? {} : { message }) }
  return `${url}/response/${replyAddress(town, by, from)}`
}

/** A click on something of a message that this person has before them. */
export function messageClick(
  gesture: Gesture,
  message: Message,
  actionId: string,
  chosen?: string | readonly string[],
): Thing {
  const { town } = gesture
  return {
    type: 'block_actions',
    ...common(gesture),
    container: {
      type: 'message',
      message_ts: message.ts,
      channel_id: message.channel,
      is_ephemeral: message.onlyFor !== undefined,
      ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    },
    trigger_id: trigger(gesture),
    channel: { id: message.channel, name: town.channels.get(message.channel)?.name },
    message: shown(town, message, true),
    state: { values: {} },
    response_url: answerAddress(gesture, message.channel, message),
    actions: [action(gesture, message.now.blocks, actionId, chosen)],
  }
}

export function viewClick(gesture: Gesture, view: View, actionId: string, chosen?: string | readonly string[]): Thing {
  const blocks = isList(view.view.blocks) ? view.view.blocks : []
  return {
    type: 'block_actions',
    ...common(gesture),
    container: { type: 'view', view_id: view.id },
    trigger_id: trigger(gesture),
    view: drawn(view),
    actions: [action(gesture, blocks, actionId, chosen)],
  }
}

/** What was filled in, checked as Slack's own client checks it before anything is sent. */
export function submission(gesture: Gesture, view: View, values: Values): Thing {
  const blocks = isList(view.view.blocks) ? view.view.blocks : []
  const state: { [block: string]: Thing } = {}
  for (const block of blocks) {
    if (!isThing(block) || block.type !== 'input' || !isThing(block.element)) continue
    const at = word(block, 'block_id')
    const id = word(block.element, 'action_id')
    const value = values[at]?.[id] ?? initial(block.element)
    if (block.optional !== true && (value === undefined || value.length === 0))
      throw new Error(`submitting ${view.id}: "${at}" must be filled in`)
    state[at] = { [id]: filled(block.element, value) }
  }
  for (const at of Object.keys(values))
    if (state[at] === undefined) throw new Error(`submitting ${view.id}: there is no input "${at}"`)
  return {
    type: 'view_submission',
    ...common(gesture),
    trigger_id: trigger(gesture),
    view: { ...drawn(view), state: { values: state } },
    response_urls: [],
  }
}

function action(
  gesture: Gesture,
  blocks: NonNullable<Message['now']>['blocks'],
  actionId: string,
  chosen?: string | readonly string[],
): Thing {
  const block = blocks.find((one) => parts(one).some((part) => part.action_id === actionId))
  const element = parts(block).find((part) => part.action_id === actionId)
  if (!isThing(block) || element === undefined)
    throw new Error(`clicking: ${gesture.user.name} sees nothing called ${actionId} there`)
  if (isList(element.visible_to_user_ids) && !element.visible_to_user_ids.includes(gesture.user.id))
    throw new Error(`clicking: ${actionId} is not shown to ${gesture.user.name}`)
  const { town } = gesture
  const told = {
    action_id: actionId,
    block_id: word(block, 'block_id'),
    type: word(element, 'type'),
    action_ts: `${Math.floor(town.now() / 1000)}.${nextId(town, '')}`,
  }
  if (element.type === 'button' || element.type === 'icon_button')
    return {
      ...told,
      text: element.text,
      value: element.value,
      ...(element.style === undefined ? {} : { style: element.style }),
    }
  if (element.type === 'feedback_buttons') return { ...told, value: chosen ?? '' }
  return { ...told, ...filled(element, chosen) }
}

function filled(element: Thing, value: string | readonly string[] | undefined): Thing {
  const type = word(element, 'type')
  const one = typeof value === 'string' ? value : value?.[0]
  const many = typeof value === 'string' ? [value] : (value ?? [])
  const options = isList(element.options) ? element.options.filter(isThing) : []
  const option = (wanted: string): Thing => {
    const found = options.find((each) => each.value === wanted)
    if (found === undefined) throw new Error(`choosing: there is no option ${wanted}`)
    return found
  }
  if (type === 'plain_text_input') {
    const most = typeof element.max_length === 'number' ? element.max_length : 3000
    if ((one ?? '').length > most) throw new Error(`typing: longer than the ${most} characters that fit`)
    return { type, value: one === undefined || one === '' ? null : one }
  }
  if (type === 'checkboxes') return { type, selected_options: many.map(option) }
  if (type === 'multi_users_select') return { type, selected_users: many }
  if (type === 'multi_conversations_select') return { type, selected_conversations: many }
  if (type === 'users_select') return { type, selected_user: one ?? null }
  if (type === 'conversations_select') return { type, selected_conversation: one ?? null }
  return { type, selected_option: one === undefined ? null : option(one) }
}

function initial(element: Thing): string | readonly string[] | undefined {
  if (typeof element.initial_value === 'string') return element.initial_value
  if (isThing(element.initial_option)) return word(element.initial_option, 'value')
  if (typeof element.initial_conversation === 'string') return element.initial_conversation
  if (!isList(element.initial_options)) return undefined
  return element.initial_options.filter(isThing).map((one) => word(one, 'value'))
}

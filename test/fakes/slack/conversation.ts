// The conversations methods and reactions.get: which places there are, who is in them, and what was said there. An app
// sees what its membership and its scopes let it see; an ephemeral message is in no history.

import { flag, isList, isThing, type Thing, word } from './form.ts'
import {
  type Call,
  channelFor,
  isRefused,
  listed,
  type Methods,
  missingScope,
  type Refused,
  refuse,
  scopeOf,
  wantsMetadata,
} from './method.ts'
import { shown } from './post.ts'
import { type Channel, type ChannelKind, directChannel, type Message, messageAt, type Town } from './town.ts'

const reading = ['channels:read', 'groups:read', 'im:read', 'mpim:read']
const history = ['channels:history', 'groups:history', 'im:history', 'mpim:history']

export const conversationMethods: Methods = {
  'conversations.info': { needs: reading, does: info },
  'conversations.list': { needs: reading, does: list },
  'conversations.members': { needs: reading, does: members },
  'conversations.history': { needs: history, does: past },
  'conversations.replies': { needs: history, does: replies },
  'conversations.open': { needs: ['im:write', 'mpim:write', 'channels:manage'], does: open },
  'conversations.join': { needs: ['channels:join'], does: join },
  'users.conversations': { needs: reading, does: list },
  'reactions.get': { needs: ['reactions:read'], does: reactions },
}

const kinds: Readonly<Record<string, ChannelKind>> = {
  public_channel: 'public',
  private_channel: 'private',
  im: 'im',
  mpim: 'mpim',
}

function info(call: Call): Thing {
  const channel = channelFor(call)
  if (isRefused(channel)) return channel
  const missing = missingScope(call.by, scopeOf(channel.kind, 'read'))
  if (missing !== undefined) return missing
  const count = flag(call.values, 'include_num_members') === true ? { num_members: channel.members.size } : {}
  return { ok: true, channel: { ...described(call, channel), ...count } }
}

/** Of all, or with `user` of those that this person is in and this app may know of. */
function list(call: Call): Thing {
  const { town, by, values } = call
  const wanted = (word(values, 'types') || 'public_channel').split(',').map((one) => kinds[one.trim()])
  const user = word(values, 'user')
  if (user !== '' && !town.users.has(user)) return refuse('user_not_found')
  for (const kind of wanted) {
    if (kind === undefined) return refuse('invalid_types')
    const missing = missingScope(by, scopeOf(kind, 'read'))
    if (missing !== undefined) return missing
  }
  const found = [...town.channels.values()].filter(
    (one) =>
      wanted.includes(one.kind) &&
      (one.team === by.team || one.sharedWith.has(by.team)) &&
      (one.kind === 'public' || one.members.has(by.botUser)) &&
      (user === '' || one.members.has(user)) &&
      !(flag(values, 'exclude_archived') === true && one.archived),
  )
  return listed(
    values,
    'channels',
    found.map((one) => described(call, one)),
  )
}

function members(call: Call): Thing {
  const channel = channelFor(call)
  if (isRefused(channel)) return channel
  const missing = missingScope(call.by, scopeOf(channel.kind, 'read'))
  return missing ?? listed(call.values, 'members', [...channel.members])
}

function past(call: Call): Thing {
  const channel = readable(call)
  if (isRefused(channel)) return channel
  const inChannel = said(call, channel).filter((one) => one.threadTs === undefined || one.broadcast)
  return pageOf(call, inChannel.reverse(), 999)
}

function replies(call: Call): Thing {
  const channel = readable(call)
  if (isRefused(channel)) return channel
  const ts = word(call.values, 'ts')
  const parent = messageAt(call.town, channel.id, ts)
  if (parent === undefined || parent.gone || parent.onlyFor !== undefined) return refuse('thread_not_found')
  // The first message comes along whatever span is asked for.
  const first = isReadable(call.town, parent, call.lagMs) ? [parent] : []
  const answers = said(call, channel).filter((one) => one.ts !== ts && one.threadTs === ts)
  return pageOf(call, [...first, ...answers], 1000)
}

function open(call: Call): Thing {
  const { town, by, values } = call
  const users = word(values, 'users')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
  if (users.length === 0) {
    const channel = channelFor(call)
    if (word(values, 'channel') === '') return refuse('users_list_not_supplied')
    return isRefused(channel) ? channel : { ok: true, channel: { id: channel.id }, no_op: true, already_open: true }
  }
  if (users.length > 8) return refuse('too_many_users')
  const missing = missingScope(by, users.length > 1 ? 'mpim:write' : 'im:write')
  if (missing !== undefined) return missing
  for (const id of users) {
    const user = town.users.get(id)
    if (user === undefined || (user.team !== by.team && !meets(call, id))) return refuse('user_not_found')
    if (user.deactivated) return refuse('user_disabled')
    if (user.kind === 'bot') return refuse('cannot_dm_bot')
  }
  return { ok: true, channel: { id: directChannel(town, by.team, [by.botUser, ...users]).id } }
}

function join(call: Call): Thing {
  const channel = channelFor(call)
  if (isRefused(channel)) return channel
  if (channel.kind !== 'public') return refuse('method_not_supported_for_channel_type')
  if (channel.archived) return refuse('is_archived')
  const already = channel.members.has(call.by.botUser)
  channel.members.add(call.by.botUser)
  if (!already) call.tell({ what: 'joined', user: call.by.botUser, channel })
  return {
    ok: true,
    channel: described(call, channel),
    ...(already ? { warning: 'already_in_channel', response_metadata: { warnings: ['already_in_channel'] } } : {}),
  }
}

function reactions(call: Call): Thing {
  if (word(call.values, 'channel') === '' || word(call.values, 'timestamp') === '') return refuse('no_item_specified')
  const channel = channelFor(call)
  if (isRefused(channel)) return channel
  const message = messageAt(call.town, channel.id, word(call.values, 'timestamp'))
  if (message === undefined || message.gone || message.onlyFor !== undefined) return refuse('message_not_found')
  const seen = shown(call.town, message, false)
  const all = isList(seen.reactions) ? seen.reactions.filter(isThing) : []
  // A reaction names fifty people, and only counts the others, unless all are asked for.
  const most = flag(call.values, 'full') === true ? Number.POSITIVE_INFINITY : 50
  const cut = all.map((one) => ({ ...one, users: isList(one.users) ? one.users.slice(0, most) : [] }))
  return {
    ok: true,
    type: 'message',
    channel: channel.id,
    message: { ...seen, ...(cut.length === 0 ? {} : { reactions: cut }) },
  }
}

/** Reading what was said asks for membership, and for the scope of this kind of place. */
function readable(call: Call): Channel | Refused {
  const channel = channelFor(call)
  if (isRefused(channel)) return channel
  const missing = missingScope(call.by, scopeOf(channel.kind, 'history'))
  if (missing !== undefined) return missing
  return channel.members.has(call.by.botUser) ? channel : refuse('not_in_channel')
}

function said({ town, values, lagMs }: Call, channel: Channel): Message[] {
  const oldest = Number(word(values, 'oldest') || 0)
  const latest = Number(word(values, 'latest') || Number.MAX_SAFE_INTEGER)
  const inclusive = flag(values, 'inclusive') === true
  return town.truth.filter((one) => {
    const at = Number(one.ts)
    const within = inclusive ? at >= oldest && at <= latest : at > oldest && at < latest
    return (
      one.channel === channel.id && !one.gone && one.onlyFor === undefined && within && isReadable(town, one, lagMs)
    )
  })
}

function isReadable(town: Town, message: Message, lagMs: number): boolean {
  return message.readableFrom <= town.now() - lagMs
}

function pageOf(call: Call, messages: readonly Message[], most: number): Thing {
  const withMetadata = wantsMetadata(call.values)
  return listed(
    call.values,
    'messages',
    messages.map((one) => shown(call.town, one, withMetadata)),
    most,
  )
}

/** Does this app share a channel with that person of another company? */
export function meets({ town, by }: Call, user: string): boolean {
  return [...town.channels.values()].some((one) => one.members.has(user) && one.members.has(by.botUser))
}

function described({ town, by }: Call, channel: Channel): Thing {
  const { kind, sharedWith } = channel
  const other = [...channel.members].find((one) => one !== by.botUser)
  return {
    id: channel.id,
    ...(kind === 'im' ? { user: other } : { name: channel.name, name_normalized: channel.name }),
    is_channel: kind === 'public' || kind === 'private',
    is_group: kind === 'private',
    is_im: kind === 'im',
    is_mpim: kind === 'mpim',
    is_private: kind !== 'public',
    is_archived: channel.archived,
    is_general: false,
    is_shared: sharedWith.size > 0,
    is_ext_shared: sharedWith.size > 0,
    is_org_shared: false,
    is_pending_ext_shared: false,
    is_member: channel.members.has(by.botUser),
    context_team_id: by.team,
    ...(sharedWith.size > 0 ? { connected_team_ids: [...sharedWith], conversation_host_id: channel.team } : {}),
    topic: { value: '', creator: '', last_set: 0 },
    purpose: { value: '', creator: '', last_set: 0 },
    creator: [...channel.members][0] ?? '',
    created: Math.floor(town.now() / 1000),
  }
}

// The chat methods: what an app posts, changes, takes away, and shows to one person alone. Only an app's own messages
// can be changed or taken away, and an ephemeral one by neither.

import type { Json } from '../../../src/json.ts'
import { blocksTooLong, refusedBlocks, wrongBlocks } from './blocks.ts'
import { flag, isList, isThing, nested, type Thing, word } from './form.ts'
import { keptBlocks, keptText } from './kept.ts'
import { type Call, channelFor, isRefused, type Methods, type Refused, refuse } from './method.ts'
import { accept, change, shown } from './post.ts'
import { type Channel, directChannel, type Message, messageAt, nextId, type Town, type Words } from './town.ts'

/** No size is published for metadata; this one keeps a test from trusting that there is none. */
const metadataMost = 8000

export const chatMethods: Methods = {
  'chat.postMessage': { needs: ['chat:write'], does: post },
  'chat.postEphemeral': { needs: ['chat:write'], does: whisper },
  'chat.update': { needs: ['chat:write'], does: update },
  'chat.delete': { needs: ['chat:write'], does: remove },
  'chat.getPermalink': { needs: [], does: permalink },
}

function post(call: Call): Thing {
  const { town, by, values } = call
  const channel = placeFor(call)
  if (isRefused(channel)) return channel
  const words = wordsOf(town, values, 40_000)
  if (isRefused(words)) return words
  const closed = closedTo(call, channel)
  if (closed !== undefined) return closed
  for (const own of ['username', 'icon_url', 'icon_emoji'])
    if (word(values, own) !== '' && !by.scopes.has('chat:write.customize'))
      return refuse('missing_scope', { needed: 'chat:write.customize', provided: [...by.scopes].join(',') })
  const thread = threadOf(call, channel)
  if (isRefused(thread)) return thread
  const cut = word(values, 'text').length > 40_000
  const message = accept(town, {
    ...origin(call, channel),
    ...thread,
    broadcast: flag(values, 'reply_broadcast') === true,
    now: words.words,
    linksUnfurl: flag(values, 'unfurl_links') === true,
    mediaUnfurls: flag(values, 'unfurl_media') !== false,
    readableFrom: town.now() + call.lagMs,
  })
  call.tell({ what: 'posted', message })
  return {
    ok: true,
    channel: channel.id,
    ts: message.ts,
    message: shown(town, message, true),
    ...(cut ? { warning: 'message_truncated', response_metadata: { warnings: ['message_truncated'] } } : {}),
  }
}

function whisper(call: Call): Thing {
  const { town, by, values } = call
  const channel = channelFor(call)
  if (isRefused(channel)) return channel
  const words = wordsOf(town, values, 40_000)
  if (isRefused(words)) return words
  if (channel.archived) return refuse('is_archived')
  if (!channel.members.has(by.botUser)) return refuse('not_in_channel')
  const user = town.users.get(word(values, 'user'))
  if (user === undefined) return refuse('user_not_found')
  if (user.deactivated || !channel.members.has(user.id)) return refuse('user_not_in_channel')
  const thread = threadOf(call, channel)
  if (isRefused(thread)) return thread
  const message = accept(town, { ...origin(call, channel), ...thread, now: words.words, onlyFor: user.id })
  return { ok: true, message_ts: message.ts }
}

function update(call: Call): Thing {
  const { town, values } = call
  const own = ownMessage(call, 'cant_update_message')
  if (isRefused(own)) return own
  const { message } = own
  const words = wordsOf(town, values, 4000, message.now)
  if (isRefused(words)) return words
  const isRich = (blocks: readonly Json[]): boolean => blocks.some((one) => isThing(one) && one.type === 'rich_text')
  if (isRich(message.now.blocks) && !isRich(words.words.blocks)) return refuse('block_mismatch')
  change(town, message, words.words)
  call.tell({ what: 'changed', message })
  return {
    ok: true,
    channel: message.channel,
    ts: message.ts,
    text: message.now.text,
    message: shown(town, message, true),
  }
}

function remove(call: Call): Thing {
  const own = ownMessage(call, 'cant_delete_message')
  if (isRefused(own)) return own
  own.message.gone = true
  call.tell({ what: 'deleted', message: own.message })
  return { ok: true, channel: own.message.channel, ts: own.message.ts }
}

function permalink(call: Call): Thing {
  const { town, values } = call
  const channel = channelFor(call)
  if (isRefused(channel)) return channel
  const message = messageAt(town, channel.id, word(values, 'message_ts'))
  if (message === undefined || message.gone || message.onlyFor !== undefined) return refuse('message_not_found')
  const domain = town.teams.get(channel.team)?.domain ?? channel.team
  const path = `https://${domain}.slack.com/archives/${channel.id}/p${message.ts.replace('.', '')}`
  const thread = message.threadTs === undefined ? '' : `?thread_ts=${message.threadTs}&cid=${channel.id}`
  return { ok: true, channel: channel.id, permalink: path + thread }
}

function ownMessage(call: Call, notOurs: string): { readonly message: Message } | Refused {
  const { town, by, values } = call
  const channel = channelFor(call)
  if (isRefused(channel)) return channel
  const message = messageAt(town, channel.id, word(values, 'ts'))
  if (message === undefined || message.gone || message.onlyFor !== undefined) return refuse('message_not_found')
  if (message.appId !== by.app.id || message.user !== by.botUser) return refuse(notOurs)
  if (channel.archived) return refuse('is_archived')
  return channel.members.has(by.botUser) || by.scopes.has('chat:write.public') ? { message } : refuse('not_in_channel')
}

function closedTo({ by, values }: Call, channel: Channel): Refused | undefined {
  if (channel.archived) return refuse('is_archived')
  const open = channel.kind === 'public' && by.scopes.has('chat:write.public')
  if (!channel.members.has(by.botUser) && !open) return refuse('not_in_channel')
  const inThread = word(values, 'thread_ts') !== ''
  switch (channel.restricted) {
    case undefined:
      return undefined
    case 'restricted_action_thread_only_channel':
      return inThread ? undefined : refuse(channel.restricted)
    case 'restricted_action_non_threadable_channel':
      return inThread ? refuse(channel.restricted) : undefined
  }
  return refuse(channel.restricted)
}

/** A post may name a person: it then goes to the direct messages between them and the app. */
function placeFor(call: Call): Channel | Refused {
  const { town, by, values } = call
  const user = town.users.get(word(values, 'channel'))
  if (user === undefined) return channelFor(call)
  if (user.deactivated || user.kind === 'bot' || user.team !== by.team) return refuse('channel_not_found')
  return directChannel(town, by.team, [by.botUser, user.id])
}

function threadOf({ town, values }: Call, channel: Channel): { readonly threadTs?: string } | Refused {
  const ts = word(values, 'thread_ts')
  if (ts === '') return {}
  const parent = messageAt(town, channel.id, ts)
  if (parent === undefined || parent.gone) return refuse('thread_not_found')
  if (parent.onlyFor !== undefined) return refuse('cannot_reply_to_message')
  return { threadTs: parent.threadTs ?? parent.ts }
}

function origin({ by }: Call, channel: Channel) {
  return { team: channel.team, channel: channel.id, user: by.botUser, botId: by.botId, appId: by.app.id }
}

/** What readers are to get, checked, and in the form Slack keeps it in. */
export function wordsOf(town: Town, values: Thing, most: number, before?: Words): { readonly words: Words } | Refused {
  const markdown = word(values, 'markdown_text')
  if (markdown !== '' && (word(values, 'text') !== '' || values.blocks !== undefined))
    return refuse('markdown_text_conflict')
  const blocks = nested(values, 'blocks')
  if (blocks !== undefined && !isList(blocks)) return refuse('invalid_blocks_format')
  const text = markdown === '' ? word(values, 'text') : markdown
  if (markdown.length > 12_000 || (most === 4000 && text.length > most)) return refuse('msg_too_long')
  if (text === '' && (blocks ?? []).length === 0 && !isList(nested(values, 'attachments'))) return refuse('no_text')
  const wrong = wrongBlocks(blocks ?? [], 'message')
  if (wrong.length > 0) return refusedBlocks('invalid_blocks', wrong)
  if (JSON.stringify(blocks ?? []).length > blocksTooLong) return refuse('msg_blocks_too_long')
  const metadata = nested(values, 'metadata')
  if (metadata !== undefined && !isThing(metadata)) return refuse('invalid_metadata_format')
  if (metadata !== undefined && Object.keys(metadata).length > 0) {
    const { event_payload: payload } = metadata
    const isFlat = isThing(payload) && Object.values(payload).every((one) => !isThing(one) && !isList(one))
    if (word(metadata, 'event_type') === '' || !isFlat) return refuse('invalid_metadata_schema')
    if (JSON.stringify(metadata).length > metadataMost) return refuse('metadata_too_large')
  }
  const kept = metadata === undefined ? before?.metadata : Object.keys(metadata).length === 0 ? undefined : metadata
  return {
    words: {
      text: keptText(text.slice(0, most)),
      blocks: keptBlocks(blocks ?? [], () => nextId(town, 'b')),
      ...(kept === undefined ? {} : { metadata: kept }),
    },
  }
}

// What a Web API method is to the fake: the scopes it needs, the kind of token it takes, and what it does. Also the few
// checks that many methods share: finding a channel as this app sees it, cutting a page, refusing.

import type { Json } from '../../../src/json.ts'
import { flag, type Thing, word } from './form.ts'
import type { Channel, ChannelKind, Installation, Message, Town } from './town.ts'

export type Call = {
  readonly town: Town
  readonly by: Installation
  readonly values: Thing
  /** A fault: how far behind the history is, for this call. */
  readonly lagMs: number
  /** Something happened that apps may have subscribed to. */
  readonly tell: (happened: Happened) => void
}
export type Happened =
  | { readonly what: 'posted' | 'changed' | 'deleted'; readonly message: Message }
  | { readonly what: 'joined' | 'left'; readonly user: string; readonly channel: Channel }

export type Method = {
  /** Any one of these will do; an empty list asks for a valid token only. */
  readonly needs: readonly string[]
  readonly does: (call: Call) => Thing
}
export type Methods = { readonly [name: string]: Method }

export type Refused = { readonly ok: false; readonly error: string; readonly [more: string]: Json | undefined }

export function refuse(error: string, more: Thing = {}): Refused {
  return { ...more, ok: false, error }
}

export function isRefused<Found extends object>(answer: Found | Refused): answer is Refused {
  return 'ok' in answer && answer.ok === false
}

const family: Readonly<Record<ChannelKind, string>> = { public: 'channels', private: 'groups', im: 'im', mpim: 'mpim' }

/** `channels:history` for a public channel, `im:history` for direct messages, and so on. */
export function scopeOf(kind: ChannelKind, right: 'read' | 'history'): string {
  return `${family[kind]}:${right}`
}

export function missingScope(by: Installation, needed: string): Refused | undefined {
  return by.scopes.has(needed) ? undefined : refuse('missing_scope', { needed, provided: [...by.scopes].join(',') })
}

/** The channel, if this app may know that it exists. */
export function channelFor({ town, by, values }: Call, name = 'channel'): Channel | Refused {
  const said = word(values, name)
  const channel =
    town.channels.get(said) ??
    [...town.channels.values()].find((one) => said !== '' && `#${one.name}` === said && one.team === by.team)
  const gone = refuse('channel_not_found')
  if (channel === undefined) return gone
  if (channel.team !== by.team && !channel.sharedWith.has(by.team)) return gone
  return channel.kind === 'public' || channel.members.has(by.botUser) ? channel : gone
}

/** A part of a long list under its name, with the cursor to the next part. */
export function listed(values: Thing, name: string, items: readonly Json[], most = 1000): Thing {
  const cursor = word(values, 'cursor')
  const from = cursor === '' ? 0 : Number(Buffer.from(cursor, 'base64').toString().replace('next:', ''))
  const limit = word(values, 'limit') === '' ? most : Number(word(values, 'limit'))
  if (!Number.isInteger(from) || from < 0) return refuse('invalid_cursor')
  if (!Number.isInteger(limit) || limit < 1) return refuse('invalid_limit')
  const end = from + Math.min(limit, most)
  const next = end < items.length ? Buffer.from(`next:${end}`).toString('base64') : ''
  return { ok: true, [name]: items.slice(from, end), has_more: next !== '', response_metadata: { next_cursor: next } }
}

export function wantsMetadata(values: Thing): boolean {
  return flag(values, 'include_all_metadata') === true
}

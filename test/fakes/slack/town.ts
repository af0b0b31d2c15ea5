// The truth of a fake Slack: workspaces, people, channels, apps, their installations, and every message that was ever
// accepted. Data and look-ups only; who may change it is said by the methods and by the people.

import type { Json } from '../../../src/json.ts'
import type { Thing } from './form.ts'

export type Team = { readonly id: string; name: string; domain: string }

export type UserKind = 'full' | 'admin' | 'guest' | 'single-channel-guest' | 'bot'
export type User = {
  readonly id: string
  /** The workspace the account belongs to; of a Slack Connect guest, not the one the channel lives in. */
  readonly team: string
  name: string
  kind: UserKind
  deactivated: boolean
}

export type ChannelKind = 'public' | 'private' | 'im' | 'mpim'
export type Channel = {
  readonly id: string
  readonly team: string
  name: string
  kind: ChannelKind
  archived: boolean
  /** Other workspaces in it, over Slack Connect. */
  sharedWith: Set<string>
  members: Set<string>
  /** How posting is restricted: Slack's own word for the refusal. */
  restricted?: string
}

export type App = {
  readonly id: string
  name: string
  clientId: string
  clientSecret: string
  signingSecret: string
  appToken: string
  scopes: readonly string[]
  /** Which events it subscribed to: `app_mention`, `message.im`, `app_home_opened` and so on. */
  events: ReadonlySet<string>
  /** Of whose metadata it asked to hear, by app (or `*`) and event type. */
  metadata: readonly { readonly app_id: string; readonly event_type: string }[]
  /** Where signed requests go; without it, only Socket Mode delivers. */
  requestUrl?: string
  socketMode: boolean
  rotates: boolean
  /** Its command gets people, channels and links as their ids and addresses, and not as they were typed. */
  escapes: boolean
  /** Is it told of the metadata of its own posts? Slack does not say whether it tells. */
  hearsOwnMetadata: boolean
}

export type Installation = {
  readonly app: App
  readonly team: string
  readonly botUser: string
  readonly botId: string
  /** Each works until it ends; rotation adds one and lets the older run out. */
  readonly tokens: { readonly value: string; readonly endsAt?: number }[]
  /** Single use: a refresh replaces it. */
  refreshToken?: string
  scopes: ReadonlySet<string>
  /** Why the token no longer works, in Slack's word. */
  ended?: 'token_revoked' | 'account_inactive'
}

export type UserGroup = { readonly id: string; readonly team: string; handle: string; users: string[] }

export type Words = {
  readonly text: string
  readonly blocks: readonly Json[]
  readonly metadata?: Thing
}

export type Message = {
  readonly team: string
  /** Another one when Slack gives the channel another id. */
  channel: string
  readonly ts: string
  readonly threadTs?: string
  /** Also shown in the channel, not only in its thread. */
  readonly broadcast: boolean
  readonly user: string
  readonly botId?: string
  readonly appId?: string
  /** Set on an ephemeral message: the one person who sees it. */
  readonly onlyFor?: string
  /** As readers see it now; and every wording that readers could ever see, first to last. */
  now: Words
  readonly versions: Words[]
  readonly linksUnfurl: boolean
  readonly mediaUnfurls: boolean
  /** Until then, reading the history does not show it. */
  readonly readableFrom: number
  gone: boolean
  edited: boolean
  readonly reactions: Map<string, Set<string>>
}

export type Fetch = { readonly url: string; readonly why: 'link' | 'image'; readonly ts: string }

/** A modal or a Home tab that a person has before them, or had. */
export type View = {
  readonly id: string
  readonly team: string
  readonly user: string
  readonly appId: string
  readonly botId: string
  readonly rootId: string
  readonly previousId?: string
  /** As the app sent it, latest version. */
  view: Thing
  hash: string
  /** What the app said was wrong with the last submission. */
  errors?: Thing
  closed: boolean
}

export type Trigger = {
  readonly team: string
  readonly user: string
  readonly appId: string
  readonly at: number
  used: boolean
}

/** An address that takes up to five answers to one gesture, for half an hour. */
export type Reply = {
  readonly appId: string
  readonly team: string
  readonly user: string
  readonly channel: string
  readonly message?: Message
  readonly at: number
  uses: number
}

export type Town = {
  readonly now: () => number
  readonly teams: Map<string, Team>
  readonly users: Map<string, User>
  readonly channels: Map<string, Channel>
  readonly apps: Map<string, App>
  readonly installations: Installation[]
  readonly groups: Map<string, UserGroup>
  /** Every message that was ever accepted, in order, ephemeral ones too. */
  readonly truth: Message[]
  /** Every address that Slack would have fetched to draw a preview or an image. */
  readonly fetched: Fetch[]
  readonly views: View[]
  readonly triggers: Map<string, Trigger>
  readonly replies: Map<string, Reply>
  /** Codes of OAuth that a person's consent gave out, until they are exchanged. */
  readonly consents: Map<string, { readonly app: App; readonly team: string; readonly user: string; used: boolean }>
  readonly count: { ts: number; id: number }
}

export function emptyTown(now: () => number): Town {
  return {
    now,
    teams: new Map(),
    users: new Map(),
    channels: new Map(),
    apps: new Map(),
    installations: [],
    groups: new Map(),
    truth: [],
    fetched: [],
    views: [],
    triggers: new Map(),
    replies: new Map(),
    consents: new Map(),
    count: { ts: 0, id: 0 },
  }
}

/** Slack's message clock: seconds, and a number that never comes twice. */
/** When it was said, to the microsecond, and never twice. */
export function nextTs(town: Town): string {
  town.count.ts = Math.max(town.count.ts + 1, town.now() * 1000)
  return (town.count.ts / 1_000_000).toFixed(6)
}

export function nextId(town: Town, letter: string): string {
  town.count.id += 1
  return `${letter}${town.count.id.toString(36).toUpperCase().padStart(9, '0')}`
}

/** The direct messages between these people, and the app among them; made when first needed. */
export function directChannel(town: Town, team: string, members: readonly string[]): Channel {
  const same = (channel: Channel): boolean =>
    (channel.kind === 'im' || channel.kind === 'mpim') &&
    channel.team === team &&
    channel.members.size === members.length &&
    members.every((one) => channel.members.has(one))
  const found = [...town.channels.values()].find(same)
  if (found !== undefined) return found
  const kind = members.length > 2 ? 'mpim' : 'im'
  const id = nextId(town, kind === 'im' ? 'D' : 'G')
  const made: Channel = {
    id,
    team,
    name: kind === 'im' ? id : `mpdm-${members.join('-')}`,
    kind,
    archived: false,
    sharedWith: new Set(),
    members: new Set(members),
  }
  town.channels.set(id, made)
  return made
}

export function messageAt(town: Town, channel: string, ts: string): Message | undefined {
  return town.truth.find((one) => one.channel === channel && one.ts === ts)
}

/** Does this person really have this message before them now? */
export function sees(town: Town, user: string, message: Message): boolean {
  if (message.gone || town.users.get(user)?.deactivated !== false) return false
  const channel = town.channels.get(message.channel)
  if (channel === undefined || !channel.members.has(user)) return false
  return message.onlyFor === undefined || message.onlyFor === user
}

// What Slack tells the apps: which event each happening is, and which apps hear it, by subscription and membership.

import { type Thing, word } from './form.ts'
import type { Happened } from './method.ts'
import { shown } from './post.ts'
import type { Parcel } from './signed.ts'
import { type Channel, type ChannelKind, type Installation, type Message, nextId, type Town } from './town.ts'

export type Tell = (installation: Installation, parcel: Parcel) => Promise<unknown>

const types: Readonly<Record<ChannelKind, string>> = { public: 'channel', private: 'group', im: 'im', mpim: 'mpim' }
const subscriptions: Readonly<Record<ChannelKind, string>> = {
  public: 'message.channels',
  private: 'message.groups',
  im: 'message.im',
  mpim: 'message.mpim',
}

/** Something happened in a channel: the apps that are in it and asked to hear of it are told. */
export async function announce(town: Town, happened: Happened, tell: Tell): Promise<void> {
  const id = 'message' in happened ? happened.message.channel : happened.channel.id
  const channel = town.channels.get(id)
  if (channel === undefined) throw new Error(`announcing in ${id}: there is no such channel`)
  if ('message' in happened && happened.message.onlyFor !== undefined) return
  const hearers = town.installations.filter((one) => one.ended === undefined && channel.members.has(one.botUser))
  await Promise.all(
    hearers.flatMap((by) =>
      eventsOf(town, happened, channel, by)
        .filter(({ key }) => by.app.events.has(key))
        .map(({ event }) => tell(by, parcelOf(town, by, event, channel))),
    ),
  )
}

/** An event that is not about a message: to every app of that workspace that asked for it. */
export async function announceToTeam(town: Town, team: string, event: Thing, tell: Tell): Promise<void> {
  const hearers = town.installations.filter((one) => one.team === team && one.app.events.has(word(event, 'type')))
  await Promise.all(hearers.map((by) => tell(by, parcelOf(town, by, event))))
}

export function parcelOf(town: Town, by: Installation, event: Thing, channel?: Channel): Parcel {
  return {
    name: word(event, 'type'),
    kind: 'event',
    body: {
      token: 'legacy',
      team_id: by.team,
      context_team_id: by.team,
      context_enterprise_id: null,
      api_app_id: by.app.id,
      event,
      type: 'event_callback',
      event_id: nextId(town, 'Ev'),
      event_time: Math.floor(town.now() / 1000),
      authorizations: [
        { enterprise_id: null, team_id: by.team, user_id: by.botUser, is_bot: true, is_enterprise_install: false },
      ],
      is_ext_shared_channel: (channel?.sharedWith.size ?? 0) > 0,
    },
  }
}

type Keyed = { readonly key: string; readonly event: Thing }

function eventsOf(town: Town, happened: Happened, channel: Channel, by: Installation): Keyed[] {
  switch (happened.what) {
    case 'joined':
    case 'left': {
      const type = happened.what === 'joined' ? 'member_joined_channel' : 'member_left_channel'
      const { user } = happened
      const team = town.users.get(user)?.team
      const event = { type, user, channel: channel.id, channel_type: channel.kind === 'public' ? 'C' : 'G', team }
      return [{ key: type, event: { ...event, event_ts: ts(town) } }]
    }
    case 'posted':
      return posted(town, happened.message, channel, by)
    case 'changed': {
      const message = shown(town, happened.message, true)
      const event = { type: 'message', subtype: 'message_changed', message, hidden: true, ...at(channel), ts: ts(town) }
      return [{ key: subscriptions[channel.kind], event }]
    }
    case 'deleted': {
      const previous = shown(town, happened.message, true)
      const gone = { deleted_ts: happened.message.ts, previous_message: previous, hidden: true }
      const event = { type: 'message', subtype: 'message_deleted', ...gone, ...at(channel), ts: ts(town) }
      return [{ key: subscriptions[channel.kind], event }]
    }
  }
}

function posted(town: Town, message: Message, channel: Channel, by: Installation): Keyed[] {
  const said = { ...shown(town, message, false), ...at(channel), event_ts: message.ts }
  const keyed: Keyed[] = [{ key: subscriptions[channel.kind], event: said }]
  // Direct messages carry no app_mention.
  if (channel.kind !== 'im' && message.now.text.includes(`<@${by.botUser}>`))
    keyed.push({ key: 'app_mention', event: { ...said, type: 'app_mention', channel_type: undefined } })
  const { metadata } = message.now
  if (metadata !== undefined && hearsOf(by, message, word(metadata, 'event_type'))) {
    const event = {
      type: 'message_metadata_posted',
      app_id: message.appId,
      bot_id: message.botId,
      user_id: message.user,
      team_id: message.team,
      channel_id: channel.id,
      message_ts: message.ts,
      metadata,
      event_ts: message.ts,
    }
    keyed.push({ key: event.type, event })
  }
  return keyed
}

/** Only with the scope, and only of the metadata that its manifest subscribes to. */
function hearsOf({ app, scopes }: Installation, { appId }: Message, type: string): boolean {
  if (!scopes.has('metadata.message:read') || (appId === app.id && !app.hearsOwnMetadata)) return false
  return app.metadata.some((one) => one.event_type === type && (one.app_id === '*' || one.app_id === appId))
}

function at(channel: Channel) {
  return { channel: channel.id, channel_type: types[channel.kind] }
}

function ts(town: Town): string {
  return `${Math.floor(town.now() / 1000)}.000000`
}

// The manifest by which an admin makes our app in their workspace. It asks for what is used and for nothing else; each
// profile says what it adds.

import type { Json } from '../../src/json.ts'
import { happenings } from './happening.ts'
import { postEvent } from './post.ts'

/** The menu of a message, by the names that come back. */
export const shortcuts = { ask: 'cs:ask', about: 'cs:about' } as const

export const profiles = ['core', 'readers', 'watch'] as const
/**
 * `readers` also reads the channels it is in, so that a post whose fate nobody knows is found again, and those who answered
 * one are told when it is recalled. `watch` hears besides what is said there, and sees by it which bots post without being
 * registered.
 */
export type Profile = (typeof profiles)[number]

const coreScopes = [
  'app_mentions:read', // somebody asks an agent
  'channels:read', // who reads a place, and who is in it
  'chat:write',
  'commands',
  'groups:read',
  'im:history', // the word “stop”, said to us alone; a card that was lost
  'im:write', // cards
  'metadata.message:read', // that a post of ours stands
  'usergroups:read', // moderators
  'users:read', // who clicks
] as const
const moreScopes: { readonly [profile in Profile]: readonly string[] } = {
  core: [],
  readers: ['channels:history', 'groups:history', 'reactions:read'],
  watch: ['channels:history', 'groups:history', 'reactions:read'],
}
/** Sorted, as the manifest names them. */
export function scopesOf(profile: Profile): readonly string[] {
  return [...coreScopes, ...moreScopes[profile]].sort()
}
const moreEvents: { readonly [profile in Profile]: readonly string[] } = {
  core: [],
  readers: [],
  watch: ['message.channels', 'message.groups'],
}
/** Sorted, as the manifest names them. */
export function eventsOf(profile: Profile): readonly string[] {
  const always = ['app_home_opened', 'app_mention', 'message.im', 'message_metadata_posted']
  return [...always, ...happenings, ...moreEvents[profile]].sort()
}

/** Of every app: ours has no id yet. Whose message it is is looked at when it comes (own-post.ts). */
const ofPosts = [{ app_id: '*', event_type: postEvent }]

export type ManifestOf = {
  /** Where Slack sends requests, and browsers that have installed the app. */
  readonly url: string | undefined
  /** Nothing is sent to that address: we open a socket. */
  readonly socket?: boolean
  /** Tokens end after twelve hours. */
  readonly rotate?: boolean
}

export function slackManifest(profile: Profile, { url, socket = false, rotate = false }: ManifestOf): Json {
  const request = url === undefined || socket ? undefined : new URL('/slack/events', url).href
  const at = request === undefined ? {} : { request_url: request }
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'Countersign',
      description: 'Holds AI agents’ posts until a person approves them.',
      long_description:
        'Countersign holds what AI agents want to post, shows it to the person who asked with its confidence and assumptions, labels it as an AI draft, and publishes it only after that person approves. Moderators can reject, recall and stop. AI-generated text can be wrong: check it before acting on it.',
    },
    features: {
      app_home: { home_tab_enabled: true, messages_tab_enabled: true, messages_tab_read_only_enabled: false },
      shortcuts: [
        {
          name: 'Ask an agent',
          type: 'message',
          callback_id: shortcuts.ask,
          description: 'Its draft comes to you alone',
        },
        {
          name: 'About this AI post',
          type: 'message',
          callback_id: shortcuts.about,
          description: 'Report it, recall it, or ask for a new draft',
        },
      ],
      bot_user: { display_name: 'Countersign', always_online: true },
      slash_commands: [
        {
          command: '/countersign',
          description: 'Ask an agent, see what waits for you, stop it',
          usage_hint: 'ask AGENT QUESTION | queue | stop [AGENT] | away until DATE to @COLLEAGUE | help',
          // Only so does it come by their id whom somebody names; a name could be anybody’s.
          should_escape: true,
          ...(request === undefined ? {} : { url: request }),
        },
      ],
    },
    oauth_config: {
      scopes: { bot: scopesOf(profile) },
      ...(url === undefined ? {} : { redirect_urls: [new URL('/slack/oauth_redirect', url).href] }),
    },
    settings: {
      event_subscriptions: { ...at, bot_events: eventsOf(profile), metadata_subscriptions: ofPosts },
      interactivity: { is_enabled: true, ...at },
      org_deploy_enabled: false,
      socket_mode_enabled: request === undefined,
      token_rotation_enabled: rotate,
    },
  }
}

// A company to test in: Acme with its people, a partner over Slack Connect, its channels, our app, and the app of an
// agent. Ids can be read in a failure: U0ADA is Ada, C0HELP is #help.

import type { Pace } from './deliver.ts'
import { type FakeSlack, openFakeSlack } from './slack.ts'
import type { App, Installation } from './town.ts'

const ourScopes = [
  'app_mentions:read',
  'channels:read',
  'chat:write',
  'commands',
  'groups:read',
  'im:history',
  'im:read',
  'im:write',
  'metadata.message:read',
  'team:read',
  'usergroups:read',
  'users:read',
] as const
/** What the profile `readers` and the stronger reconciliation ask for besides. */
export const readerScopes = ['channels:history', 'groups:history', 'reactions:read'] as const

const ourEvents = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'channel_archive',
  'channel_convert_to_private',
  'channel_id_changed',
  'channel_left',
  'channel_rename',
  'channel_shared',
  'channel_unarchive',
  'group_left',
  'member_joined_channel',
  'member_left_channel',
  'message.im',
  'message_metadata_posted',
  'tokens_revoked',
  'user_change',
] as const

export type Acme = {
  readonly slack: FakeSlack
  readonly app: App
  readonly ours: Installation
  readonly agentsApp: App
  readonly agents: Installation
}

export async function openAcme(
  settings: {
    readonly now?: () => number
    readonly pace?: Pace
    readonly requestUrl?: string
    readonly scopes?: readonly string[]
    /** Its tokens end. */
    readonly rotates?: boolean
  } = {},
): Promise<Acme> {
  const slack = await openFakeSlack(settings)
  slack.team('T0ACME', 'Acme')
  slack.team('T0PART', 'Partner')
  slack.user('T0ACME', 'U0ADA', 'Ada')
  slack.user('T0ACME', 'U0BO', 'Bo')
  slack.user('T0ACME', 'U0MIA', 'Mia')
  slack.user('T0ACME', 'U0SEC', 'Sec', 'admin')
  slack.user('T0ACME', 'U0GUS', 'Gus', 'guest')
  slack.user('T0ACME', 'U0DEX', 'Dex').deactivated = true
  slack.user('T0PART', 'U0XIA', 'Xia')
  slack.group('T0ACME', 'reviewers', ['U0MIA', 'U0DEX'])

  const { requestUrl } = settings
  const app = slack.app({
    name: 'Countersign',
    scopes: [...ourScopes, ...(settings.scopes ?? [])],
    events: new Set(ourEvents),
    metadata: [{ app_id: '*', event_type: 'countersign_post' }],
    socketMode: requestUrl === undefined,
    rotates: settings.rotates ?? false,
    ...(requestUrl === undefined ? {} : { requestUrl }),
  })
  const agentsApp = slack.app({ name: 'Deploy Helper', scopes: ['chat:write', 'channels:read'] })
  const ours = slack.install(app, 'T0ACME')
  const agents = slack.install(agentsApp, 'T0ACME')
  const us = ours.botUser
  const everyone = ['U0ADA', 'U0BO', 'U0MIA', 'U0SEC']
  slack.channel('T0ACME', 'C0HELP', 'help', { members: new Set([...everyone, 'U0GUS', us, agents.botUser]) })
  slack.channel('T0ACME', 'C0RANDOM', 'random', { members: new Set(everyone) })
  slack.channel('T0ACME', 'C0OPS', 'ops', { kind: 'private', members: new Set(['U0ADA', 'U0BO', us]) })
  slack.channel('T0ACME', 'C0BOARD', 'board', { kind: 'private', members: new Set(['U0SEC']) })
  slack.channel('T0ACME', 'C0OLD', 'old', { archived: true, members: new Set([...everyone, us]) })
  slack.channel('T0ACME', 'C0NEWS', 'news', {
    restricted: 'restricted_action_read_only_channel',
    members: new Set([...everyone, us]),
  })
  slack.channel('T0ACME', 'C0JOINT', 'joint', {
    sharedWith: new Set(['T0PART']),
    members: new Set([...everyone, 'U0XIA', us]),
  })
  return { slack, app, ours, agentsApp, agents }
}

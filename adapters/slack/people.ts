// Who is in the workspace and in a channel, as Slack says it now. A click is judged by what stands here, so it is asked
// anew each time; only user groups, of which Slack lets nobody ask often, are remembered for a few seconds.

import { z } from 'zod'
import type { Membership, Role } from '../../src/person/person.ts'
import type { Account, Audience, Destination } from '../../src/place.ts'
import { second } from '../../src/time.ts'
import type { Slack } from './client.ts'
import { cureOf, errorName } from './outcome.ts'

export type People = {
  /** The workspace that our token belongs to, and who we are in it. */
  us(): Promise<Us>
  accountOf(user: string): Promise<Account | undefined>
  membership(account: Account, at: Destination): Promise<Membership | undefined>
  audience(at: Destination): Promise<Audience | undefined>
  /** Why nothing can be posted there now, in words that name the cure. */
  obstacle(at: Destination): Promise<string | undefined>
  /** Where we speak with this account alone; undefined where Slack does not let us. */
  alone(account: Account): Promise<Destination | undefined>
  /** Everybody in the channel; empty where we cannot see it. */
  members(channel: string): Promise<readonly string[]>
  /** Everybody in the user group of this role. */
  holders(role: Role): Promise<readonly string[]>
}
export type Us = { readonly team: string; readonly user: string; readonly bot: string }

/** The handle of the user group whose members have the role; the admins of a workspace are ours without one. */
export const groupOfRole: { readonly [role in Role]: string } = {
  admin: 'countersign-admins',
  moderator: 'countersign-moderators',
  security: 'countersign-security',
}

const us = z.object({ team_id: z.string(), user_id: z.string(), bot_id: z.string() })
const flag = z.boolean().default(false)
const user = z.object({
  user: z.object({
    id: z.string(),
    team_id: z.string(),
    name: z.string().optional(),
    real_name: z.string().optional(),
    profile: z.object({ display_name: z.string().optional(), real_name: z.string().optional() }).default({}),
    deleted: flag,
    is_bot: flag,
    is_admin: flag,
    is_owner: flag,
    is_restricted: flag,
    is_ultra_restricted: flag,
  }),
})
type User = z.infer<typeof user>['user']
const channel = z.object({
  channel: z.object({
    name: z.string().default('direct messages'),
    is_private: flag,
    is_ext_shared: flag,
    is_pending_ext_shared: flag,
    is_member: flag,
    is_archived: flag,
    is_im: flag,
    is_mpim: flag,
    num_members: z.number().int().optional(),
  }),
})
const next = z.object({ next_cursor: z.string().default('') }).default({ next_cursor: '' })
const members = z.object({ members: z.array(z.string()), response_metadata: next })
const groups = z.object({
  usergroups: z.array(z.object({ id: z.string(), handle: z.string(), users: z.array(z.string()).default([]) })),
})
type Group = z.infer<typeof groups>['usergroups'][number]

const unseen: readonly string[] = ['channel_not_found', 'missing_scope', 'not_in_channel', 'team_not_found']
const nobody: readonly string[] = ['user_not_found', 'user_not_visible', 'users_not_found']
const groupsGoodForMs = 10 * second
/** Slack’s own, which does not call itself a bot. */
const slackbot = 'USLACKBOT'

export function openPeople(slack: Slack, now: () => number): People {
  let known: Promise<Us> | undefined
  let grouped: { readonly at: number; readonly of: Promise<readonly Group[]> } | undefined
  /** A person never changes company: which it is, is asked once. */
  const teams = new Map<string, string>()

  const userOf = async (id: string): Promise<User | undefined> => {
    try {
      const found = user.parse(await slack.safely('users.info', { user: id })).user
      teams.set(found.id, found.team_id)
      return found
    } catch (cause) {
      if (nobody.includes(errorName(cause) ?? '')) return undefined
      throw new Error(`asking who ${id} is`, { cause })
    }
  }
  const groupsNow = async (): Promise<readonly Group[]> => {
    if (grouped !== undefined && now() - grouped.at < groupsGoodForMs) return grouped.of
    const of = readGroups(slack)
    grouped = { at: now(), of }
    of.catch(() => {
      grouped = undefined
    })
    return of
  }
  const readUs = async (): Promise<Us> => {
    const { team_id, user_id, bot_id } = us.parse(await slack.safely('auth.test', {}))
    return { team: team_id, user: user_id, bot: bot_id }
  }

  /** Who is in direct messages with us needs no list, and no permission to read one. */
  const insideOf = async (account: Account, at: Destination): Promise<readonly string[]> => {
    if (!isDirect(at)) return people.members(at.channel)
    return (await directWith(slack, account.user)) === at.channel ? [account.user] : []
  }

  const people: People = {
    async us() {
      known ??= readUs()
      try {
        return await known
      } catch (cause) {
        known = undefined
        throw new Error('asking Slack who we are', { cause })
      }
    },
    async accountOf(id) {
      const workspace = teams.get(id) ?? (await userOf(id))?.team_id
      return workspace === undefined ? undefined : { platform: 'slack', workspace, user: id }
    },
    async membership(account, at) {
      const { team } = await people.us()
      if (at.workspace !== team) return undefined
      const [found, inside, held] = await Promise.all([userOf(account.user), insideOf(account, at), groupsNow()])
      if (found === undefined || found.team_id !== account.workspace) return undefined
      const groups = held.filter((group) => group.users.includes(found.id))
      const handles = groups.map((group) => group.handle)
      return {
        name: nameOf(found),
        active: !found.deleted,
        bot: found.is_bot || found.id === slackbot,
        member: memberOf(found, team, inside),
        roles: found.team_id === team ? rolesOf(found, handles) : [],
        groups: handles,
        groupIds: groups.map((group) => `slack/${team}/${group.id}`),
      }
    },
    async audience(at) {
      const { team } = await people.us()
      // There stand our cards; it is no place to post to. See docs/decisions/0027-shared-places.md.
      if (at.workspace !== team || isDirect(at)) return undefined
      const place = await channelAt(slack, at.channel)
      if (place === undefined) return undefined
      const isShared = place.is_ext_shared || place.is_pending_ext_shared
      const inside = isShared || place.num_members === undefined ? await people.members(at.channel) : undefined
      const of = isShared
        ? await Promise.all((inside ?? []).map(async (id) => teams.get(id) ?? (await userOf(id))?.team_id))
        : []
      const foreign = of.filter((one) => one !== team).length
      const counted = inside?.length ?? place.num_members ?? 0
      return {
        name: place.is_im || place.is_mpim ? place.name : `#${place.name}`,
        people: Math.max(0, counted - (place.is_member ? 1 : 0)),
        // Whoever the other company lets in can read it, even before anybody has come.
        outsiders: isShared ? Math.max(1, foreign) : 0,
        open: !place.is_private && !place.is_im && !place.is_mpim,
      }
    },
    async obstacle(at) {
      const { team } = await people.us()
      const place = at.workspace === team ? await channelAt(slack, at.channel) : undefined
      if (place === undefined) return cureOf('channel_not_found')
      if (place.is_archived) return cureOf('is_archived')
      return place.is_member || place.is_im ? undefined : cureOf('not_in_channel')
    },
    async alone({ user: id, workspace }) {
      const { team } = await people.us()
      const channel = workspace === team ? await directWith(slack, id) : undefined
      return channel === undefined ? undefined : { platform: 'slack', workspace: team, channel }
    },
    async members(id) {
      const inside: string[] = []
      for (let cursor = ''; ; ) {
        const page = await pageOfMembers(slack, id, cursor)
        if (page === undefined) return []
        inside.push(...page.members)
        cursor = page.response_metadata.next_cursor
        if (cursor === '') return inside
      }
    },
    async holders(role) {
      return (await groupsNow()).filter((group) => group.handle === groupOfRole[role]).flatMap((group) => group.users)
    },
  }
  return people
}

const opened = z.object({ channel: z.object({ id: z.string() }) })

function isDirect({ channel }: Destination): boolean {
  return channel.startsWith('D')
}

async function directWith(slack: Slack, user: string): Promise<string | undefined> {
  try {
    return opened.parse(await slack.safely('conversations.open', { users: user })).channel.id
  } catch (cause) {
    if (errorName(cause) !== undefined) return undefined
    throw new Error(`opening direct messages with ${user}`, { cause })
  }
}

async function channelAt(slack: Slack, id: string): Promise<z.infer<typeof channel>['channel'] | undefined> {
  try {
    return channel.parse(await slack.safely('conversations.info', { channel: id, include_num_members: true })).channel
  } catch (cause) {
    if (unseen.includes(errorName(cause) ?? '')) return undefined
    throw new Error(`asking who reads ${id}`, { cause })
  }
}

async function pageOfMembers(slack: Slack, id: string, cursor: string): Promise<z.infer<typeof members> | undefined> {
  try {
    return members.parse(await slack.safely('conversations.members', { channel: id, limit: 1000, cursor }))
  } catch (cause) {
    if (unseen.includes(errorName(cause) ?? '')) return undefined
    throw new Error(`asking who is in ${id}`, { cause })
  }
}

/** Without the permission to read groups nobody has a role by one. */
async function readGroups(slack: Slack): Promise<readonly Group[]> {
  try {
    return groups.parse(await slack.safely('usergroups.list', { include_users: true })).usergroups
  } catch (cause) {
    if (errorName(cause) === 'missing_scope') return []
    throw new Error('asking for the user groups', { cause })
  }
}

function memberOf(found: User, team: string, inside: readonly string[]): Membership['member'] {
  if (!inside.includes(found.id)) return 'none'
  if (found.team_id !== team) return 'outsider'
  return found.is_restricted || found.is_ultra_restricted ? 'guest' : 'full'
}

function rolesOf(found: User, handles: readonly string[]): readonly Role[] {
  const byGroup = (role: Role) => handles.includes(groupOfRole[role])
  const isAdmin = found.is_admin || found.is_owner || byGroup('admin')
  const others = (['moderator', 'security'] as const).filter(byGroup)
  return isAdmin ? ['admin', ...others] : others
}

function nameOf({ profile, real_name, name, id }: User): string {
  return [profile.real_name, real_name, profile.display_name, name].find((one) => one !== undefined && one !== '') ?? id
}

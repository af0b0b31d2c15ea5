// Who there is: auth.test, team.info, users and user groups. A person of another company is visible only where a shared
// channel makes them so, and a stranger where this app is not in that channel.

import { meets } from './conversation.ts'
import { flag, type Thing, word } from './form.ts'
import { type Call, listed, type Methods, refuse } from './method.ts'
import type { User } from './town.ts'

export const directoryMethods: Methods = {
  'auth.test': { needs: [], does: whoAmI },
  'team.info': { needs: ['team:read'], does: team },
  'users.info': { needs: ['users:read'], does: person },
  'users.list': { needs: ['users:read'], does: people },
  'usergroups.list': { needs: ['usergroups:read'], does: groups },
  'usergroups.users.list': { needs: ['usergroups:read'], does: groupUsers },
}

function whoAmI({ town, by }: Call): Thing {
  const home = town.teams.get(by.team)
  return {
    ok: true,
    url: `https://${home?.domain}.slack.com/`,
    team: home?.name,
    user: town.users.get(by.botUser)?.name,
    team_id: by.team,
    user_id: by.botUser,
    bot_id: by.botId,
    is_enterprise_install: false,
  }
}

function team({ town, by, values }: Call): Thing {
  const asked = town.teams.get(word(values, 'team') || by.team)
  return asked === undefined ? refuse('team_not_found') : { ok: true, team: { ...asked } }
}

function person(call: Call): Thing {
  const user = call.town.users.get(word(call.values, 'user'))
  return user === undefined || !isVisible(call, user)
    ? refuse('user_not_found')
    : { ok: true, user: described(call, user) }
}

function people(call: Call): Thing {
  const visible = [...call.town.users.values()].filter((one) => isVisible(call, one))
  return listed(
    call.values,
    'members',
    visible.map((one) => described(call, one)),
  )
}

function groups({ town, by, values }: Call): Thing {
  const own = [...town.groups.values()].filter((one) => one.team === by.team)
  const withUsers = flag(values, 'include_users') === true
  return {
    ok: true,
    usergroups: own.map((one) => ({
      id: one.id,
      team_id: one.team,
      handle: one.handle,
      name: one.handle,
      is_usergroup: true,
      date_delete: 0,
      user_count: one.users.length,
      ...(withUsers ? { users: one.users } : {}),
    })),
  }
}

function groupUsers({ town, by, values }: Call): Thing {
  const group = town.groups.get(word(values, 'usergroup'))
  if (group === undefined || group.team !== by.team) return refuse('no_such_subteam')
  return { ok: true, users: group.users.filter((one) => town.users.get(one)?.deactivated === false) }
}

function isVisible({ town, by }: Call, user: User): boolean {
  if (user.team === by.team) return true
  return [...town.channels.values()].some(
    (one) => one.members.has(user.id) && (one.team === by.team || one.sharedWith.has(by.team)),
  )
}

function described(call: Call, user: User): Thing {
  const isForeign = user.team !== call.by.team
  return {
    id: user.id,
    team_id: user.team,
    name: user.name.toLowerCase(),
    real_name: user.name,
    deleted: user.deactivated,
    is_bot: user.kind === 'bot',
    is_app_user: false,
    is_admin: user.kind === 'admin' && !isForeign,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: user.kind === 'guest' || user.kind === 'single-channel-guest',
    is_ultra_restricted: user.kind === 'single-channel-guest',
    ...(isForeign ? { is_stranger: !meets(call, user.id) } : {}),
    profile: { real_name: user.name, display_name: user.name, team: user.team },
  }
}

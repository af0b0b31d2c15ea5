// Who and what there is in the practice chat: three channels, and five people to be, so that every decision and every
// refusal can be tried by one newcomer. Who moderates comes from here, as it comes from Slack or Discord there.

import type { Membership, Role } from '../../src/person/person.ts'
import type { Account, Audience, Destination } from '../../src/place.ts'

const workspace = 'practice'

export type Resident = {
  readonly user: string
  readonly name: string
  /** Who they are, in the words of the person switcher. */
  readonly says: string
  readonly member: 'full' | 'guest'
  readonly roles: readonly Role[]
  /** Groups of this chat, which rules can name. */
  readonly groups: readonly string[]
}

export const residents: readonly Resident[] = [
  { user: 'ada', name: 'Ada', says: 'engineer', member: 'full', roles: [], groups: [] },
  { user: 'bo', name: 'Bo', says: 'engineer', member: 'full', roles: [], groups: ['data-owners'] },
  { user: 'mia', name: 'Mia', says: 'moderator', member: 'full', roles: ['moderator'], groups: [] },
  {
    user: 'sec',
    name: 'Sec',
    says: 'security lead, admin',
    member: 'full',
    roles: ['security', 'admin'],
    groups: ['data-owners'],
  },
  { user: 'gus', name: 'Gus', says: 'guest from outside', member: 'guest', roles: [], groups: [] },
]

export type Place = {
  readonly channel: string
  readonly says: string
  readonly open: boolean
  readonly users: readonly string[]
}

const everyone = residents.map((resident) => resident.user)

export const places: readonly Place[] = [
  { channel: 'platform-help', says: 'Questions about the platform', open: true, users: everyone },
  {
    channel: 'access-requests',
    says: 'Private: who may read what',
    open: false,
    users: everyone.filter((user) => user !== 'gus'),
  },
  { channel: 'random', says: 'Anything else', open: true, users: everyone },
]

/** The sample agents have bot accounts, as they would elsewhere; a bot decides nothing. */
export const bots: readonly { readonly user: string; readonly name: string }[] = [
  { user: 'clara', name: 'Careful Clara' },
  { user: 'colin', name: 'Confident Colin' },
  { user: 'rhea', name: 'Rogue Rhea' },
  { user: 'yours', name: 'Your own agent' },
]

export function accountOf(user: string): Account {
  return { platform: 'practice', workspace, user }
}

export function destinationOf(channel: string): Destination {
  return { platform: 'practice', workspace, channel }
}

export function placeAt(at: Destination): Place | undefined {
  return at.workspace === workspace ? places.find((place) => place.channel === at.channel) : undefined
}

export function membershipOf(account: Account, at: Destination): Membership | undefined {
  const place = placeAt(at)
  if (account.workspace !== workspace || place === undefined) return undefined
  const bot = bots.find((one) => one.user === account.user)
  if (bot !== undefined) return { name: bot.name, active: true, bot: true, member: 'full', roles: [] }
  const resident = residents.find((one) => one.user === account.user)
  if (resident === undefined) return undefined
  const { name, roles, groups, member } = resident
  const groupIds = groups.map((group) => `practice/${workspace}/${group}`)
  const here = place.users.includes(account.user) ? member : 'none'
  return { name, active: true, bot: false, member: here, roles, groups, groupIds }
}

export function audienceOf(at: Destination): Audience | undefined {
  const place = placeAt(at)
  if (place === undefined) return undefined
  const outsiders = membersOf(at).filter((resident) => resident.member === 'guest').length
  return { name: `#${place.channel}`, people: place.users.length, outsiders, open: place.open }
}

export function membersOf(at: Destination): readonly Resident[] {
  const place = placeAt(at)
  return place === undefined ? [] : residents.filter((resident) => place.users.includes(resident.user))
}

// A person: a human with linked accounts and roles. What a person may do in a place at this moment is a `Standing`,
// asked of the platform anew for every click and again before a post is sent; it is never kept.

import type { PersonId } from '../id.ts'
import { type Account, platforms } from '../place.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Instant } from '../time.ts'
import type { Away } from './away.ts'

export const roles = ['admin', 'moderator', 'security'] as const
export type Role = (typeof roles)[number]

export type Person = {
  readonly id: PersonId
  readonly name: string
  readonly accounts: readonly Account[]
  /** Roles that hold everywhere; those of a place come with the standing. */
  readonly roles: readonly Role[]
  /** How each of these roles came to them. */
  readonly given?: readonly Given[] | undefined
  readonly since: Instant
  /** Missing: they are here. */
  readonly away?: Away | undefined
  /** Ids by which this human was known before their accounts were linked; what they did under them was theirs. */
  readonly formerly?: readonly PersonId[] | undefined
  /** This is only such an earlier id, and holds nothing any more: the human is known by that one. */
  readonly joined?: PersonId | undefined
}

/** By the claim code, by whoever holds the admin token, or by another person. */
export type Giver = 'claim' | 'admin-token' | PersonId
export type Given = { readonly role: Role; readonly by: Giver; readonly at: Instant }

/** What a platform says of an account in a place, now. */
export type Membership = {
  readonly name: string
  readonly active: boolean
  readonly bot: boolean
  readonly member: 'full' | 'guest' | 'outsider' | 'none'
  readonly roles: readonly Role[]
  /** The platform's own groups or roles that the account is in, by their names there. */
  readonly groups?: readonly string[] | undefined
  /** The same by ids of their platform, `slack/T1/S1`: a name can be given to another group, an id cannot. */
  readonly groupIds?: readonly string[] | undefined
}

/** One human in one place, now: the person together with what the platform says of the account. */
export type Standing = Membership & {
  readonly person: PersonId
  /** Every account of the person, as rules name them: `slack/T1/U1`. */
  readonly accounts?: readonly string[] | undefined
  /** Ids of the same human from before their accounts were linked. */
  readonly formerly?: readonly PersonId[] | undefined
}

/** Whether this is that human, under whatever id something was noted. */
export function isPerson(who: Standing, id: PersonId | undefined): boolean {
  return id !== undefined && (who.person === id || (who.formerly ?? []).includes(id))
}

/** `byGroup`: roles that rules give to groups of the platform. */
export function standing(person: Person, membership: Membership, byGroup: readonly Role[] = []): Standing {
  const held = new Set([...person.roles, ...membership.roles, ...byGroup])
  const accounts = person.accounts.map(accountName)
  return {
    ...membership,
    name: person.name,
    person: person.id,
    accounts,
    formerly: person.formerly,
    roles: roles.filter((role) => held.has(role)),
  }
}

/** One human with several accounts in a place: what each of those that may decide there brings. */
export function asOne(standings: readonly Standing[]): Standing | undefined {
  const able = standings.filter((one) => mayDecide(one) === undefined)
  const [first = standings[0]] = able
  if (first === undefined || able.length < 2) return first
  const held = able.flatMap((one) => one.roles)
  const groups = [...new Set(able.flatMap((one) => one.groups ?? []))]
  const groupIds = [...new Set(able.flatMap((one) => one.groupIds ?? []))]
  return { ...first, roles: roles.filter((role) => held.includes(role)), groups, groupIds }
}

export function has(who: Standing, ...wanted: readonly Role[]): boolean {
  return wanted.some((role) => who.roles.includes(role))
}

/** Whether this one may decide anything at all in the place. */
export function mayDecide(who: Standing): Refusal | undefined {
  if (who.bot) return refuse('not-a-person')
  if (!who.active || who.member === 'none') return refuse('not-here')
  if (who.member !== 'full') return refuse('outsider')
  return undefined
}

/** A name with slashes is an id and never a name: nobody can call a group like another's id. */
export function inGroup({ groups = [], groupIds = [] }: Membership, group: string): boolean {
  return isGroupId(group) ? groupIds.includes(group) : groups.includes(group)
}

function isGroupId(group: string): boolean {
  return platforms.some((platform) => group.startsWith(`${platform}/`))
}

export function isFull({ active, bot, member }: Membership): boolean {
  return active && !bot && member === 'full'
}

/** How a platform account is found again: at most one person holds it. */
export function accountKey(account: Account): string {
  return `account:${accountName(account)}`
}

export function accountName({ platform, workspace, user }: Account): string {
  return `${platform}/${workspace}/${user}`
}

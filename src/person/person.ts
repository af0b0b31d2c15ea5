// A person: a human with linked accounts and roles. What a person may do in a place at this moment is a `Standing`,
// asked of the platform anew for every click and again before a post is sent; it is never kept.

import type { PersonId } from '../id.ts'
import type { Account } from '../place.ts'
import { type Refusal, refuse } from '../refusal.ts'
import type { Instant } from '../time.ts'

export const roles = ['admin', 'moderator', 'security'] as const
export type Role = (typeof roles)[number]

export type Person = {
  readonly id: PersonId
  readonly name: string
  readonly accounts: readonly Account[]
  /** Roles that hold everywhere; those of a place come with the standing. */
  readonly roles: readonly Role[]
  readonly since: Instant
}

/** What a platform says of an account in a place, now. */
export type Membership = {
  readonly name: string
  readonly active: boolean
  readonly bot: boolean
  readonly member: 'full' | 'guest' | 'outsider' | 'none'
  readonly roles: readonly Role[]
  /** The platform's own groups or roles that the account is in, by the name or id that rules use. */
  readonly groups?: readonly string[] | undefined
}

/** One human in one place, now: the person together with what the platform says of the account. */
export type Standing = Membership & {
  readonly person: PersonId
  /** Every account of the person, as rules name them: `slack/T1/U1`. */
  readonly accounts?: readonly string[] | undefined
}

export function standing(person: Person, membership: Membership): Standing {
  const held = new Set([...person.roles, ...membership.roles])
  const accounts = person.accounts.map(accountName)
  return {
    ...membership,
    name: person.name,
    person: person.id,
    accounts,
    roles: roles.filter((role) => held.has(role)),
  }
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

/** How a platform account is found again: at most one person holds it. */
export function accountKey(account: Account): string {
  return `account:${accountName(account)}`
}

function accountName({ platform, workspace, user }: Account): string {
  return `${platform}/${workspace}/${user}`
}

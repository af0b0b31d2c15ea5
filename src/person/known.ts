// What changes a person: they are met, given or taken a role, away and back, or found to be the same human as another we know. Their
// name is theirs alone and stands beside the log; no event repeats it.

import type { PersonId } from '../id.ts'
import type { Account } from '../place.ts'
import type { Instant } from '../time.ts'
import { type Away, longerOf } from './away.ts'
import type { Giver, Person, Role } from './person.ts'

export type PersonEvent =
  | { readonly type: 'met'; readonly person: Person; readonly at: Instant }
  | { readonly type: 'role-given'; readonly role: Role; readonly by: Giver; readonly at: Instant }
  | { readonly type: 'role-taken'; readonly role: Role; readonly by: Giver; readonly at: Instant }
  | { readonly type: 'went-away'; readonly away: Away; readonly at: Instant }
  /** By their own word, or since the time that they had said is over. */
  | { readonly type: 'came-back'; readonly early: boolean; readonly at: Instant }
  /** One more account, which nobody held. */
  | { readonly type: 'account-linked'; readonly account: Account; readonly by: Giver; readonly at: Instant }
  /** Somebody else we knew is this human too: their accounts, roles and earlier ids are this one's. */
  | { readonly type: 'person-joined'; readonly other: Person; readonly by: Giver; readonly at: Instant }
  /** The other side of it: from now on this one is known by that id. */
  | { readonly type: 'joined'; readonly as: PersonId; readonly by: Giver; readonly at: Instant }

export function evolvePerson(person: Person | undefined, event: PersonEvent): Person {
  if (event.type === 'met') return event.person
  if (person === undefined) throw new Error(`changing a person by ${event.type}: nobody is known by that id`)
  switch (event.type) {
    case 'role-given': {
      const { role, by, at } = event
      const given = [...without(person, role), { role, by, at }]
      return { ...person, roles: [...new Set([...person.roles, role])], given }
    }
    case 'role-taken':
      return {
        ...person,
        roles: person.roles.filter((role) => role !== event.role),
        given: without(person, event.role),
      }
    case 'went-away':
      return { ...person, away: event.away }
    case 'came-back':
      return { ...person, away: undefined }
    case 'account-linked':
      return { ...person, accounts: [...person.accounts, event.account] }
    case 'person-joined': {
      const { id, accounts, roles, given = [], formerly = [] } = event.other
      return {
        ...person,
        roles: [...new Set([...person.roles, ...roles])],
        given: [...(person.given ?? []), ...given.filter((one) => !person.roles.includes(one.role))],
        accounts: [...person.accounts, ...accounts],
        formerly: [...(person.formerly ?? []), id, ...formerly],
        away: longerOf(person.away, event.other.away),
      }
    }
    case 'joined':
      return { ...person, accounts: [], roles: [], given: [], formerly: [], away: undefined, joined: event.as }
  }
}

function without(person: Person, role: Role) {
  return (person.given ?? []).filter((one) => one.role !== role)
}

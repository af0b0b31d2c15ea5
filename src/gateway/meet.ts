// Who is behind an account, in a place, now: the person we know or meet for the first time, and what the platform says
// of the account at this moment. Asked anew every time; a person who left an hour ago decides nothing now.

import { personId } from '../id.ts'
import { accountKey, asOne, type Membership, type Person, type Standing, standing } from '../person/person.ts'
import type { Account, Destination } from '../place.ts'
import type { Held } from '../port/record.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { type GroupRole, rolesByGroup } from '../rule/role-rule.ts'
import { rolesOf } from '../rule/sound.ts'
import { boards, commit, isTaken } from './commit.ts'
import type { House } from './house.ts'
import { makeId } from './make.ts'
import { personStep } from './person-step.ts'

export async function meet(house: House, account: Account, destination: Destination): Promise<Standing | Refusal> {
  const channel = house.channels.get(account.platform)
  if (channel === undefined || destination.platform !== account.platform) return refuse('unknown-place')
  const membership = await channel.membership(account, destination)
  if (membership === undefined) return refuse('not-here')
  if (membership.bot) return refuse('not-a-person')
  const person = await personOf(house, account, membership.name)
  return isRefusal(person) ? person : standingHere(house, person, membership, destination)
}

/** How a person we know stands in a place now; undefined when we know no account of theirs there. */
export async function standingOf(
  house: House,
  person: Person,
  destination: Destination,
): Promise<Standing | undefined> {
  const { platform, workspace } = destination
  const channel = house.channels.get(platform)
  if (channel === undefined) return undefined
  const theirs = person.accounts.filter((held) => held.platform === platform && held.workspace === workspace)
  const memberships = await Promise.all(theirs.map((account) => channel.membership(account, destination)))
  const known = memberships.filter((one) => one !== undefined)
  return asOne(await Promise.all(known.map((one) => standingHere(house, person, one, destination))))
}

async function standingHere(
  house: House,
  person: Person,
  membership: Membership,
  destination: Destination,
): Promise<Standing> {
  const byGroup = await groupRoles(house, membership, destination)
  return standing(
    person,
    membership,
    byGroup.map(({ role }) => role),
  )
}

/** The roles that the rules as they are now give to groups that this account is in. */
export async function groupRoles(
  house: House,
  membership: Membership,
  destination: Destination,
): Promise<readonly GroupRole[]> {
  const { groups = [], groupIds = [] } = membership
  if (groups.length + groupIds.length === 0) return []
  const { seen } = await house.record.look({ rules: boards.rules })
  return rolesByGroup(rolesOf(seen.rules?.is), membership, destination)
}

async function personOf(house: House, account: Account, name: string): Promise<Person | Refusal> {
  const known = await personBehind(house, account)
  if (known !== undefined) return known.is
  const done = await commit(house, {}, ({ now }) => {
    const person: Person = { id: makeId(personId, now, house.chance), name, accounts: [account], roles: [], since: now }
    const met = { type: 'met', person, at: now } as const
    return { steps: [personStep(undefined, met, { kind: 'system' })], result: person }
  })
  if (isRefusal(done)) return done
  if (!isTaken(done)) return done.result
  return (await personNow(house, done.by))?.is ?? refuse('unknown-person')
}

/** Whoever holds this account. */
export async function personBehind(house: House, account: Account): Promise<Held<Person> | undefined> {
  const { seen } = await house.record.look({ person: { kind: 'person', sole: accountKey(account) } })
  return seen.person?.is.joined === undefined ? seen.person : personNow(house, seen.person.is.joined)
}

/** Who is known by this id, or was before their accounts were linked. */
export async function personNow(house: House, id: string): Promise<Held<Person> | undefined> {
  for (let next = id; ; ) {
    const { seen } = await house.record.look({ person: { kind: 'person', id: next } })
    // Nobody who joined another is joined by anybody, so this ends.
    if (seen.person?.is.joined === undefined) return seen.person
    next = seen.person.is.joined
  }
}

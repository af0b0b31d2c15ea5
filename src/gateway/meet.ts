// Who is behind an account, in a place, now: the person we know or meet for the first time, and what the platform says
// of the account at this moment. Asked anew every time; a person who left an hour ago decides nothing now.

import { personId } from '../id.ts'
import { accountKey, type Person, type Standing, standing } from '../person/person.ts'
import type { Account, Destination } from '../place.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import { commit, isTaken } from './commit.ts'
import type { House } from './house.ts'
import { makeId } from './make.ts'
import { personStep } from './write.ts'

export async function meet(house: House, account: Account, destination: Destination): Promise<Standing | Refusal> {
  const channel = house.channels.get(account.platform)
  if (channel === undefined || destination.platform !== account.platform) return refuse('unknown-place')
  const membership = await channel.membership(account, destination)
  if (membership === undefined) return refuse('not-here')
  if (membership.bot) return refuse('not-a-person')
  const person = await personOf(house, account, membership.name)
  return isRefusal(person) ? person : standing(person, membership)
}

/** How a person we know stands in a place now; undefined when we know no account of theirs there. */
export async function standingOf(
  house: House,
  person: Person,
  destination: Destination,
): Promise<Standing | undefined> {
  const channel = house.channels.get(destination.platform)
  const account = person.accounts.find(
    (held) => held.platform === destination.platform && held.workspace === destination.workspace,
  )
  if (channel === undefined || account === undefined) return undefined
  const membership = await channel.membership(account, destination)
  return membership === undefined ? undefined : standing(person, membership)
}

async function personOf(house: House, account: Account, name: string): Promise<Person | Refusal> {
  const known = await house.record.look({ person: { kind: 'person', sole: accountKey(account) } })
  if (known.seen.person !== undefined) return known.seen.person.is
  const done = await commit(house, {}, ({ now }) => {
    const person: Person = { id: makeId(personId, now, house.chance), name, accounts: [account], roles: [], since: now }
    return { steps: [personStep(person, { kind: 'system' })], result: person }
  })
  if (isRefusal(done)) return done
  if (!isTaken(done)) return done.result
  const met = await house.record.look({ person: { kind: 'person', id: done.by } })
  return met.seen.person?.is ?? refuse('unknown-person')
}

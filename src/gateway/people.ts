// The people of the house, as an admin keeps them: who there is, one more account, a role given or taken. Each is an event
// with one entry, and holds from the next click on, in every process, since everybody is looked up anew.

import { accountKey, type Giver, type Membership, type Person, type Role } from '../person/person.ts'
import { type Account, type Destination, laneOf } from '../place.ts'
import type { Held } from '../port/record.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { GroupRole } from '../rule/role-rule.ts'
import { admits, isAdminHere, voidClaim } from './claiming.ts'
import { type Committed, commit, type Decided, isTaken, type Taken } from './commit.ts'
import type { House } from './house.ts'
import { groupRoles, personBehind, personNow } from './meet.ts'
import { personStep } from './person-step.ts'

/** Whoever holds the admin token is nobody we know; what they change is recorded as changed by the token. */
const token = { by: 'admin-token' satisfies Giver, actor: { kind: 'system' } } as const

/** Everybody, once: whom we know by another id by now is not listed under the old one. */
export async function allPeople(
  house: House,
  page: { readonly limit: number; readonly before?: string | undefined },
): Promise<{ readonly people: readonly Person[]; readonly next?: string }> {
  const held = await house.record.list('person', 'all', page)
  const last = held.at(-1)
  const next = held.length < page.limit || last === undefined ? {} : { next: last.id }
  return { people: held.map(({ is }) => is).filter((person) => person.joined === undefined), ...next }
}

/** Gives a role that holds everywhere. */
export async function giveRole(house: House, id: string, role: Role): Promise<Person | Refusal> {
  const known = await personNow(house, id)
  if (known === undefined) return refuse('unknown-person')
  const glance = { person: { kind: 'person', id: known.id }, claim: { kind: 'claim', id: 'claim' } } as const
  const done = await commit(house, glance, ({ now, seen }): Decided<Person> | Refusal => {
    if (seen.person === undefined) return refuse('unknown-person')
    if (seen.person.is.joined !== undefined) return refuse('busy')
    if (seen.person.is.roles.includes(role)) return { steps: [], result: seen.person.is }
    const step = personStep(seen.person, { type: 'role-given', role, by: token.by, at: now }, token.actor)
    const over = isAdminHere(house, step.person) ? voidClaim(seen.claim, now) : []
    return { steps: [step, ...over], result: step.person }
  })
  return settled(house, done, 'a role was given')
}

/** Takes it back. What a platform or a rule gives is taken there. */
export async function takeRole(house: House, id: string, role: Role): Promise<Person | Refusal> {
  const known = await personNow(house, id)
  if (known === undefined) return refuse('unknown-person')
  const glance = { person: { kind: 'person', id: known.id } } as const
  const done = await commit(house, glance, async ({ now, seen }): Promise<Decided<Person> | Refusal> => {
    if (seen.person === undefined) return refuse('unknown-person')
    const { is: person } = seen.person
    if (person.joined !== undefined) return refuse('busy')
    if (!person.roles.includes(role)) return { steps: [], result: person }
    const other = role === 'admin' && isAdminHere(house, person) ? await otherAdmin(house, person.id) : undefined
    if (other === 'nobody') return refuse('last-admin')
    const step = personStep(seen.person, { type: 'role-taken', role, by: token.by, at: now }, token.actor)
    // Two who are taken away at once: each rests on the other, so one of them loses and looks again.
    const unchanged = other === undefined ? [] : [{ kind: 'person', id: other.id, version: other.version } as const]
    return { steps: [step], unchanged, result: step.person }
  })
  return settled(house, done, 'a role was taken')
}

/** One more account of the same human. Whoever held it before is that human too, with all they did. */
export async function linkAccount(house: House, id: string, account: Account): Promise<Person | Refusal> {
  if (!admits(house, account.platform)) return refuse('unknown-place')
  for (;;) {
    const known = await personNow(house, id)
    const other = await personBehind(house, account)
    if (known === undefined) return refuse('unknown-person')
    if (other?.id === known.id) return known.is
    const done = await commit(house, glanceAt(known, other), ({ now, seen }): Decided<Person | undefined> | Refusal => {
      // Linked by somebody else since: look again at who is who.
      if (seen.person === undefined || seen.person.is.joined !== undefined) return { steps: [], result: undefined }
      const from = { by: token.by, at: now }
      if (seen.other === undefined) {
        const step = personStep(seen.person, { type: 'account-linked', account, ...from }, token.actor)
        return { steps: [step], result: step.person }
      }
      if (seen.other.is.joined !== undefined) return { steps: [], result: undefined }
      const step = personStep(seen.person, { type: 'person-joined', other: seen.other.is, ...from }, token.actor)
      const gone = personStep(seen.other, { type: 'joined', as: seen.person.is.id, ...from }, token.actor)
      return { steps: [step, gone], result: step.person }
    })
    if (isTaken(done) || (!isRefusal(done) && done.result === undefined)) continue
    if (isRefusal(done)) return done
    if (done.result === undefined) continue
    house.log.info('an account was linked', { person: done.result.id, platform: account.platform })
    return done.result
  }
}

export type Origin = 'platform' | { readonly group: string }
export type Here = {
  readonly place: string
  readonly account: string
  readonly member: Membership['member']
  readonly active: boolean
  /** What holds in this place beside the roles that hold everywhere. */
  readonly roles: readonly { readonly role: Role; readonly from: Origin }[]
}

/** How each account of theirs stands in a place now, and where each role there comes from. */
export async function standingsIn(house: House, person: Person, at: Destination): Promise<readonly Here[]> {
  const channel = house.channels.get(at.platform)
  if (channel === undefined) return []
  const theirs = person.accounts.filter((one) => one.platform === at.platform)
  const all = await Promise.all(
    theirs.map(async (account): Promise<readonly Here[]> => {
      const membership = await channel.membership(account, at)
      if (membership === undefined) return []
      const { member, active, roles } = membership
      const byGroup: readonly GroupRole[] = await groupRoles(house, membership, at)
      const from = [
        ...roles.map((role) => ({ role, from: 'platform' }) as const),
        ...byGroup.map(({ role, group }) => ({ role, from: { group } })),
      ]
      return [{ place: laneOf(at), account: accountKey(account).slice('account:'.length), member, active, roles: from }]
    }),
  )
  return all.flat()
}

function glanceAt(known: Held<Person>, other: Held<Person> | undefined) {
  const person = { kind: 'person', id: known.id } as const
  return { person, other: other === undefined ? undefined : ({ kind: 'person', id: other.id } as const) }
}

async function otherAdmin(house: House, id: string): Promise<Held<Person> | 'nobody'> {
  const admins = await house.record.list('person', 'role:admin', { limit: 100 })
  return admins.find((held) => held.id !== id && isAdminHere(house, held.is)) ?? 'nobody'
}

function settled(house: House, done: Committed<Person> | Taken | Refusal, what: string): Person | Refusal {
  if (isRefusal(done)) return done
  if (isTaken(done)) throw new Error('changing a role: a name is taken')
  if (done.entries.length > 0) house.log.info(what, { person: done.result.id })
  return done.result
}

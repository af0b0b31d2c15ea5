// A person says that they are away, or back; and when the time they named is over, that is noted. It holds for the human,
// on every platform. The drafts that wait for them are looked at then (covering.ts).

import type { PersonId } from '../id.ts'
import { type Away, awayAt, type Gone, longestAwayMs } from '../person/away.ts'
import { mayDecide, type Person } from '../person/person.ts'
import type { Account, Destination } from '../place.ts'
import type { Delivered } from '../port/queue.ts'
import type { Held } from '../port/record.ts'
import { isRefusal, type Refusal, refuse } from '../refusal.ts'
import type { Instant } from '../time.ts'
import { awayNow, standOf } from './away-now.ts'
import { commit, type Decided, isTaken } from './commit.ts'
import { askedBy, handedTo } from './draft-step.ts'
import { touchHomes } from './homes.ts'
import type { House } from './house.ts'
import { meet, personNow } from './meet.ts'
import { personStep } from './person-step.ts'
import { cardsOf, opened, owe } from './place-change.ts'

/** `at` is where it is said: anywhere that the platform tells us who they are. Whether the colleague may decide is asked of each draft. */
export async function goAway(
  house: House,
  account: Account,
  at: Destination,
  said: { readonly until: Instant; readonly to?: Account | undefined },
): Promise<Gone | Refusal> {
  const who = await meet(house, account, at)
  if (isRefusal(who)) return who
  if (!who.active) return refuse('not-here')
  const colleague = said.to === undefined ? undefined : await meet(house, said.to, at)
  if (colleague !== undefined) {
    if (isRefusal(colleague) || colleague.person === who.person) return refuse('not-a-colleague')
    // In this place they may be nobody; what they are in the place of a draft is asked then.
    if (mayDecide({ ...colleague, member: colleague.member === 'none' ? 'full' : colleague.member }) !== undefined)
      return refuse('not-a-colleague')
  }
  const done = await change(house, who.person, (held, now) => {
    if (said.until <= now || said.until > now + longestAwayMs) return refuse('not-a-term')
    const away: Away = { from: now, until: said.until, ...(colleague === undefined ? {} : { to: colleague.person }) }
    return personStep(held, { type: 'went-away', away, at: now }, { kind: 'person', id: held.is.id })
  })
  if (isRefusal(done)) return done
  await touchHomes(house, done.accounts)
  const to = colleague === undefined ? undefined : await standOf(house, colleague.person)
  return { until: said.until, ...(to === undefined ? {} : { to }) }
}

/** Undefined: they were not away. */
export async function comeBack(house: House, account: Account, at: Destination): Promise<Gone | undefined | Refusal> {
  const who = await meet(house, account, at)
  if (isRefusal(who)) return who
  const before = await awayNow(house, who.person)
  const done = await change(house, who.person, (held, now) =>
    awayAt(held.is, now) === undefined
      ? undefined
      : personStep(held, { type: 'came-back', early: true, at: now }, { kind: 'person', id: held.is.id }),
  )
  if (isRefusal(done)) return done
  await touchHomes(house, done.accounts)
  return before
}

/** Everything that waits for them, or was handed to them, is shown anew; drawing it says who is asked now. */
export async function tellAway(house: House, id: PersonId): Promise<Delivered> {
  const done = await change(house, id, (held, now) => {
    const { away } = held.is
    if (away === undefined || now < away.until) return undefined
    return personStep(held, { type: 'came-back', early: false, at: now }, { kind: 'system' })
  })
  if (isRefusal(done)) {
    if (done.refused === 'busy') throw new Error(`looking whether ${id} is away: busy`)
    return { delivered: 'done' }
  }
  const now = await house.record.now()
  for (const known of [done.id, ...(done.formerly ?? [])])
    for (const tag of [`${askedBy}${known}/open`, `${handedTo}${known}/open`])
      for await (const { is } of opened(house, tag)) await owe(house, [cardsOf(is, now)])
  await touchHomes(house, done.accounts)
  return { delivered: 'done' }
}

/** Of the human as we know them now; undefined for no change. */
async function change(
  house: House,
  id: PersonId,
  decide: (held: Held<Person>, now: Instant) => ReturnType<typeof personStep> | Refusal | undefined,
): Promise<Person | Refusal> {
  for (;;) {
    const known = await personNow(house, id)
    if (known === undefined) return refuse('unknown-person')
    const glance = { person: { kind: 'person', id: known.id } } as const
    const done = await commit(house, glance, ({ now, seen }): Decided<Person | undefined> | Refusal => {
      // Linked to somebody else since it was looked at.
      if (seen.person === undefined || seen.person.is.joined !== undefined) return { steps: [], result: undefined }
      const step = decide(seen.person, now)
      if (isRefusal(step)) return step
      return step === undefined ? { steps: [], result: seen.person.is } : { steps: [step], result: step.person }
    })
    if (isRefusal(done)) return done
    if (isTaken(done)) throw new Error(`noting that ${id} is away or back: a name is taken`)
    if (done.result !== undefined) return done.result
  }
}
